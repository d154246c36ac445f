"""Small random changes that keep an image's class, drawn anew in each epoch: shift, mirror image, one hidden square."""

import torch
from torch import Tensor
from torch.nn import functional

SHIFT = 1 / 8
"""Largest shift, as a share of the image's shorter side."""
HIDDEN = 1 / 4
"""Side of the hidden square (DeVries and Taylor 2017), as a share of the image's shorter side."""


def augmented(images: Tensor, kind: str) -> Tensor:
    """A batch (n, channels, height, width) with changes of a kind: none, shift, or mirror (with shifts)."""
    if kind == "none":
        return images
    images = hidden(shifted(images))
    return mirrored(images) if kind == "mirror" else images


def shifted(images: Tensor, reach: int | None = None) -> Tensor:
    """Each image moved by a few pixels of its own, at most `reach` or an eighth of its side; borders reflected."""
    n, _, height, width = images.shape
    reach = round(SHIFT * min(height, width)) if reach is None else reach
    # Torch cannot reflect bytes; float16 holds 0 to 255 exactly.
    padded = functional.pad(images.half(), (reach,) * 4, "reflect").to(images.dtype).permute(0, 2, 3, 1)
    top, left = torch.randint(0, 2 * reach + 1, (2, n, 1, 1), device=images.device)
    rows = top + torch.arange(height, device=images.device).view(1, -1, 1)
    columns = left + torch.arange(width, device=images.device).view(1, 1, -1)
    image = torch.arange(n, device=images.device).view(-1, 1, 1)
    return padded[image, rows, columns].permute(0, 3, 1, 2)


def mirrored(images: Tensor) -> Tensor:
    """Each image mirrored with probability one half."""
    chosen = torch.rand(len(images), 1, 1, 1, device=images.device) < 0.5
    return torch.where(chosen, images.flip(3), images)


def hidden(images: Tensor) -> Tensor:
    """Each image with one square, anywhere, in its mean grey."""
    n, _, height, width = images.shape
    reach = HIDDEN * min(height, width) / 2
    row, column = torch.rand(2, n, 1, 1, device=images.device)
    rows = (torch.arange(height, device=images.device).view(1, -1, 1) - row * height).abs() < reach
    columns = (torch.arange(width, device=images.device).view(1, 1, -1) - column * width).abs() < reach
    mean = images.float().mean((2, 3), keepdim=True).to(images.dtype)
    return torch.where((rows & columns).unsqueeze(1), mean, images)
