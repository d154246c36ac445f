"""How precisely a number of test images measures an accuracy, which is known before anything is trained."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.common.wording import about, counted, points

Z = 1.959963984540054
"""95 % of the standard normal distribution lies between -Z and Z."""

AIM = 0.05
"""The margin that the advice aims for: five points."""


def wilson(right: ArrayLike, n: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper ends of the 95 % interval of each share, `right` of `n` (Wilson 1927); 0 to 1 where n is 0."""
    hits, total = np.asarray(right, float), np.asarray(n, float)
    middle = hits + Z**2 / 2
    half = Z * np.sqrt(hits * (total - hits) / np.maximum(total, 1) + Z**2 / 4)
    low, high = ((middle + side) / (total + Z**2) for side in (-half, half))
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def margin(n_test: int) -> float:
    """Half the width of the Wilson interval of an accuracy of one half, the widest there is on `n_test` images.

    It is 0.5 without images; ValueError for a negative number.
    """
    if n_test < 0:
        raise ValueError(f"The number of test images must be 0 or more, not {n_test}.")
    low, high = wilson(n_test / 2, n_test)
    return float(high - low) / 2


def images_needed(largest: float) -> int:
    """The smallest number of test images whose margin is at most `largest`, which lies between 0 and 0.5."""
    return max(0, math.ceil(Z**2 * (1 / (4 * largest**2) - 1)))


def describe_margin(n_test: int) -> str:
    """How precisely `n_test` images measure an accuracy; if not to five points, also how many images would."""
    known = f"With {counted(n_test, 'test image')}, an accuracy is known to ±{points(margin(n_test), margin(n_test))}."
    if round(100 * margin(n_test)) <= round(100 * AIM):
        return known
    return f"{known} About {about(images_needed(AIM))} would make it ±{points(AIM, AIM)}."
