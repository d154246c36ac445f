"""Images that look alike stay on one side of the split, in whole groups; the largest are cut if they must be."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def on_one_side(fold: Numbers, groups: Numbers) -> Numbers:
    """The lowest fold of each image's group: a group with a training image (fold -1) is not tested."""
    lowest = np.full(groups.max(initial=-1) + 1, len(fold))
    np.minimum.at(lowest, groups, fold)
    return lowest[groups]


def is_usable(y: Numbers, fold: Numbers, n_planned: int) -> bool:
    """Whether half of the planned images are tested, two in the first fold, and every fold trains on all classes."""
    sizes = np.bincount(fold[fold >= 0])
    is_tested = 2 * sizes.sum() >= n_planned and (sizes > 0).all() and (sizes[:1] > 1).all()
    return bool(is_tested) and all(len(np.unique(y[fold != n])) == y.max() + 1 for n in range(len(sizes)))


def fold_by_groups(y: Numbers, groups: Numbers, most_folds: int) -> Numbers:
    """Folds of whole groups with about as many images of each class, and no more folds than any class has groups."""
    _, first, group, sizes = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    n_folds = min(most_folds, int(np.bincount(y[first], minlength=y.max() + 1).min()))
    filled = np.zeros((y.max() + 1, max(1, n_folds)), np.int64)
    fold = np.zeros(len(sizes), np.int64)
    for number in np.argsort(-sizes, kind="stable"):
        fold[number] = filled[y[first[number]]].argmin()
        filled[y[first[number]], fold[number]] += sizes[number]
    return fold[group]


def find_bursts(y: Numbers, groups: Numbers) -> NDArray[np.bool_]:
    """Which images are in a group that has more than half of a class, as shots of one thing do."""
    counts = np.zeros((y.max() + 1, groups.max() + 1), np.int64)
    np.add.at(counts, (y, groups), 1)
    return (2 * counts > counts.sum(axis=1, keepdims=True)).any(axis=0)[groups]


def cut_in_order(y: Numbers, fold: Numbers, chosen: NDArray[np.bool_]) -> Numbers:
    """Folds in which each class's chosen images are cut in the order they were taken: the last are tested."""
    fold, n_folds = fold.copy(), int(fold.max()) + 1
    for label in np.unique(y[chosen]):
        (places,) = np.nonzero(chosen & (y == label))
        n = len(places)
        if n_folds > 1:
            fold[places] = np.arange(n) * n_folds // n
        else:
            fold[places] = np.where(np.arange(n) >= n - max(1, n // 5), 0, -1)
    return fold
