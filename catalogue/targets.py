"""Functions to approximate, and the points at which they are learned: curves, and an image as a function of x and y.

All x and y lie from -1 to 1, and so do almost all values.
"""

import math
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""One point per row, with one or two coordinates."""
Values = NDArray[np.float64]

DRAWN, IMAGE = "drawn", "image"
N_POINTS, N_ACROSS = 1_024, 40
"""The training points of a curve, and those of an image in each direction."""
SIDE = 48
"""The width and the height of the image in pixels."""
LEAST_HEIGHTS, MOST_HEIGHTS = 2, 200


def waves(x: Values) -> Values:
    """Three sine waves that end as they begin: smooth and periodic."""
    return (np.sin(np.pi * x) + 0.6 * np.sin(3 * np.pi * x + 1) + 0.3 * np.cos(5 * np.pi * x)) / 1.6


def growth(x: Values) -> Values:
    """Exponential growth: smooth, but not periodic."""
    return 2 * np.exp(1.5 * (x - 1)) - 1


def kink(x: Values) -> Values:
    """The absolute value: two straight lines that meet in a kink."""
    return 2 * np.abs(x) - 1


def zigzag(x: Values) -> Values:
    """Straight lines with kinks at uneven distances."""
    return np.interp(x, [-1, -0.7, -0.55, 0.1, 0.35, 0.8, 1], [-0.5, 0.8, -0.9, 0.3, -0.7, 1, 0.2])


def steps(x: Values) -> Values:
    """Two jumps."""
    return np.where(x < -0.37, -0.6, np.where(x < 0.22, 0.9, -0.1))


def sawtooth(x: Values) -> Values:
    """Three teeth, each a slow rise and a sudden fall."""
    return 2 * ((1.5 * x + 0.25) % 1) - 1


def bump(x: Values) -> Values:
    """Flat except for one narrow bump: smooth, with a scale that cannot be known in advance."""
    return 2 * np.exp(-(((x - 0.3) / 0.04) ** 2)) - 1


CURVES = {curve.__name__: curve for curve in (waves, growth, kink, zigzag, steps, sawtooth, bump)}
NAMES = (*CURVES, IMAGE)
"""Every target except the one that a visitor draws."""


def target(name: str, heights: Sequence[float] = ()) -> Callable[[Points], Values]:
    """The target of this name, or the one drawn through the heights; ValueError, one sentence, for any other name."""
    if name == DRAWN:
        drawn = checked(heights)
        return lambda points: np.interp(points[:, 0], np.linspace(-1, 1, len(drawn)), drawn)
    if name == IMAGE:
        return _image_at
    if name not in CURVES:
        raise ValueError(f"There is no target {name!r}; there are {', '.join(NAMES)} and {DRAWN}.")
    return lambda points: CURVES[name](points[:, 0])


def read_heights(text: str) -> tuple[float, ...]:
    """The heights in a text, separated by commas or spaces; ValueError, one sentence, unless they make a drawing."""
    words = text.replace(",", " ").replace(";", " ").split()
    try:
        heights = [float(word) for word in words]
    except ValueError:
        raise ValueError("Please write the heights as numbers from -1 to 1, such as: 0, 0.5, -0.2, 1.") from None
    return checked(heights)


def checked(heights: Sequence[float]) -> tuple[float, ...]:
    """The heights of a drawing, from left to right; ValueError, one sentence, unless they make a drawing."""
    if not LEAST_HEIGHTS <= len(heights) <= MOST_HEIGHTS:
        given = "none" if not heights else f"{len(heights):,}"
        raise ValueError(
            f"A drawing needs {LEAST_HEIGHTS} to {MOST_HEIGHTS} heights, from left to right; there are {given}."
        )
    if wrong := [height for height in heights if not (math.isfinite(height) and -1 <= height <= 1)]:
        raise ValueError(f"Every height must be a number from -1 (bottom) to 1 (top), and {wrong[0]:g} is not.")
    return tuple(map(float, heights))


def training_points(name: str) -> Points:
    """Chebyshev's points: they are closer together near the ends, where polynomials would swing otherwise."""
    return _points(name, np.cos(np.pi * (np.arange(_across(name)) + 0.5) / _across(name)))


def test_points(name: str) -> Points:
    """One point in each gap between two training points."""
    return _points(name, np.cos(np.pi * np.arange(1, _across(name)) / _across(name)))


def even_points(name: str, n: int) -> Points:
    """`n` evenly spaced points, or `n` times `n`, row by row from the top, for an image."""
    return _points(name, np.linspace(-1, 1, n))


def _across(name: str) -> int:
    return N_ACROSS if name == IMAGE else N_POINTS


def _points(name: str, along: Values) -> Points:
    if name != IMAGE:
        return along[:, np.newaxis]
    y, x = np.meshgrid(along, along, indexing="ij")
    return np.column_stack([x.ravel(), y.ravel()])


def _image_at(points: Points) -> Values:
    """The brightness at each point, interpolated linearly between the centres of the pixels."""
    from scipy.ndimage import map_coordinates

    places = (points[:, ::-1].T + 1) / 2 * (SIDE - 1)
    brightness: Values = map_coordinates(_pixels(), places, order=1, mode="nearest")
    return brightness


@cache
def _pixels() -> Values:
    """The head and camera of scikit-image's photographer, from -1 (black) to 1 (white)."""
    from skimage.data import camera
    from skimage.transform import resize

    part = camera()[60:300, 130:370]
    return np.asarray(resize(part / 127.5 - 1, (SIDE, SIDE), anti_aliasing=True), np.float64)
