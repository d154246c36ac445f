"""Arrays as images large enough to look at: every pixel becomes a square of pixels."""

from typing import Literal

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray

ImageArray = NDArray[np.uint8]
Scale = Literal["cividis", "RdBu_r", "gray"]
"""Colour scales for colour-blind readers: one for amounts, one for positive and negative values, and plain grey."""

WHITE, BLUE = (255, 255, 255), (0, 114, 178)
SIDE = 224  # the least number of pixels for the longer side


def enlarged(image: ImageArray, side: int = SIDE) -> ImageArray:
    """An image (height, width, channels) with its pixels repeated until its longer side has at least `side`."""
    rgb = image if image.shape[2] == 3 else image.repeat(3, axis=2)
    times = max(1, -(-side // max(image.shape[:2])))
    return rgb.repeat(times, axis=0).repeat(times, axis=1)


def coloured(
    values: NDArray, scale: Scale = "cividis", low: float | None = None, high: float | None = None, side: int = SIDE
) -> ImageArray:
    """Numbers (height, width) as colours from low to high, by default from their minimum to their maximum."""
    low = float(np.min(values)) if low is None else low
    high = float(np.max(values)) if high is None else high
    shares = np.clip((values - low) / max(high - low, 1e-12), 0, 1)
    colours = mpl.colormaps[scale](shares)[..., :3]
    return enlarged((255 * colours).round().astype(np.uint8), side)


def overlaid(image: ImageArray, values: NDArray, low: float, high: float, side: int = SIDE) -> ImageArray:
    """Numbers (height, width) as colours over a grey image, more transparent towards the middle of the scale."""
    colours = coloured(values, "RdBu_r", low, high, side=1)[..., :3].astype(float)
    grey = image.mean(axis=2, keepdims=True)
    strength = np.abs(values - (low + high) / 2)[..., None] / max((high - low) / 2, 1e-12)
    opacity = 0.25 + 0.65 * np.clip(strength, 0, 1)
    mixed = (1 - opacity) * grey + opacity * colours
    return enlarged(mixed.round().astype(np.uint8), side)


def contact_sheet(
    images: NDArray, gap: int = 1, columns: int = 8, side: int = SIDE, between: tuple[int, int, int] = WHITE
) -> ImageArray:
    """Images (n, height, width, 3) side by side in rows; the gaps have a colour that should differ from the images."""
    n, height, width, channels = images.shape
    columns = min(columns, n)
    rows = -(-n // columns)
    sheet = np.empty((rows * (height + gap) - gap, columns * (width + gap) - gap, channels), np.uint8)
    sheet[:] = between
    for number, image in enumerate(images):
        top, left = (number // columns) * (height + gap), (number % columns) * (width + gap)
        sheet[top : top + height, left : left + width] = image
    return enlarged(sheet, side)
