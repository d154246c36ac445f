"""Arrays as pictures large enough to look at: every point becomes a square of points."""

from typing import Literal

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Scale = Literal["cividis", "RdBu_r", "gray"]
"""Colour scales that colour-blind readers tell apart: one for amounts, one for both signs, and plain grey."""

SIDE = 224  # points on the screen that the longer side gets at least


def enlarged(picture: Picture, side: int = SIDE) -> Picture:
    """A picture (height, width, channels) repeated point by point until its longer side has `side` points or more."""
    rgb = picture if picture.shape[2] == 3 else picture.repeat(3, axis=2)
    times = max(1, -(-side // max(picture.shape[:2])))
    return rgb.repeat(times, axis=0).repeat(times, axis=1)


def coloured(
    values: NDArray, scale: Scale = "cividis", low: float | None = None, high: float | None = None, side: int = SIDE
) -> Picture:
    """Numbers (height, width) as colours from low to high, by default from the smallest to the largest."""
    low = float(np.min(values)) if low is None else low
    high = float(np.max(values)) if high is None else high
    shares = np.clip((values - low) / max(high - low, 1e-12), 0, 1)
    colours = mpl.colormaps[scale](shares)[..., :3]
    return enlarged((255 * colours).round().astype(np.uint8), side)


def overlaid(
    picture: Picture, values: NDArray, low: float, high: float, scale: Scale = "RdBu_r", side: int = SIDE
) -> Picture:
    """Numbers (height, width) as colours over the picture in grey; the nearer to the middle, the clearer it is."""
    colours = coloured(values, scale, low, high, side=1)[..., :3].astype(float)
    grey = picture.mean(axis=2, keepdims=True)
    strength = np.abs(values - (low + high) / 2)[..., None] / max((high - low) / 2, 1e-12)
    opacity = 0.25 + 0.65 * np.clip(strength, 0, 1)
    mixed = (1 - opacity) * grey + opacity * colours
    return enlarged(mixed.round().astype(np.uint8), side)


def contact_sheet(pictures: NDArray, gap: int = 1, columns: int = 8, side: int = SIDE) -> Picture:
    """Pictures (n, height, width, 3) side by side in rows, white between them."""
    n, height, width, channels = pictures.shape
    columns = min(columns, n)
    rows = -(-n // columns)
    sheet = np.full((rows * (height + gap) - gap, columns * (width + gap) - gap, channels), 255, np.uint8)
    for number, picture in enumerate(pictures):
        top, left = (number // columns) * (height + gap), (number % columns) * (width + gap)
        sheet[top : top + height, left : left + width] = picture
    return enlarged(sheet, side)
