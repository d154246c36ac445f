"""Which class was mistaken for which: counts, the commonest mistakes, the images behind them, accuracy by class."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.margin import wilson

Labels = NDArray[np.int64]
Counts = NDArray[np.int64]
"""(n_classes, n_classes): how many images of the row's class were predicted to be of the column's class."""


@dataclass(frozen=True)
class Mistake:
    """`n` images of class `true` were predicted to be of class `predicted`."""

    true: int
    predicted: int
    n: int


def confusion(y: Labels, predicted: Labels, n_classes: int) -> Counts:
    """The counts of scikit-learn's `confusion_matrix` over all classes, from true and predicted classes, both (n,).

    Raises ValueError unless there is one prediction for each image and every class exists.
    """
    if np.shape(y) != np.shape(predicted):
        raise ValueError(f"Each of the {len(y):,} images needs one prediction, but there are {len(predicted):,}.")
    y, predicted = np.asarray(y, np.int64), np.asarray(predicted, np.int64)
    if any(len(labels) and not 0 <= labels.min() <= labels.max() < n_classes for labels in (y, predicted)):
        raise ValueError(f"Classes must be numbers from 0 to {n_classes - 1}.")
    return np.bincount(n_classes * y + predicted, minlength=n_classes**2).reshape(n_classes, n_classes)


def commonest_mistakes(counts: Counts, most: int = 3) -> list[Mistake]:
    """The commonest mistakes, at most this many; of equally common ones the first class comes first."""
    wrong = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    cells = [divmod(int(cell), len(counts)) for cell in np.argsort(-wrong, axis=None, kind="stable")[:most]]
    return [
        Mistake(true, predicted, int(wrong[true, predicted])) for true, predicted in cells if wrong[true, predicted]
    ]


def images_behind(y: Labels, predicted: Labels, true: int, other: int) -> Labels:
    """The rows of the test set, in order, whose class is `true` and whose prediction is `other`."""
    return np.flatnonzero((np.asarray(y) == true) & (np.asarray(predicted) == other))


def accuracy_by_class(counts: Counts) -> pd.DataFrame:
    """One row per class: `n_test`, `right`, `accuracy` and its 95 % interval `low` to `high`; NaN without images."""
    n_test, right = counts.sum(axis=1), counts.diagonal()
    low, high = wilson(right, n_test)
    table = pd.DataFrame({"accuracy": right / np.maximum(n_test, 1), "low": low, "high": high})
    table[n_test == 0] = np.nan
    return table.assign(n_test=n_test, right=right)[["n_test", "right", "accuracy", "low", "high"]]
