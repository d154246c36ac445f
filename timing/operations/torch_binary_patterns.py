"""Local binary patterns of a whole batch at once, on any device of torch that has float64."""

from functools import cache

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from features.binary_patterns import BinaryPatterns, label_of
from timing.operations.torch_cells import counted, numbered


def binary_patterns(images: Tensor, family: BinaryPatterns) -> Tensor:
    """What the family gives for images uint8 (n, height, width, channels): float32 (n, d)."""
    n, height, width, _ = images.shape
    cell, pixels = numbered(height, width, family.cells, images.device)
    n_labels = family.points + 2
    found = patterns(grey(images), family.points, family.radius)
    labels = labels_of(family.points, images.device).index_select(0, found.flatten()).view_as(found)
    counts = counted(cell * n_labels + labels, family.cells**2 * n_labels)
    return (counts.view(n, family.cells**2, -1) / pixels[:, None]).flatten(1)


@cache
def labels_of(points: int, device: torch.device) -> Tensor:
    """The table of `label_of`, which stays on the device."""
    return torch.from_numpy(label_of(points)).to(device)


def grey(images: Tensor) -> Tensor:
    """Brightness uint8 (n, height, width), as `features.grey` has it."""
    if images.shape[3] == 1:
        return images[..., 0]
    red, green, blue = images.int().unbind(3)
    return ((2125 * red + 7154 * green + 721 * blue + 5000) // 10000).byte()


def patterns(brightness: Tensor, points: int, radius: float) -> Tensor:
    """Which samples on the circle are at least as bright as their centre, bit by bit: int32 (n, height, width)."""
    height, width = brightness.shape[1:]
    margin = int(np.ceil(radius)) + 1
    padded = functional.pad(brightness, (margin,) * 4)
    found = torch.zeros_like(brightness, dtype=torch.int32)
    for point in range(points):
        angle = 2 * np.pi * point / points
        down, across = np.round([-radius * np.sin(angle), radius * np.cos(angle)], 5)
        top, left = int(np.floor(down)) + margin, int(np.floor(across)) + margin
        corners = padded[:, top : top + height + 1, left : left + width + 1]
        found |= (sampled(corners, down, across) >= brightness).int() << point
    return found


def sampled(corners: Tensor, down: float, across: float) -> Tensor:
    """The brightness at this offset from each pixel, between its corners, uint8 (n, height + 1, width + 1).

    In float64, product by product in scikit-image's order: its last bit decides whether a sample between equal pixels
    counts as equal to them. A sample on a pixel is that pixel.
    """
    if down.is_integer() and across.is_integer():
        return corners[:, :-1, :-1]
    height, width = corners.shape[1] - 1, corners.shape[2] - 1
    below = beyond(height, down, corners.device)[:, None]
    right = beyond(width, across, corners.device)
    rows = (1 - right) * corners[..., :-1] + right * corners[..., 1:]
    return (1 - below) * rows[:, :-1] + below * rows[:, 1:]


@cache
def beyond(length: int, offset: float, device: torch.device) -> Tensor:
    """How far beyond a pixel the sample of each position lies, from 0 to 1: float64 (length,)."""
    position = torch.arange(length, dtype=torch.float64) + offset
    return (position - position.floor()).to(device)
