"""Whom each learner fails: the accuracy of every class, the worst class against the mean, and the gap between classes.

The share of a class's images that are recognised is its recall, or true positive rate. Equal opportunity (Hardt, Price
and Srebro 2016, arXiv:1610.02413) asks that it be the same for all groups: here the groups are the classes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.paired import Gap
from analysis.common.summary import image_variance, t_half_width, variance_over_seeds, with_band
from analysis.common.wording import capitalised, percent
from analysis.errors.matched import Right

Shares = NDArray[np.float64]
LEVEL = 0.05
PLURAL = {"class": "classes", "group": "groups"}
"""The plural of each noun for what is compared."""


@dataclass(frozen=True, eq=False)
class ByClass:
    """One side's classes: a row each in `table`, the worst one against the mean, and the best against the worst.

    `table` has `number`, `n_test`, `n_seeds`, and the `accuracy` of the class with its interval `low` to `high`, `half`
    on each side, over seeds and images. Classes without test images are left out. `below` is the mean of all classes
    minus the worst one, `gap` the best class minus the worst; both intervals are widened for having looked for the
    worst and the best (Bonferroni).
    """

    table: pd.DataFrame
    mean: float
    worst: int
    best: int
    below: Gap
    gap: Gap


def by_class(right: Right, y: NDArray[np.int64], n_classes: int) -> ByClass:
    """Every class, from the answers of one side to test images whose classes `y` (n,) are known."""
    counts = np.bincount(y, minlength=n_classes)
    there = np.flatnonzero(counts)
    shares = np.stack([np.bincount(y, weights=seed, minlength=n_classes)[there] / counts[there] for seed in right])
    accuracy, n_test, n = shares.mean(axis=0), counts[there], len(there)
    means = pd.DataFrame({"number": there, "n_test": n_test, "accuracy": accuracy, "n_seeds": len(right)})
    worst, best = int(accuracy.argmin()), int(accuracy.argmax())
    chosen = np.eye(n)
    below = contrast(shares, n_test, np.full(n, 1 / n) - chosen[worst], n)
    gap = contrast(shares, n_test, chosen[best] - chosen[worst], max(1, math.comb(n, 2)))
    table = with_band(means, variance_over_seeds(shares))
    return ByClass(table, float(accuracy.mean()), int(there[worst]), int(there[best]), below, gap)


def contrast(shares: Shares, n_test: NDArray[np.int64], weights: Shares, n_looked: int) -> Gap:
    """A weighted sum of the classes with its interval, widened because it was picked from `n_looked` such sums."""
    sums = shares @ weights
    by_images = (weights**2 * image_variance(shares.mean(axis=0), n_test)).sum()
    by_seeds = variance_over_seeds(sums) / len(sums)
    half = float(t_half_width(by_seeds, by_images, np.array(len(sums)), 1 - LEVEL / n_looked))
    value = float(sums.mean())
    return Gap(value - half, value, value + half)


def worst_in_words(found: ByClass, name: str, classes: Sequence[str], noun: str = "class") -> str:
    """Which class (or group) one side fails most, and whether that is certain; names may be a visitor's."""
    accuracy = found.table.set_index("number")["accuracy"]
    share, several = percent(float(accuracy[found.worst])), PLURAL[noun]
    if found.below.low <= 0:
        return (
            f"{capitalised(name)}: the lowest {noun} is “{classes[found.worst]}” with {share} right, which is not "
            f"certainly below the mean of all {several}."
        )
    return (
        f"{capitalised(name)} is worst at “{classes[found.worst]}”: {share} right, {found.below.in_points} below "
        f"the mean of all {several}. The best {noun}, “{classes[found.best]}”, is {found.gap.in_points} above "
        f"“{classes[found.worst]}”."
    )
