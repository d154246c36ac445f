"""Layer by layer: what a place sees, what is averaged, and which images excite a unit most is what the CNN computes."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from models.network import inside
from models.network.cnn import CNN
from tests.models.images import easy

SMALL = {"epochs": 2, "width": 4, "batch_size": 8, "device": "cpu", "dtype": "float32"}


@pytest.fixture(scope="module", params=["none", "mirror"])
def network(request):
    """A small network on colour images of three classes, with plain and with averaged predictions."""
    X, y = easy(48, 3, (48, 56, 3))
    return CNN(**SMALL, augment=request.param).fit(X, y)


@pytest.fixture(scope="module")
def X():  # noqa: N802 - as everywhere
    """More than a batch of images that it has not seen."""
    return easy(inside.BATCH + 20, 3, (48, 56, 3), seed=1)[0]


def test_a_place_sees_its_receptive_field_and_nothing_else(network):
    """Only pixels inside change a place of a map, and those at the edges of the field do."""
    fields, blocks = inside.fields(network), inside.convolutions(network)
    assert [field.size for field in fields] == [5, 10, 20, 40]
    for field, block in zip(fields, blocks, strict=True):
        image = torch.rand(1, 3, 48, 56, requires_grad=True)
        with inside.watched(block) as outputs:
            network.network_.eval()(255 * image)
        row, column = 2, 3
        at_place = outputs[0].sum(1)[0, row, column]
        (gradient,) = torch.autograd.grad(at_place, image)
        rows, columns = (np.flatnonzero(gradient.abs().sum((0, 1)).sum(axis).numpy()) for axis in (1, 0))
        for seen, place, side in ((rows, row, 48), (columns, column, 56)):
            first = place * field.step - field.margin
            assert max(first, 0) <= seen.min()
            assert seen.max() <= min(first + field.size, side) - 1
            # Pooling passes on one pixel of each four, so up to a step may be missing at either edge of the field.
            inside_image = field.size - max(0, -first)
            assert seen.max() - seen.min() + 1 > inside_image - 2 * field.step


def test_the_last_layer_averaged_is_what_the_head_sees(network, X):
    """The probe of the last layer and the CNN's own classifier read the same numbers."""
    found = inside.pooled(network, X)

    assert [one.shape for one in found] == [(len(X), 4 * units) for units in (4, 8, 16, 32)]
    assert np.allclose(found[-1], inside.embedded(network, X)[1], atol=1e-5)


def test_the_strongest_images_are_those_with_the_largest_values(network, X):
    """Each value is the map's largest, at the place that is named, and no other image has a larger one."""
    found = inside.strongest(network, X, 3)[0]
    maps = [inside.feature_maps(network, image)["early"] for image in X]
    for unit in range(4):
        largest = np.array([one[unit].max() for one in maps])
        assert np.allclose(found.values[unit], np.sort(largest)[::-1][:3], atol=1e-4)
        image, row, column = (part[unit, 0] for part in (found.images, found.rows, found.columns))
        assert maps[image][unit][row, column] == pytest.approx(found.values[unit, 0], abs=1e-4)


def test_fewer_images_than_asked_for_are_all_there_is(network, X):
    """Two images have no third."""
    assert inside.strongest(network, X[:2], 9)[0].images.shape == (4, 2)


def test_another_kind_of_network_is_refused():
    """One sentence says which would be right."""
    with pytest.raises(ValueError, match="recipes quick and thorough"):
        inside.fields(SimpleNamespace(network_=nn.Sequential()))
