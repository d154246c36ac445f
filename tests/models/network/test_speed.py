"""The recipe `speed`: its first layer, its schedule, its lookahead, its views, and that it learns."""

import numpy as np
import pytest
import torch

from models.network.recipes import describe, make
from models.network.speed import PATCH, SpeedCNN, SpeedNetwork, Whitening, convolution, look_ahead, triangle
from models.register import LEARNERS, RECIPES, Context, build
from tests.models.images import easy

pytestmark = pytest.mark.slow

SMALL = {"epochs": 2, "batch_size": 16, "device": "cpu", "dtype": "float32"}


def images_of(n, channels=3, side=16):
    """Random smooth images, float32, of mean 0 and deviation about 1."""
    noise = torch.randn(n, channels, side // 4, side // 4, generator=torch.Generator().manual_seed(0))
    return torch.nn.functional.interpolate(noise, (side, side), mode="bilinear")


@pytest.mark.parametrize("channels", [1, 3])
def test_the_first_layer_whitens_patches(channels):
    """Patches that differ enough come out uncorrelated and of variance one, each direction with either sign."""
    layer = Whitening(channels)
    images = images_of(200, channels) + 0.5 * torch.randn(200, channels, 16, 16)
    layer.learn(images)
    answers = layer(images).permute(1, 0, 2, 3).flatten(1).detach()
    n = channels * PATCH**2

    assert torch.allclose(answers[:n], -answers[n:], atol=1e-5)
    assert torch.allclose(answers[:n] @ answers[:n].T / answers.shape[1], torch.eye(n), atol=0.02)


def test_only_the_bias_of_the_first_layer_is_learned_and_no_scale():
    """What is worked out from the images stays as it is."""
    learned = {name for name, weights in SpeedNetwork(3, 10).named_parameters() if weights.requires_grad}

    assert "whitening.bias" in learned
    assert "whitening.weight" not in learned
    assert not {name for name in learned if name.startswith("blocks") and name.endswith(("2.weight", "5.weight"))}
    assert len([name for name in learned if name.startswith("blocks")]) == 12  # two convolutions and biases a block


def test_convolutions_begin_as_the_identity():
    """The first maps that come out are those that go in."""
    maps = torch.randn(2, 4, 8, 8)

    assert torch.allclose(convolution(4, 6)(maps)[:, :4], maps, atol=1e-6)


def test_the_learning_rate_is_a_triangle():
    """Up to its largest at 23 % of the training, and down."""
    for part, rate in [(0, 0.2), (0.115, 0.6), (0.23, 1), (0.615, 0.535), (1, 0.07)]:
        assert triangle(part) == pytest.approx(rate)


@pytest.mark.parametrize(("stay", "expected"), [(0, 2.0), (0.75, 0.5), (1, 0.0)])
def test_looking_ahead_draws_weights_to_their_average(stay, expected):
    """Both end at the same place: a share `stay` of the average, the rest of the weights."""
    average, weights = {"weights": torch.zeros(3)}, torch.full((3,), 2.0)
    look_ahead(average, iter([("weights", weights)]), stay)

    assert average["weights"].tolist() == weights.tolist() == [expected] * 3


@pytest.mark.parametrize(("mirrored", "sides"), [(True, 0.0), (False, 100.0)])
def test_every_view_counts_and_mirror_images_alike(mirrored, sides):
    """The views' shares add up to one; right minus left cancels out where mirror images count."""
    image = torch.zeros(1, 1, 8, 8, dtype=torch.uint8)
    image[..., 4:] = 100
    model = SpeedCNN(mirrored=mirrored)
    model.network_ = lambda view: torch.stack(
        [torch.ones(1), view[..., -1].float().mean((1, 2)) - view[..., 0].float().mean((1, 2))], dim=1
    )

    assert model._scores(image).tolist() == [[1.0, sides]]


def test_every_epoch_shows_an_image_the_other_way_round():
    """Without shifts in the way: an image that is bright on one side is bright on the other in the next epoch."""
    X = np.zeros((8, 16, 16, 1), np.uint8)
    X[:, :, 12:] = 200  # two pixels of shift do not take it to the other half
    model = SpeedCNN(epochs=4, batch_size=8, device="cpu")
    model.device_ = "cpu"
    model.network_ = SpeedNetwork(1, 2)
    numbers = torch.arange(8)
    sides = []
    for batch, labels in model._batches(model._resident(X), numbers, steps=1):
        bright = batch[..., 8:].float().mean((1, 2, 3)) > batch[..., :8].float().mean((1, 2, 3))
        sides.append(bright[labels.argsort()])

    assert [torch.equal(sides[0], side) for side in sides] == [True, False, True, False]
    assert all(torch.equal(sides[0], ~side) for side in sides[1::2])


def test_it_learns_easy_images_and_repeats_itself():
    """Two trainings with one seed answer alike, and right."""
    X, y = easy(128, 3, (16, 16, 3))
    X_test, y_test = easy(60, 3, (16, 16, 3), seed=1)
    models = [make(Context("speed", 128, device="cpu"), epochs=6, dtype="float32").fit(X, y) for _ in range(2)]
    scores = [model.decision_function(X_test) for model in models]

    assert np.array_equal(*scores)
    assert np.mean(models[0].predict(X_test) == y_test) > 0.9


def test_a_row_says_what_it_was():
    """Sizes, epochs and kinds of copies are told as of any network."""
    X, y = easy(32, 2, (16, 16, 3))
    told = describe(SpeedCNN(**SMALL).fit(X, y))

    assert (told["epochs"], told["width"], told["augmentation"]) == (2, 64, "small shifts, mirror images in turns")
    assert told["n_parameters"] > 1_000_000


def test_only_the_cnn_has_this_recipe():
    """Pages offer only the recipes that every learner has; the command line takes this one for the CNN alone."""
    assert "speed" not in RECIPES
    assert [name for name, learner in LEARNERS.items() if "speed" in learner.recipes] == ["cnn"]
    assert isinstance(build("cnn", Context("speed", device="cpu")), SpeedCNN)
    with pytest.raises(ValueError, match="svm has no recipe named 'speed'; there are quick and thorough"):
        build("svm", Context("speed"))


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_it_trains_on_a_gpu():
    """The same code, on the device that it is made for."""
    X, y = easy(128, 3, (16, 16, 3))
    model = make(Context("speed", 128, device="cuda"), epochs=6).fit(X, y)

    assert np.mean(model.predict(X) == y) > 0.9
