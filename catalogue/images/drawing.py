"""A visitor's drawing made into an image as MNIST's digits were: fitted into a box, then centred by its mass."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Floats = NDArray[np.float64]
Line = tuple[tuple[float, float], ...]

BOX = 20 / 28  # of the image's side (LeCun et al. 1998, Gradient-based learning applied to document recognition)
THINNEST, THICKEST = 1.6 / 28, 4 / 28  # 19 in 20 of MNIST's digits have lines of 1.6 to 4 pixels
FINE = 8  # points per pixel and direction while the lines are drawn

MOST_POINTS = 20_000


@dataclass(frozen=True)
class Strokes:
    """Lines drawn with one pen on a square of side 1, y downwards, and the pen's width; never empty."""

    lines: tuple[Line, ...]
    pen: float

    @classmethod
    def read(cls, sent: Any) -> "Strokes":
        """The strokes {"lines": [[[x, y], ...], ...], "pen": width} that a browser sent; ValueError, one sentence."""
        try:
            lines = [np.asarray(line, np.float64).reshape(-1, 2) for line in sent["lines"] if len(line)]
            points, pen = np.concatenate(lines), float(sent["pen"])
        except (TypeError, ValueError, KeyError, OverflowError) as error:
            raise ValueError("There is no drawing in this: please draw a line on the pad.") from error
        if len(points) > MOST_POINTS or not np.isfinite(points).all() or not 0 < pen < 1:
            raise ValueError("This drawing cannot be read: please clear the pad and draw again.")
        return cls(tuple(tuple((x, y) for x, y in line.clip(0, 1).tolist()) for line in lines), pen)


def drawn(strokes: Strokes, shape: tuple[int, int, int]) -> NDArray[np.uint8]:
    """The drawing as a data set's image (height, width, channels): light on dark, fitted and centred like MNIST's.

    Lines keep their thickness relative to the whole drawing, within MNIST's range.
    """
    height, width, channels = shape
    side = min(height, width)
    lines, pen = _fitted(strokes, BOX * side, THINNEST * side, THICKEST * side)
    ink = _inked(lines, pen, height, width).reshape(height, FINE, width, FINE).mean(axis=(1, 3))
    image = np.rint(np.roll(ink, _way_to_middle(ink), axis=(0, 1))).astype(np.uint8)
    return np.repeat(image[..., np.newaxis], channels, axis=2)


def _fitted(strokes: Strokes, box: float, thinnest: float, thickest: float) -> tuple[list[Floats], float]:
    """The lines and the pen in pixels, such that the drawing begins at (0, 0) and its longer side is `box`."""
    points = np.concatenate(strokes.lines)
    low, extent = points.min(axis=0), float(np.ptp(points, axis=0).max())
    pen = float(np.clip(box * strokes.pen / (extent + strokes.pen), thinnest, thickest))
    scale = (box - pen) / max(extent, 1e-6)
    return [(np.array(line) - low) * scale + pen / 2 for line in strokes.lines], pen


def _inked(lines: list[Floats], pen: float, height: int, width: int) -> NDArray[np.uint8]:
    """The lines, drawn with round ends and corners on a fine grid (FINE * height, FINE * width)."""
    canvas = Image.new("L", (FINE * width, FINE * height))
    brush, radius = ImageDraw.Draw(canvas), FINE * pen / 2
    for line in lines:
        points = [(FINE * x, FINE * y) for x, y in line.tolist()]
        brush.line(points, fill=255, width=round(2 * radius) - 1)  # narrower than the discs, whose places are exact
        for x, y in points:
            brush.ellipse((x - radius, y - radius, x + radius - 1, y + radius - 1), fill=255)
    return np.asarray(canvas)


def _way_to_middle(ink: Floats) -> tuple[int, int]:
    """The whole pixels, down and right, that move the centre of mass to the middle without losing any ink."""
    steps = []
    for axis in (0, 1):
        mass = ink.sum(axis=1 - axis)
        n, last = len(mass), np.flatnonzero(mass)[-1]
        centre = float(np.average(np.arange(n), weights=mass))
        steps.append(int(np.clip(round(n / 2 - centre), 0, n - 1 - last)))  # MNIST's middle is pixel 14 of 0 to 27
    return steps[0], steps[1]
