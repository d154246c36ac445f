"""A trained CNN layer by layer: what each holds of an image, and which part of an image each of its places sees."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.network.architecture import Network
from models.network.cnn import CNN
from models.network.inside import PARTS, n_views_of, watched

POOLED = 2
"""Maps are averaged to this many rows and columns, as those of the last layer are before the CNN's own classifier."""

BATCH = 100
"""Images whose maps of all layers are in memory at once."""


@dataclass(frozen=True)
class Field:
    """The receptive field of a layer: the place (row, column) of its maps sees `size` x `size` pixels.

    They begin at `step` times the place, minus `margin`; what lies outside the image counts as zero.
    """

    size: int
    step: int
    margin: int


@dataclass(frozen=True, eq=False)
class Strongest:
    """For each unit of a layer the images that excite it most, one place in each; all (units, n), strongest first."""

    images: NDArray[np.int64]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float32]


def convolutions(model: CNN) -> list[nn.Sequential]:
    """Every convolution with its normalisation and ReLU, in order; ValueError for a CNN of another kind."""
    blocks = [block for part in PARTS for block in _network(model).get_submodule(part).children()]
    return [block for block in blocks if isinstance(block, nn.Sequential)]


def _network(model: CNN) -> Network:
    if not isinstance(model.network_, Network):
        raise ValueError("The layers of a CNN are shown for the recipes quick and thorough, which share one network.")
    return model.network_


def fields(model: CNN) -> list[Field]:
    """The receptive field of each layer; ValueError as in `convolutions`."""
    found = []
    size, step, margin = 1, 1, 0
    for module in _network(model).modules():
        if isinstance(module, nn.Conv2d):
            kernel, padding = int(module.kernel_size[0]), int(module.padding[0])
            size, margin = size + (kernel - 1) * step, margin + padding * step
            found.append(Field(size, step, margin))
        elif isinstance(module, nn.MaxPool2d):
            kernel = int(module.kernel_size)  # type: ignore[arg-type]
            size, step = size + (kernel - 1) * step, step * kernel
    return found


def maps_of_batches(model: CNN, X: NDArray[np.uint8]) -> Iterator[list[list[Tensor]]]:
    """Batch by batch, for each layer its maps (n, units, height, width) of each view that a prediction averages."""
    layers = convolutions(model)
    for start in range(0, len(X), BATCH):
        with ExitStack() as stack:
            seen = [stack.enter_context(watched(layer)) for layer in layers]
            model.decision_function(X[start : start + BATCH])
        assert all(len(views) == n_views_of(model) for views in seen)
        yield seen


@torch.inference_mode()
def pooled(model: CNN, X: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
    """For each layer its averaged maps as rows (n, 4 * units); as in a prediction, averaged over the views."""
    parts: list[list[NDArray[np.float32]]] = [[] for _ in convolutions(model)]
    for batch in maps_of_batches(model, X):
        for found, views in zip(parts, batch, strict=True):
            rows = [functional.adaptive_avg_pool2d(view.float(), POOLED).flatten(1) for view in views]
            found.append(torch.stack(rows).mean(0).cpu().numpy())
    return [np.concatenate(found) for found in parts]


@torch.inference_mode()
def strongest(model: CNN, X: NDArray[np.uint8], n: int) -> list[Strongest]:
    """For each layer and unit the `n` images (or as many as there are) with the largest value anywhere in its map."""
    tops: list[list[tuple[Tensor, Tensor, int]]] = [[] for _ in convolutions(model)]
    for batch in maps_of_batches(model, X):
        for found, views in zip(tops, batch, strict=True):
            upright = views[0].float()  # a mirrored view would put the place on the wrong side
            values, places = upright.flatten(2).max(2)
            found.append((values.cpu(), places.cpu(), upright.shape[3]))
    return [_strongest(found, n) for found in tops]


def _strongest(tops: list[tuple[Tensor, Tensor, int]], n: int) -> Strongest:
    values = torch.cat([one for one, _, _ in tops]).numpy().T
    places = torch.cat([one for _, one, _ in tops]).numpy().T
    images = np.argsort(-values, axis=1, kind="stable")[:, :n]
    rows, columns = np.divmod(np.take_along_axis(places, images, axis=1), tops[0][2])
    return Strongest(images, rows, columns, np.take_along_axis(values, images, axis=1))
