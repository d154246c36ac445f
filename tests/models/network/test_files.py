"""What a network's two files must agree on, and how an opened network differs from one that is being trained."""

import json

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from models.network.cnn import CNN
from models.network.files import ABOUT, WEIGHTS, load
from models.register import LEARNERS, UnusableModel
from tests.models.images import easy

SMALL = {"epochs": 1, "width": 4, "device": "cpu", "dtype": "float32"}


@pytest.fixture
def network(tmp_path):
    """A small network that has learned three classes of colour images, saved in `tmp_path`."""
    X, y = easy(24, 3, (16, 16, 3))
    model = CNN(**SMALL).fit(X, y)
    LEARNERS["cnn"].save(model, tmp_path)
    return model


def change(folder, **values):
    """Change what the JSON says."""
    about = json.loads((folder / ABOUT).read_text())
    (folder / ABOUT).write_text(json.dumps(about | values))


@pytest.mark.parametrize(
    "values",
    [
        {"channels": 1},
        {"channels": -3},
        {"channels": "3"},
        {"classes": [0, 1]},
        {"classes": 3},
        {"classes": [[0], [1, 2], []]},
        {"labels": "no format"},
        {"dtype": "auto"},
        {"dtype": "load"},
        {"settings": {**SMALL, "width": 8}},
        {"settings": {**SMALL, "width": 10**6}},
        {"settings": {**SMALL, "width": "4"}},
        {"settings": {**SMALL, "colour": 1}},
        {"settings": {**SMALL, "epochs": 0}},
        {"settings": {**SMALL, "augment": "upside down"}},
        {"settings": []},
    ],
    ids=str,
)
def test_words_that_do_not_fit_the_weights_are_refused(network, tmp_path, values):
    """Another number of classes, a width that would fill the memory, a setting there is not: one sentence."""
    change(tmp_path, **values)
    with pytest.raises(UnusableModel) as problem:
        LEARNERS["cnn"].load(tmp_path)

    assert "\n" not in str(problem.value)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tensors: tensors.pop("head.bias"),
        lambda tensors: tensors.update({"head.more": torch.zeros(3)}),
        lambda tensors: tensors.update({"head.bias": torch.zeros(4)}),
        lambda tensors: tensors.update({"head.bias": torch.zeros(3, dtype=torch.float64)}),
    ],
    ids=["missing", "more", "shape", "format"],
)
def test_weights_that_do_not_fit_are_refused(network, tmp_path, spoil):
    """Each tensor of such a network has to be there, in its shape and number format, and no other."""
    tensors = load_file(tmp_path / WEIGHTS)
    spoil(tensors)
    save_file({name: tensor.clone() for name, tensor in tensors.items()}, tmp_path / WEIGHTS)
    with pytest.raises(UnusableModel, match="the weights are not those of such a network"):
        LEARNERS["cnn"].load(tmp_path)


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_the_number_format_comes_back(tmp_path, dtype):
    """A network computes after opening in the format in which it was trained, whatever is faster here."""
    X, y = easy(24)
    model = CNN(**{**SMALL, "dtype": dtype}).fit(X, y)
    LEARNERS["cnn"].save(model, tmp_path)
    opened = LEARNERS["cnn"].load(tmp_path)

    assert opened.dtype_ == model.dtype_
    assert np.array_equal(opened.decision_function(X), model.decision_function(X))


def test_settings_come_back_but_for_the_callback(tmp_path):
    """Each parameter is as it was; who watched the training has nothing to watch any more."""
    model = CNN(**SMALL, seed=3, augment="mirror", on_progress=lambda *report: None).fit(*easy(24))
    LEARNERS["cnn"].save(model, tmp_path)

    assert LEARNERS["cnn"].load(tmp_path).get_params() == {**model.get_params(), "on_progress": None}


def test_a_network_opens_on_the_processor(network, tmp_path):
    """Trained on a graphics processor, it answers where there is none; its settings still say what was asked."""
    network.set_params(device="cuda")
    network.device_ = "cuda"
    LEARNERS["cnn"].save(network, tmp_path)
    opened = LEARNERS["cnn"].load(tmp_path)

    assert (opened.device, opened.device_) == ("cuda", "cpu")
    assert {parameter.device.type for parameter in opened.network_.parameters()} == {"cpu"}


def test_another_device_can_be_asked_for(network, tmp_path, monkeypatch):
    """A network may be opened on an accelerator; one that this machine lacks is refused as in training."""
    monkeypatch.setattr(torch.accelerator, "is_available", lambda: True)
    monkeypatch.setattr(torch.accelerator, "current_accelerator", lambda: torch.device("meta"))

    assert load(tmp_path, "meta").network_.head.weight.device.type == "meta"
    with pytest.raises(ValueError, match="no device 'abacus' on this machine"):
        load(tmp_path, "abacus")


def test_opening_draws_no_random_numbers(network, tmp_path):
    """The caller's generator is left alone: no weights are drawn that the file then replaces."""
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    LEARNERS["cnn"].load(tmp_path)

    assert torch.equal(torch.rand(3), expected)


def test_an_opened_network_can_be_looked_into(network, tmp_path):
    """It rests in its answering state, lies in memory as when it was trained, and still passes gradients."""
    opened = LEARNERS["cnn"].load(tmp_path).network_
    first = opened.early[0][0].weight

    assert not opened.training
    assert first.stride() == network.network_.early[0][0].weight.stride()
    assert all(parameter.requires_grad for parameter in opened.parameters())


def test_what_is_opened_does_not_depend_on_its_file(network, tmp_path):
    """The model store may delete a model that is in use: a changed file changes no answer."""
    X, _ = easy(5, 3, (16, 16, 3))
    opened = LEARNERS["cnn"].load(tmp_path)
    (tmp_path / WEIGHTS).write_bytes(b"\x00" * (tmp_path / WEIGHTS).stat().st_size)

    assert np.array_equal(opened.decision_function(X), network.decision_function(X))
