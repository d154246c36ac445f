"""How well so many test images can tell an accuracy: known before anything is trained."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Z = 1.959963984540054
"""Between minus this and this lie 95 % of the normal distribution."""

AIM = 0.05
"""The margin that the advice aims at: five points."""


def wilson(right: ArrayLike, n: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper ends of the 95 % interval of each share, `right` of `n` (Wilson 1927); 0 to 1 where n is 0."""
    hits, total = np.asarray(right, float), np.asarray(n, float)
    middle = hits + Z**2 / 2
    half = Z * np.sqrt(hits * (total - hits) / np.maximum(total, 1) + Z**2 / 4)
    low, high = ((middle + side) / (total + Z**2) for side in (-half, half))
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def margin(n_test: int) -> float:
    """Half the Wilson interval of one half, from 0 to 1: no accuracy on so many images has a wider one.

    Raises ValueError for a negative number.
    """
    if n_test < 0:
        raise ValueError(f"The number of test images must be 0 or more, not {n_test}.")
    low, high = wilson(n_test / 2, n_test)
    return float(high - low) / 2


def needed(margin: float) -> int:
    """The smallest number of test images whose margin, between 0 and 0.5, is no wider than this."""
    return max(0, math.ceil(Z**2 * (1 / (4 * margin**2) - 1)))


def points(margin: float) -> str:
    """A margin in percentage points: `12 points`, `1.4 points`, `1 point`."""
    value = 100 * margin
    text = f"{value:.0f}" if value >= 1.95 else f"{value:.1f}".removesuffix(".0")
    return f"{text} {'point' if text == '1' else 'points'}"


def meter(n_test: int) -> str:
    """How far so many test images reach, and how many would reach to five points where they do not."""
    known = margin(n_test)
    images = "test image" if n_test == 1 else "test images"
    told = f"With {n_test:,} {images} an accuracy is known to ±{points(known)}."
    if round(100 * known) <= round(100 * AIM):
        return told
    return f"{told} About {float(f'{needed(AIM):.2g}'):,.0f} would tell it to ±{points(AIM)}."
