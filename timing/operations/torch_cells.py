"""What the families in torch share: the number of each pixel's cell, and counting a batch's labels."""

from functools import cache

import torch
from torch import Tensor

from features.cells import numbers


@cache
def numbered(height: int, width: int, cells: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """The number of the cell that each pixel is in, int64 (height, width), and each cell's pixels, (cells²,)."""
    rows, columns = (torch.from_numpy(numbers(length, cells)) for length in (height, width))
    cell = rows[:, None] * cells + columns
    return cell.to(device), cell.flatten().bincount(minlength=cells**2).to(device)


def counted(labels: Tensor, n_labels: int) -> Tensor:
    """How often each label from 0 occurs in each image's labels, int64 (n, ...): float32 (n, n_labels)."""
    labels = labels.flatten(1)
    counts = torch.zeros(len(labels), n_labels, device=labels.device)
    return counts.scatter_add_(1, labels, counts.new_ones(()).expand_as(labels))
