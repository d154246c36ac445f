"""Histograms of oriented gradients of a whole batch at once, on any device of torch."""

from functools import cache

import torch
from torch import Tensor

from features.hog import HOG, orientation_of


def hog(images: Tensor, family: HOG) -> Tensor:
    """What the family gives for images uint8 (n, height, width, channels): float32 (n, d)."""
    strength, direction = strongest_gradients(images)
    table = orientations_of(family.orientations, images.device)
    orientation = table.index_select(0, direction.flatten()).view_as(direction)
    height, width, channels = images.shape[1:]
    cell = family.pixels_per_cell((height, width, channels))
    histograms = in_cells(strength, orientation, cell, family.orientations)
    blocks = histograms.unfold(1, family.cells_per_block, 1).unfold(2, family.cells_per_block, 1)
    return clipped(blocks.permute(0, 1, 2, 4, 5, 3).flatten(3)).flatten(1)


@cache
def orientations_of(orientations: int, device: torch.device) -> Tensor:
    """The table of `orientation_of`, flat, which stays on the device."""
    return torch.from_numpy(orientation_of(orientations)).flatten().to(device)


def strongest_gradients(images: Tensor) -> tuple[Tensor, Tensor]:
    """At each pixel the length of the longest channel's gradient, of equally long ones the first's: float32.

    And where the table of `orientation_of` has its direction, int32; both (n, height, width).
    """
    first, *others = (gradients(plane) for plane in images.int().unbind(3))
    squared, direction = first
    for more, its_direction in others:
        longer = more > squared
        squared = torch.where(longer, more, squared)
        direction = torch.where(longer, its_direction, direction)
    return squared.float().sqrt(), direction


def gradients(plane: Tensor) -> tuple[Tensor, Tensor]:
    """The squared length of one channel's gradients and where the table has their directions, both int32."""
    down, across = torch.zeros_like(plane), torch.zeros_like(plane)  # zero across the border, as in scikit-image
    down[:, 1:-1] = plane[:, 2:] - plane[:, :-2]
    across[..., 1:-1] = plane[..., 2:] - plane[..., :-2]
    return down * down + across * across, down * 511 + across + (255 * 511 + 255)


def in_cells(strength: Tensor, orientation: Tensor, cell: tuple[int, int], orientations: int) -> Tensor:
    """The strengths of each orientation summed up in each whole cell: (n, rows, columns, orientations)."""
    rows, columns = cell
    down, across = (side // size for side, size in zip(strength.shape[1:], cell, strict=True))

    def cut(pixels: Tensor) -> Tensor:
        whole = pixels[:, : down * rows, : across * columns].reshape(-1, down, rows, across, columns)
        return whole.swapaxes(2, 3).flatten(3)

    histograms = strength.new_zeros(len(strength), down, across, orientations)
    return histograms.scatter_add_(3, cut(orientation).long(), cut(strength))


def clipped(blocks: Tensor) -> Tensor:
    """The L2-Hys norm of the last dimension: length one, no value above 0.2, length one again."""
    for limit in (0.2, torch.inf):
        blocks = (blocks * (blocks.square().sum(-1, keepdim=True) + 1e-10).rsqrt()).clamp_max(limit)
    return blocks
