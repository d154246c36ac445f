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
from analysis.common.summary import half_width, image_variance, t_half_width
from analysis.common.wording import capitalised, percent
from analysis.errors.matched import Right

Shares = NDArray[np.float64]
LEVEL = 0.05
PLURAL = {"class": "classes", "group": "groups"}
"""The plural of each noun for what is compared."""


@dataclass(frozen=True, eq=False)
class ByClass:
    """One side's classes: a row each in `table`, the worst one against the mean, and the best against the worst.

    `table` has `number`, `n_test`, and the `accuracy` of the class with its interval `low` to `high` over seeds and
    images. Classes without test images are left out. `below` is the mean of all classes minus the worst one, `gap` the
    best class minus the worst; both intervals are widened for having looked for the worst and the best (Bonferroni).
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
    of_class = [np.bincount(y, weights=seed, minlength=n_classes)[there] / counts[there] for seed in right]
    shares, k = np.stack(of_class), len(right)
    accuracy, n_test, n_seeds = shares.mean(axis=0), counts[there], np.full(len(there), k)
    half = half_width(accuracy, _variance(shares), n_seeds, n_test)
    low, high = np.clip(accuracy - half, 0, 1), np.clip(accuracy + half, 0, 1)
    table = pd.DataFrame({"number": there, "n_test": n_test, "accuracy": accuracy, "low": low, "high": high})
    worst, best = int(accuracy.argmin()), int(accuracy.argmax())
    return ByClass(
        table,
        float(accuracy.mean()),
        int(there[worst]),
        int(there[best]),
        _below(shares, n_test, worst),
        _between(shares, n_test, worst, best),
    )


def _variance(values: Shares) -> Shares:
    """The variance over seeds; none is known from one seed."""
    return values.var(axis=0, ddof=1) if len(values) > 1 else np.zeros(values.shape[1:])


def _below(shares: Shares, n_test: NDArray[np.int64], worst: int) -> Gap:
    """The mean of all classes minus the worst one."""
    n = shares.shape[1]
    weights = np.full(n, 1 / n)
    weights[worst] -= 1
    return contrast(shares, n_test, weights, n)


def _between(shares: Shares, n_test: NDArray[np.int64], worst: int, best: int) -> Gap:
    """The best class minus the worst one."""
    weights = np.zeros(shares.shape[1])
    weights[best] += 1
    weights[worst] -= 1
    return contrast(shares, n_test, weights, max(1, math.comb(shares.shape[1], 2)))


def contrast(shares: Shares, n_test: NDArray[np.int64], weights: Shares, n_looked: int) -> Gap:
    """A weighted sum of the classes with its interval, widened because it was picked from `n_looked` such sums."""
    sums = shares @ weights
    by_images = (weights**2 * image_variance(shares.mean(axis=0), n_test)).sum()
    by_seeds = _variance(sums[:, None])[0] / len(sums)
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
