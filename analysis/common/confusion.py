"""Which class was taken for which: counts, the commonest mistakes, the images behind them, and each class's share."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.meter import wilson

Labels = NDArray[np.int64]
Counts = NDArray[np.int64]
"""(n_classes, n_classes): how many images of the class in this row were answered with the class in this column."""


@dataclass(frozen=True)
class Mistake:
    """So many images of class `true` were answered `answered`."""

    true: int
    answered: int
    n: int


def confusion(y: Labels, answered: Labels, n_classes: int) -> Counts:
    """The counts of scikit-learn's `confusion_matrix` over all classes, from true classes and answers, both (n,).

    Raises ValueError where there is not one answer an image, or a class that does not exist.
    """
    if np.shape(y) != np.shape(answered):
        raise ValueError(f"Each of the {len(y):,} images needs one answer, and there are {len(answered):,}.")
    true, said = np.asarray(y, np.int64), np.asarray(answered, np.int64)
    if any(len(labels) and not 0 <= labels.min() <= labels.max() < n_classes for labels in (true, said)):
        raise ValueError(f"Classes must be numbers from 0 to {n_classes - 1}.")
    return np.bincount(n_classes * true + said, minlength=n_classes**2).reshape(n_classes, n_classes)


def commonest(counts: Counts, most: int = 3) -> list[Mistake]:
    """The mistakes made most often, at most so many; of equally many the first class comes first."""
    wrong = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    order = np.argsort(-wrong, axis=None, kind="stable")[:most]
    cells = [divmod(int(place), len(counts)) for place in order]
    return [Mistake(true, answered, int(wrong[true, answered])) for true, answered in cells if wrong[true, answered]]


def behind(y: Labels, answered: Labels, true: int, said: int) -> Labels:
    """The rows of the test set that one cell counts, in their order."""
    return np.flatnonzero((np.asarray(y) == true) & (np.asarray(answered) == said))


def by_class(counts: Counts) -> pd.DataFrame:
    """One row a class: `n_test`, `right`, `accuracy` and its 95 % interval `low` to `high`; NaN without images."""
    n_test, right = counts.sum(axis=1), counts.diagonal()
    low, high = wilson(right, n_test)
    table = pd.DataFrame({"accuracy": right / np.maximum(n_test, 1), "low": low, "high": high})
    table[n_test == 0] = np.nan
    return table.assign(n_test=n_test, right=right)[["n_test", "right", "accuracy", "low", "high"]]
