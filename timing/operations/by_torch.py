"""Features batched in PyTorch: the same families on the processor and on whatever has torch, whole batches at once."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from timing.operations.torch_binary_patterns import binary_patterns
from timing.operations.torch_colour_histogram import colour_histogram
from timing.operations.torch_hog import hog

Settings = Any  # a family, of which only its own settings are read

BY_TORCH: dict[str, Callable[[Tensor, Settings], Tensor]] = {
    "colour_histogram": colour_histogram,
    "hog": hog,
    "binary_patterns": binary_patterns,
}
PIXELS_ON_CPU, PIXELS = 2**18, 2**23
"""Pixels described at once: few stay in a processor's cache, many fill an accelerator and yet less than a gigabyte."""


def described(family: str, settings: Settings, images: Tensor) -> Tensor:
    """The family's features, float32 (n, d), of images uint8 (n, height, width, channels), on their device."""
    most = PIXELS_ON_CPU if images.device.type == "cpu" else PIXELS
    at_once = max(1, most // (images.shape[1] * images.shape[2]))
    return torch.cat([BY_TORCH[family](block, settings) for block in images.split(at_once)])
