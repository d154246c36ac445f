"""What is the network's own beyond the contract: its recipe, its schedule, its predictions, its manners."""

import numpy as np
import pytest
import torch

from models.network import cnn
from models.network.architecture import Network, Standardise
from models.network.cnn import CNN
from models.network.recipes import describe, make
from models.register import Context
from tests.models.images import easy

SMALL = {"epochs": 2, "width": 4, "batch_size": 8, "device": "cpu", "dtype": "float32"}
SIZES = (10, 100, 1_000, 5_000, 20_000, 60_000)


def test_quick_is_always_ten_plain_epochs():
    """The quick recipe depends on nothing: ten epochs without augmentation at every size, mirrored or not."""
    networks = [make(Context("quick", n, mirrored=mirrored, device="cpu")) for n in SIZES for mirrored in (True, False)]

    assert {(network.epochs, network.augment) for network in networks} == {(10, "none")}


def test_thorough_gives_small_sets_more_epochs():
    """Fewer images never get fewer epochs, and no set gets fewer than 12 or more than 100."""
    epochs = [make(Context("thorough", n, device="cpu")).epochs for n in SIZES]

    assert epochs == sorted(epochs, reverse=True)
    assert (epochs[0], epochs[-1]) == (100, 12)


@pytest.mark.parametrize(("mirrored", "augment"), [(True, "mirror"), (False, "shift")])
def test_thorough_mirrors_only_what_may_be_mirrored(mirrored, augment):
    """A mirrored 3 is no 3: the data set says whether mirror images keep their class."""
    assert make(Context("thorough", mirrored=mirrored, device="cpu")).augment == augment


@pytest.mark.parametrize(("n_train", "batch_size"), [(10, 16), (1_000, 31), (50_000, 64)])
def test_few_images_get_small_batches(n_train, batch_size):
    """A thirty-second part of the images, between 16 and 64."""
    assert make(Context(n_train=n_train, device="cpu")).batch_size == batch_size


def test_settings_override_the_recipe():
    """What was asked for by name is what is trained."""
    network = make(Context("thorough", mirrored=True, seed=4, device="cpu"), epochs=3, augment="none", width=8)

    assert (network.epochs, network.augment, network.width, network.seed) == (3, "none", 8, 4)


def test_the_channels_are_standardised():
    """Each channel of the training images has mean 0 and deviation 1, however dark or faint it was."""
    images = torch.from_numpy(easy(50, 2, (16, 16, 3))[0]).permute(0, 3, 1, 2)
    images = (
        images * torch.tensor([1.0, 0.5, 0.1]).view(1, 3, 1, 1) + torch.tensor([0.0, 9, 99]).view(1, 3, 1, 1)
    ).byte()
    standardise = Standardise(3)
    standardise.learn(images)
    shown = standardise(images)

    assert shown.mean((0, 2, 3)).abs().max() < 1e-4
    assert (shown.std((0, 2, 3)) - 1).abs().max() < 1e-3


def test_a_channel_without_contrast_is_not_blown_up():
    """All images of one grey give zeros, not a division by nothing."""
    standardise = Standardise(1)
    images = torch.full((5, 1, 8, 8), 77, dtype=torch.uint8)
    standardise.learn(images)

    assert torch.equal(standardise(images), torch.zeros(5, 1, 8, 8))


def test_the_learning_rate_makes_one_cycle(monkeypatch):
    """It rises from a tenth to the full rate in the first quarter, falls to nearly nothing, and ends with the steps."""
    schedules = []
    one_cycle = torch.optim.lr_scheduler.OneCycleLR

    class Watched(one_cycle):
        def __init__(self, *arguments, **options):
            self.rates = []
            schedules.append(self)
            super().__init__(*arguments, **options)

        def step(self, *arguments):
            super().step(*arguments)
            self.rates.append(self.get_last_lr()[0])

    monkeypatch.setattr(torch.optim.lr_scheduler, "OneCycleLR", Watched)
    CNN(**{**SMALL, "epochs": 5}).fit(*easy(64))
    (schedule,) = schedules
    rates = schedule.rates[:-1]  # the last one is never used

    assert len(rates) == 5 * 8
    assert rates[0] == pytest.approx(0.005)
    assert max(rates) == pytest.approx(0.05, rel=1e-3)
    assert rates.index(max(rates)) == 9
    assert rates[-1] < 1e-5


@pytest.mark.parametrize("epochs", range(1, 7))
def test_any_number_of_steps_makes_a_schedule(epochs):
    """Even one step, or four: the schedule's corners then fall together."""
    reports = []
    CNN(**{**SMALL, "epochs": epochs, "on_progress": lambda *report: reports.append(report)}).fit(*easy(4))

    assert reports == [(epoch, epochs) for epoch in range(1, epochs + 1)]


def test_the_callers_random_numbers_are_left_alone():
    """Fitting and predicting take nothing from torch's generator: another library's draws stay as they would be."""
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    X, y = easy(16)
    CNN(**SMALL, augment="mirror").fit(X, y).predict(X)

    assert torch.equal(torch.rand(3), expected)


def test_the_callers_random_numbers_do_not_count():
    """Only the seed decides: what others drew before changes nothing."""
    X, y = easy(16)
    scores = []
    for others in (1, 2):
        torch.manual_seed(others)
        scores.append(CNN(**SMALL, augment="mirror").fit(X, y).decision_function(X))

    assert np.array_equal(*scores)


def test_with_mirror_an_image_and_its_mirror_image_score_the_same():
    """A prediction averages both views, so that which one came makes no difference."""
    X, y = easy(16)
    network = CNN(**SMALL, augment="mirror").fit(X, y)

    assert np.allclose(network.decision_function(X), network.decision_function(X[:, :, ::-1]), atol=1e-5)


@pytest.mark.parametrize("augment", ["none", "shift"])
def test_without_mirror_a_mirror_image_is_another_image(augment):
    """Digits are looked at once, as they are."""
    X, y = easy(16)
    network = CNN(**SMALL, augment=augment).fit(X, y)

    assert not np.allclose(network.decision_function(X), network.decision_function(X[:, :, ::-1]), atol=1e-3)


def test_predictions_do_not_depend_on_the_neighbours():
    """An image's scores are its own: alone, or among more than a batch of others."""
    X, y = easy(510)
    network = CNN(**{**SMALL, "epochs": 1}).fit(X[:16], y[:16])

    assert np.allclose(network.decision_function(X)[505:506], network.decision_function(X[505:506]), atol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_both_number_formats_learn(dtype):
    """Either format tells easy images apart; scores come out in float32 all the same."""
    X, y = easy(48)
    network = CNN(**{**SMALL, "epochs": 6, "width": 8, "dtype": dtype}).fit(X, y)

    assert network.score(X, y) > 0.9
    assert network.decision_function(X).dtype == np.float32
    assert describe(network)["dtype"] == dtype


def test_predictions_are_in_float32_whatever_the_training_was_in():
    """A network trained in bfloat16 answers as its weights do in float32: no machine's own format turns a label."""
    X, y = easy(48)
    network = CNN(**{**SMALL, "dtype": "bfloat16"}).fit(X, y)
    with torch.inference_mode():
        plainly = network.network_.eval()(torch.from_numpy(X).permute(0, 3, 1, 2)).numpy()

    assert np.allclose(network.decision_function(X), plainly, atol=1e-5)


def test_images_may_be_a_view():
    """Not contiguous, read-only, mirrored by a negative stride: any NumPy view of images is taken."""
    X, y = easy(32)
    X.flags.writeable = False
    views = [X[::2], X[::2, :, ::-1]]
    networks = [CNN(**SMALL).fit(view, y[::2]) for view in views]

    assert [network.predict(view).shape for network, view in zip(networks, views, strict=True)] == [(16,), (16,)]


def test_the_description_counts_what_there_is():
    """A head and four convolutions, counted by hand for width 4, one channel, two classes."""
    described = describe(CNN(**SMALL).fit(*easy(16)))
    convolutions = 5 * 5 * 1 * 4 + 3 * 3 * (4 * 8 + 8 * 16 + 16 * 32)
    normalisations = 2 * (4 + 8 + 16 + 32)
    head = 4 * 32 * 2 + 2

    assert described["n_parameters"] == convolutions + normalisations + head
    # As many running means and variances, four counters of eight bytes, and the image's mean and deviation.
    assert described["model_bytes"] == 4 * (described["n_parameters"] + normalisations + 2) + 4 * 8
    assert described["augmentation"] == "none"
    assert described["device"] == "cpu"


def test_the_network_takes_images_of_8_to_96_pixels():
    """From the smallest that the features take to the largest of the downloads."""
    for shape in [(8, 8), (28, 28), (64, 64), (96, 96), (8, 50)]:
        with torch.random.fork_rng([]):
            network = Network(3, 7, width=4).eval()

        assert network(torch.zeros(2, 3, *shape, dtype=torch.uint8)).shape == (2, 7)


@pytest.fixture
def accelerator(monkeypatch):
    """Pretends that this machine has an accelerator of a kind, or none."""

    def pretend(kind):
        monkeypatch.setattr(torch.accelerator, "is_available", lambda: kind is not None)
        monkeypatch.setattr(torch.accelerator, "current_accelerator", lambda: kind and torch.device(kind))

    return pretend


@pytest.mark.parametrize(
    ("there_is", "asked", "used"), [(None, "auto", "cpu"), ("cuda", "auto", "cuda"), ("cuda", "cpu", "cpu")]
)
def test_auto_takes_the_accelerator_that_there_is(accelerator, there_is, asked, used):
    """The graphics processor where there is one, unless the processor was asked for."""
    accelerator(there_is)

    assert cnn.resolved_device(asked) == used


def test_a_device_that_is_not_here_is_one_sentence(accelerator):
    """No stack trace from the depths of a library."""
    accelerator(None)
    with pytest.raises(ValueError, match=r"^There is no device 'cuda' on this machine; cpu would be right\.$"):
        make(Context(device="cuda"))


@pytest.mark.slow
@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_the_same_code_trains_on_the_device_that_is_here(dtype):
    """On a graphics processor where there is one, else on the processor: it learns, repeats itself, and says where."""
    X, y = easy(48, 2, (32, 32, 3))
    options = {**SMALL, "epochs": 6, "width": 8, "device": "auto", "dtype": dtype, "augment": "mirror"}
    first, second = (CNN(**options).fit(X, y) for _ in range(2))

    assert first.score(X, y) > 0.9
    assert np.allclose(first.decision_function(X), second.decision_function(X), atol=0.05)
    assert describe(first)["device"] == ("cuda" if torch.cuda.is_available() else cnn.resolved_device("auto"))
