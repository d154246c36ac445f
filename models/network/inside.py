"""Inside a trained CNN: its first filters, its feature maps, its last hidden layer, and Grad-CAM."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.network.cnn import CNN

PARTS = ("early", "middle", "late")
"""The network's named parts; of each, the last convolution is shown, after ReLU and before any pooling."""


def first_filters(model: CNN) -> NDArray[np.float32]:
    """The weights of the first convolution: (n, size, size, channels)."""
    weights = last_convolution(model, "early").get_parameter("0.weight")
    return weights.detach().permute(0, 2, 3, 1).float().cpu().numpy()


def last_convolution(model: CNN, part: str) -> nn.Sequential:
    """The last convolution of a part, with its normalisation and ReLU."""
    blocks = model.network_.get_submodule(part).children()
    return [block for block in blocks if isinstance(block, nn.Sequential)][-1]


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
