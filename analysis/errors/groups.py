"""Groups that cut across the classes, such as indoors and outdoors: whether a learner serves all of them alike.

Equal opportunity (Hardt, Price and Srebro 2016, arXiv:1610.02413) compares groups within a class: its images should be
recognised as often in one group as in another. So two groups are compared by the mean of their recalls over the classes
that both have, and a group with mostly hard classes is not blamed for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.common.paired import Gap
from analysis.common.wording import number
from analysis.errors.classes import ByClass, by_class, contrast
from analysis.errors.matched import Right

FEWEST_SHARED = 2
"""Classes that two groups must share among the test images to be compared."""

Labels = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Groups:
    """The groups that can be compared, and the number of the group of each test image, -1 for none of them."""

    names: tuple[str, ...]
    numbers: Labels

    @property
    def is_in_one(self) -> NDArray[np.bool_]:
        """Which test images are in a group that can be compared."""
        return self.numbers >= 0


@dataclass(frozen=True)
class Opportunity:
    """The two groups that differ most: the mean recall of the `better` over their common classes minus the `worse`'s.

    The interval of `gap` is widened for having picked these two from `n_pairs` pairs (Bonferroni).
    """

    better: int
    worse: int
    n_classes: int
    n_pairs: int
    gap: Gap


def comparable_groups(group_names: Sequence[str], y: Labels) -> Groups | None:
    """The groups that share enough classes with another, from each test image's class and group name ("" if none)."""
    if len(group_names) != len(y) or not any(group_names):
        return None
    names, given = np.unique(np.array(group_names, dtype=object).astype(str), return_inverse=True)
    has_images = np.zeros((len(names), int(y.max()) + 1), np.int64)
    has_images[given, y] = 1
    has_images[names == ""] = 0
    kept = np.flatnonzero(_pairs(has_images).any(axis=1))
    if not len(kept):
        return None
    numbers = np.full(len(names), -1)
    numbers[kept] = np.arange(len(kept))
    return Groups(tuple(map(str, names[kept])), numbers[given].astype(np.int64))


def by_group(right: Right, groups: Groups) -> ByClass:
    """The accuracy of every group, the worst against the mean, and the best against the worst, as for classes."""
    chosen = groups.is_in_one
    return by_class(right[:, chosen], groups.numbers[chosen], len(groups.names))


def opportunity(right: Right, y: Labels, groups: Groups) -> Opportunity:
    """The equal-opportunity gap of one side: the largest difference between two groups in their mean recall."""
    chosen, n_groups = groups.is_in_one, len(groups.names)
    n_classes = int(y.max()) + 1
    cell = groups.numbers[chosen] * n_classes + y[chosen]
    counts = np.bincount(cell, minlength=n_groups * n_classes)
    sums = np.stack([np.bincount(cell, weights=seed, minlength=len(counts)) for seed in right[:, chosen]])
    recalls = sums / np.maximum(counts, 1)
    has_images = (counts > 0).reshape(n_groups, n_classes).astype(np.int64)
    pairs = _pairs(has_images)
    better, worse = _furthest_pair(recalls.mean(axis=0).reshape(n_groups, n_classes), has_images, pairs)
    shared = has_images[better] * has_images[worse]
    weights = np.zeros((n_groups, n_classes))
    weights[better], weights[worse] = shared / shared.sum(), -shared / shared.sum()
    n_pairs = int(pairs.sum()) // 2
    seen = counts > 0
    gap = contrast(recalls[:, seen], counts[seen], weights.ravel()[seen], n_pairs)
    return Opportunity(better, worse, int(shared.sum()), n_pairs, gap)


def _pairs(has_images: Labels) -> NDArray[np.bool_]:
    """Which groups (row) share enough classes with which others (column)."""
    pairs: NDArray[np.bool_] = has_images @ has_images.T >= FEWEST_SHARED
    np.fill_diagonal(pairs, False)
    return pairs


def _furthest_pair(recall: NDArray[np.float64], has_images: Labels, pairs: NDArray[np.bool_]) -> tuple[int, int]:
    """The better and the worse group of the pair that differs most over its common classes."""
    sums = (recall * has_images) @ has_images.T  # of the row's recalls, over the classes that the column has too
    difference = np.where(pairs, (sums - sums.T) / np.maximum(has_images @ has_images.T, 1), -np.inf)
    better, worse = np.unravel_index(difference.argmax(), difference.shape)
    return int(better), int(worse)


def opportunity_in_words(found: Opportunity, name: str, groups: Sequence[str]) -> str:
    """How far apart the two groups that differ most are, and whether that is certain; names may be a visitor's."""
    better, worse = groups[found.better], groups[found.worse]
    over, gap = f"averaged over the {number(found.n_classes)} classes that both groups have", found.gap.in_points
    largest, of_all = ("largest ", ", the largest gap of all pairs") if found.n_pairs > 1 else ("", "")
    if found.gap.low <= 0:
        return (
            f"Equal opportunity, {name}: the {largest}gap is {gap}, between “{better}” and “{worse}”, "
            f"{over}, and may be chance."
        )
    return (
        f"Equal opportunity, {name}: the share right, {over}, is {gap} higher in “{better}” than in “{worse}”{of_all}."
    )
