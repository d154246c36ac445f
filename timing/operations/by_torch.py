"""Handcrafted features in PyTorch, a whole batch of images at once, on the CPU or any other device of torch.

Each family takes images uint8 (n, height, width, channels) and gives the same float32 (n, d) as in `features`. The
binary patterns need a device that has float64.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from features.binary_patterns import BinaryPatterns, pattern_labels
from features.colour_histogram import ColourHistogram
from features.family import UInt8, grid
from features.hog import HOG, orientation_table

PIXELS_ON_CPU, PIXELS = 2**18, 2**23
"""Pixels at a time: few stay in a processor's cache, many keep an accelerator busy within a gigabyte of memory."""


def transform(name: str, family: Any, images: Tensor) -> Tensor:
    """The features of all images, on their device, computed in blocks whose size suits it."""
    most = PIXELS_ON_CPU if images.device.type == "cpu" else PIXELS
    at_once = max(1, most // (images.shape[1] * images.shape[2]))
    return torch.cat([BY_TORCH[name](block, family) for block in images.split(at_once)])


def colour_histogram(images: Tensor, family: ColourHistogram) -> Tensor:
    """Histograms of each channel in each cell."""
    height, width, channels = images.shape[1:]
    cell, pixels = numbered(height, width, family.cells, images.device)
    first = (cell[..., None] * channels + torch.arange(channels, device=images.device)) * family.bins
    return histograms(first + ((images.int() * family.bins) >> 8), channels * family.bins, pixels)


@cache
def numbered(height: int, width: int, cells: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """The number of each pixel's cell, int64 (height, width), and the pixels of each cell, (cells²,)."""
    cell = torch.from_numpy(grid((height, width), cells))
    return cell.to(device), cell.flatten().bincount(minlength=cells**2).to(device)


def histograms(labels: Tensor, n_labels: int, pixels: Tensor) -> Tensor:
    """How often each label occurs, divided by the pixels of its cell: float32 (n, cells² * n_labels).

    `labels` int64 (n, ...) are numbered through all cells: those of cell c begin at c * `n_labels`.
    """
    labels = labels.flatten(1)
    counts = torch.zeros(len(labels), len(pixels) * n_labels, device=labels.device)
    counts.scatter_add_(1, labels, counts.new_ones(()).expand_as(labels))
    return (counts.view(len(labels), len(pixels), n_labels) / pixels[:, None]).flatten(1)


def hog(images: Tensor, family: HOG) -> Tensor:
    """Histograms of oriented gradients."""
    strength, direction = strongest_gradients(images)
    table = on_device(orientation_table, family.orientations, images.device)
    orientation = table.index_select(0, direction.flatten()).view_as(direction)
    height, width, channels = images.shape[1:]
    cell = family.pixels_per_cell((height, width, channels))
    in_cells = sum_in_cells(strength, orientation, cell, family.orientations)
    blocks = in_cells.unfold(1, family.cells_per_block, 1).unfold(2, family.cells_per_block, 1)
    return l2_hys(blocks.permute(0, 1, 2, 4, 5, 3).flatten(3)).flatten(1)


@cache
def on_device(table_of: Callable[[int], UInt8], n: int, device: torch.device) -> Tensor:
    """A table that our kernels look up too, of `n` orientations or points: flat, on the device."""
    return torch.from_numpy(table_of(n)).flatten().to(device)


def strongest_gradients(images: Tensor) -> tuple[Tensor, Tensor]:
    """The longest of the channels' gradients at each pixel, the first of equally long ones.

    Its length float32, and the place of its direction in `orientation_table` int32, both (n, height, width).
    """
    first, *others = (gradients(channel) for channel in images.int().unbind(3))
    squared, direction = first
    for other_squared, other_direction in others:
        longer = other_squared > squared
        squared = torch.where(longer, other_squared, squared)
        direction = torch.where(longer, other_direction, direction)
    return squared.float().sqrt(), direction


def gradients(channel: Tensor) -> tuple[Tensor, Tensor]:
    """The squared lengths of a channel's gradients, and the places of their directions in the table, both int32."""
    down, across = torch.zeros_like(channel), torch.zeros_like(channel)  # zero at the border, as in scikit-image
    down[:, 1:-1] = channel[:, 2:] - channel[:, :-2]
    across[..., 1:-1] = channel[..., 2:] - channel[..., :-2]
    return down * down + across * across, down * 511 + across + (255 * 511 + 255)


def sum_in_cells(strength: Tensor, orientation: Tensor, cell: tuple[int, int], orientations: int) -> Tensor:
    """The sum of the strengths of each orientation in each whole cell: (n, rows, columns, orientations)."""
    rows, columns = cell
    down, across = (side // size for side, size in zip(strength.shape[1:], cell, strict=True))

    def cut(pixels: Tensor) -> Tensor:
        whole = pixels[:, : down * rows, : across * columns].reshape(-1, down, rows, across, columns)
        return whole.swapaxes(2, 3).flatten(3)

    sums = strength.new_zeros(len(strength), down, across, orientations)
    return sums.scatter_add_(3, cut(orientation).long(), cut(strength))


def l2_hys(blocks: Tensor) -> Tensor:
    """The last dimension scaled to length one, cut off at 0.2, and scaled to length one again."""
    for limit in (0.2, torch.inf):
        blocks = (blocks * (blocks.square().sum(-1, keepdim=True) + 1e-10).rsqrt()).clamp_max(limit)
    return blocks


def binary_patterns(images: Tensor, family: BinaryPatterns) -> Tensor:
    """Histograms of local binary patterns in each cell."""
    n_labels = family.points + 2
    cell, pixels = numbered(*images.shape[1:3], family.cells, images.device)
    found = patterns(grey(images), family.points, family.radius)
    labels = on_device(pattern_labels, family.points, images.device).index_select(0, found.flatten()).view_as(found)
    return histograms(cell * n_labels + labels, n_labels, pixels)


def grey(images: Tensor) -> Tensor:
    """Brightness uint8 (n, height, width), as in `features.family.grey`."""
    if images.shape[3] == 1:
        return images[..., 0]
    red, green, blue = images.int().unbind(3)
    return ((2125 * red + 7154 * green + 721 * blue + 5000) // 10000).byte()


def patterns(brightness: Tensor, points: int, radius: float) -> Tensor:
    """One bit for each sample on the circle that is at least as bright as the centre: int32 (n, height, width)."""
    height, width = brightness.shape[1:]
    margin = int(np.ceil(radius)) + 1
    padded = functional.pad(brightness, (margin,) * 4)
    found = torch.zeros_like(brightness, dtype=torch.int32)
    for point in range(points):
        angle = 2 * np.pi * point / points
        down, across = np.round([-radius * np.sin(angle), radius * np.cos(angle)], 5)
        top, left = int(np.floor(down)) + margin, int(np.floor(across)) + margin
        corners = padded[:, top : top + height + 1, left : left + width + 1]
        found |= (interpolate(corners, down, across) >= brightness).int() << point
    return found


def interpolate(corners: Tensor, down: float, across: float) -> Tensor:
    """The brightness at this offset from each pixel, from corners uint8 (n, height + 1, width + 1).

    In float64 and in scikit-image's order of products: the last bit decides whether a sample between equal pixels
    counts as equal to them. A sample that lies on a pixel is that pixel.
    """
    if down.is_integer() and across.is_integer():
        return corners[:, :-1, :-1]
    height, width = corners.shape[1] - 1, corners.shape[2] - 1
    below = fractions(height, down, corners.device)[:, None]
    right = fractions(width, across, corners.device)
    rows = (1 - right) * corners[..., :-1] + right * corners[..., 1:]
    return (1 - below) * rows[:, :-1] + below * rows[:, 1:]


@cache
def fractions(length: int, offset: float, device: torch.device) -> Tensor:
    """How far past a pixel the sample of each position lies, from 0 to 1: float64 (length,)."""
    position = torch.arange(length, dtype=torch.float64) + offset
    return (position - position.floor()).to(device)


BY_TORCH: dict[str, Callable[[Tensor, Any], Tensor]] = {
    "colour_histogram": colour_histogram,
    "hog": hog,
    "binary_patterns": binary_patterns,
}
