"""The split into training and test images, or into folds where one test part would be too small to say anything.

Images that look alike stay on one side of the split, in whole groups; the largest are cut if they must be.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from catalogue.images.look import FLAT, NOTHING_TO_LEARN
from catalogue.layout.order import ALL_THE_SAME, FEW_TO_TEST, by_class_and_name, set_aside
from catalogue.subset import stratified_order

Numbers = NDArray[np.int64]

FEWEST_TESTED = 100
"""With fewer test images than this, every image is tested once instead, by cross-validation."""

N_FOLDS = 5
"""One image in five is tested in each fold, as many as `catalogue.layout.order` sets aside."""


@dataclass(frozen=True, eq=False)
class Split:
    """The images in the order of class and name, their labels, and the fold in which each is tested (-1: in none)."""

    files: pd.DataFrame
    classes: tuple[str, ...]
    y: Numbers
    fold: Numbers
    cut: tuple[str, ...] = ()  # classes whose images look too much alike to stay on one side

    @property
    def n_folds(self) -> int:
        """How many folds there are; 1 without cross-validation."""
        return int(self.fold.max(initial=-1)) + 1

    @property
    def n_tested(self) -> int:
        """How many images are tested, in all folds together."""
        return int(np.count_nonzero(self.fold >= 0))

    @property
    def worth(self) -> str:
        """What a result is worth if images that look alike are on both sides; otherwise empty."""
        if not self.cut:
            return ""
        named = ", ".join(self.cut[:3]) + (f" and {len(self.cut) - 3} more" if len(self.cut) > 3 else "")
        return (
            f"Most images of a class look almost the same, like shots of one scene ({named}): some train and others "
            "test. So the result says how well just these things are told apart, not others like them."
        )


def split(images: pd.DataFrame, groups: Numbers | None = None, own_parts: bool = True) -> Split:
    """Split usable `images` (of `read_files`) as `layout.order` does, or into folds if that would test too few.

    Images that share a number in `groups` (n,) stay on one side. With `own_parts`, the visitor's folders train and
    test define the split.
    """
    order, classes, y = by_class_and_name(list(images["label"]), list(images["place"]))
    files = images.iloc[order].reset_index(drop=True)
    fold = np.where(files["part"] == "test", 0, -1) if own_parts and has_own_parts(images) else _folds(y)
    if groups is None:
        return Split(files, classes, y, fold)
    return _separated(Split(files, classes, y, fold), groups[order], own_parts and has_own_parts(images))


def refusal(chosen: Split, most_classes: int) -> str:
    """Why two learners cannot be compared on this split, in one sentence; empty if they can."""
    if len(chosen.classes) > most_classes:
        return f"There are {len(chosen.classes)} classes; at most {most_classes} are allowed."
    if is_of_one_colour(chosen.files):
        return NOTHING_TO_LEARN
    for fold in range(chosen.n_folds):
        if missing := set(range(len(chosen.classes))) - set(chosen.y[chosen.fold != fold].tolist()):
            return _nothing_to_train(chosen, min(missing))
    if np.count_nonzero(chosen.fold == 0) < 2:
        return FEW_TO_TEST
    return ""


def is_of_one_colour(images: pd.DataFrame) -> bool:
    """Whether every image shows one colour, the same in all."""
    colours = images["colour"] if "colour" in images else pd.Series([None])
    if not all(isinstance(colour, list) for colour in colours):
        return False
    return bool((np.ptp(np.array(list(colours)), axis=0) <= FLAT).all())


def _nothing_to_train(chosen: Split, number: int) -> str:
    name, own = chosen.classes[number], chosen.files["part"][chosen.y == number]
    if (own == "test").all():
        return f'The images of "{name}" are all in the test part: please add some for training.'
    return ALL_THE_SAME.format(label=name)


def _separated(plain: Split, groups: Numbers, is_fixed: bool) -> Split:
    """The split with each group on one side; groups are cut, in their order, where nothing would be left on a side."""
    y, n_planned = plain.y, plain.n_tested
    kept = _on_one_side(plain.fold, groups)
    if _tests_enough(y, kept, n_planned):
        return replace(plain, fold=kept)
    if not is_fixed:  # whole groups, dealt out anew
        uncut = _fold_by_groups(y, groups, N_FOLDS)
        if plain.n_folds == 1:
            uncut = np.where(uncut == uncut.max(), 0, -1)  # the last fold is tested on
        if _tests_enough(y, uncut, n_planned):
            return replace(plain, fold=uncut)
    # Groups of more than half of a class are cut: only equal files in them stay together. Adding len(y) keeps the
    # numbers of the other groups apart from those of the files.
    in_bursts = find_bursts(y, groups)
    file_numbers = np.unique(plain.files["digest"], return_inverse=True)[1]
    cut_groups = np.unique(np.where(in_bursts, file_numbers, groups + len(y)), return_inverse=True)[1]
    fold = _on_one_side(plain.fold if is_fixed else _cut_in_order(y, plain.fold, in_bursts), cut_groups)
    labels = tuple(plain.classes[number] for number in np.unique(y[in_bursts]))
    return replace(plain, fold=fold, cut=labels) if _tests_enough(y, fold, 2) else replace(plain, fold=kept)


def with_versions(groups: Numbers, versions: Sequence[str]) -> Numbers:
    """The groups, merged where images have the same version name (not ""): color/1.jpg and grayscale/1.jpg."""
    named = np.array([number for number, version in enumerate(versions) if version], np.int64)
    if not len(named):
        return groups
    _, node = np.unique([versions[number] for number in named], return_inverse=True)
    n = int(groups.max()) + 1
    graph = coo_array((np.ones(len(named), bool), (groups[named], n + node)), shape=(n + node.max() + 1,) * 2)
    return connected_components(graph, directed=False)[1][groups].astype(np.int64)


def has_own_parts(images: pd.DataFrame) -> bool:
    """Whether the visitor has put every image into a folder train or test."""
    return len(images) > 0 and bool((images["part"] != "").all())


def _folds(y: Numbers) -> Numbers:
    """One fold if its test part is large enough; otherwise several folds, the first of which tests the same images."""
    is_tested = set_aside(y)
    n_tested = int(np.count_nonzero(is_tested))
    if n_tested >= FEWEST_TESTED:
        return np.where(is_tested, 0, -1)
    n_folds = max(2, min(N_FOLDS, math.ceil(len(y) / n_tested)))
    fold = np.empty(len(y), np.int64)
    fold[stratified_order(y, seed=0, n=len(y))] = np.minimum(np.arange(len(y)) // n_tested, n_folds - 1)
    return fold


def _on_one_side(fold: Numbers, groups: Numbers) -> Numbers:
    """The lowest fold of each image's group: a group with a training image (fold -1) is not tested."""
    lowest = np.full(groups.max(initial=-1) + 1, len(fold))
    np.minimum.at(lowest, groups, fold)
    return lowest[groups]


def _tests_enough(y: Numbers, fold: Numbers, n_planned: int) -> bool:
    """Whether half of the planned images are tested, two in the first fold, and every fold trains on all classes."""
    sizes = np.bincount(fold[fold >= 0])
    is_tested = 2 * sizes.sum() >= n_planned and (sizes > 0).all() and (sizes[:1] > 1).all()
    return bool(is_tested) and all(len(np.unique(y[fold != n])) == y.max() + 1 for n in range(len(sizes)))


def _fold_by_groups(y: Numbers, groups: Numbers, most_folds: int) -> Numbers:
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


def _cut_in_order(y: Numbers, fold: Numbers, chosen: NDArray[np.bool_]) -> Numbers:
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
