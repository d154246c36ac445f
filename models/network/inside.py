"""Inside a trained CNN: filters, feature maps, last hidden layer, Grad-CAM; and layer by layer.

Of each layer it tells what it holds of an image, and which part of an image each of its places sees.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import get_ident

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.network.architecture import Network
from models.network.cnn import CNN

PARTS = ("early", "middle", "late")
"""The network's named parts; of each, the last convolution is shown, after ReLU and before any pooling."""

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


def first_filters(model: CNN) -> NDArray[np.float32]:
    """The weights of the first convolution: (n, size, size, channels)."""
    weights = last_convolution(model, "early").get_parameter("0.weight")
    return weights.detach().permute(0, 2, 3, 1).float().cpu().numpy()


def last_convolution(model: CNN, part: str) -> nn.Sequential:
    """The last convolution of a part, with its normalisation and ReLU."""
    return _convolutions_of(model.network_, part)[-1]


def _convolutions_of(network: nn.Module, part: str) -> list[nn.Sequential]:
    return [block for block in network.get_submodule(part).children() if isinstance(block, nn.Sequential)]


@contextmanager
def watched(module: nn.Module) -> Iterator[list[Tensor]]:
    """A list to which every output of the module is added, in order, within the block."""
    outputs: list[Tensor] = []
    thread = get_ident()

    def note(module: nn.Module, arguments: tuple[Tensor, ...], output: Tensor) -> None:  # noqa: ARG001
        if get_ident() == thread:  # another thread may be using the same network
            outputs.append(output)

    handle = module.register_forward_hook(note)
    try:
        yield outputs
    finally:
        handle.remove()


def embedded(model: CNN, X: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """`decision_function` (n, n_classes) and, from the same pass, the last hidden layer (n, d).

    Where the model averages an image and its mirror image, so does the hidden layer.
    """
    with watched(model.network_.flatten) as outputs:
        scores = model.decision_function(X)
    views = [output.float().cpu().numpy() for output in outputs]
    n_views = n_views_of(model)
    rows = [np.mean(views[start : start + n_views], axis=0) for start in range(0, len(views), n_views)]
    return scores, np.concatenate(rows)


def n_views_of(model: CNN) -> int:
    """How many views of an image a prediction averages: two with mirror images, else one."""
    return 2 if model.augment == "mirror" else 1


def feature_maps(model: CNN, image: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
    """The output of each part's last convolution for one image (height, width, channels): (n_maps, height, width)."""
    return {part: last_outputs(model, image, part)[0].cpu().numpy() for part in PARTS}


def last_outputs(model: CNN, image: NDArray[np.uint8], part: str) -> Tensor:
    """Outputs of a part's last convolution for each view of one image: (views, n_maps, height, width)."""
    with watched(last_convolution(model, part)) as outputs:
        model.decision_function(image[np.newaxis])
    return torch.cat(outputs).float()


def grad_cam(model: CNN, image: NDArray[np.uint8], column: int) -> NDArray[np.float64]:
    """How much each place of the image supports the class in this column of the scores: (height, width), 0 to 1.

    Selvaraju et al. 2017: the last convolution's maps, weighted by the mean gradient of the class's score and summed;
    negative sums are zero, and the rest is enlarged to the image. Mirrored views are mirrored back and averaged.
    """
    network = model.network_
    maps = last_outputs(model, image, "late").requires_grad_()
    score = network.head(network.flatten(network.pool(maps)))[:, column].sum()
    (gradient,) = torch.autograd.grad(score, maps)
    support = functional.relu((gradient.mean((2, 3), keepdim=True) * maps.detach()).sum(1, keepdim=True))
    upright = torch.cat([support[:1], support[1:].flip(3)]).mean(0, keepdim=True)
    spread = functional.interpolate(upright, image.shape[:2], mode="bilinear", align_corners=False)[0, 0]
    return (spread / spread.max().clamp_min(torch.finfo(spread.dtype).tiny)).double().cpu().numpy()


def convolutions(model: CNN) -> list[nn.Sequential]:
    """Every convolution with its normalisation and ReLU, in order; ValueError for a CNN of another kind."""
    return [block for part in PARTS for block in _convolutions_of(_network(model), part)]


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
