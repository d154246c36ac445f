"""The split into training and test images, or into folds where one test part would be too small to say anything."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from catalogue.layout.names import natural
from catalogue.layout.order import set_aside
from catalogue.subset import stratified_order

FEWEST_TESTED = 100
"""With fewer test images than this, every image is tested once instead, by cross-validation."""

N_FOLDS = 5
"""One image in five is tested in each fold, as many as `catalogue.layout.order` sets aside."""


@dataclass(frozen=True, eq=False)
class Split:
    """The images in the order of class and name, their labels, and the fold in which each is tested (-1: in none)."""

    files: pd.DataFrame
    classes: tuple[str, ...]
    y: NDArray[np.int64]
    fold: NDArray[np.int64]

    @property
    def n_folds(self) -> int:
        """How many folds there are; 1 without cross-validation."""
        return int(self.fold.max(initial=-1)) + 1

    @property
    def n_tested(self) -> int:
        """How many images are tested, in all folds together."""
        return int(np.count_nonzero(self.fold >= 0))


def split(images: pd.DataFrame, groups: NDArray[np.int64] | None = None, own_parts: bool = True) -> Split:
    """Split usable `images` (of `list_files`) as `layout.order` does, or into folds if that would test too few.

    Images that share a number in `groups` (n,) stay on one side. With `own_parts`, the visitor's folders train and
    test define the split.
    """
    labels = {label: natural(label) for label in images["label"].unique()}
    keys = [(labels[one], natural(place)) for one, place in zip(images["label"], images["place"], strict=True)]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    files = images.iloc[order].reset_index(drop=True)
    classes = tuple(dict.fromkeys(files["label"]))
    y = files["label"].map({label: number for number, label in enumerate(classes)}).to_numpy(np.int64)
    fold = np.where(files["part"] == "test", 0, -1) if own_parts and has_own_parts(images) else _folds(y)
    if groups is not None:
        fold = _on_one_side(fold, groups[order])
    return Split(files, classes, y, fold)


def with_versions(groups: NDArray[np.int64], versions: Sequence[str]) -> NDArray[np.int64]:
    """Groups in which images of the same version name (not "") share one too: color/1.jpg and grayscale/1.jpg."""
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


def _folds(y: NDArray[np.int64]) -> NDArray[np.int64]:
    """One fold if its test part is large enough; otherwise several, of which the first tests the same images."""
    is_tested = set_aside(y)
    n_tested = int(np.count_nonzero(is_tested))
    if n_tested >= FEWEST_TESTED:
        return np.where(is_tested, 0, -1)
    n_folds = max(2, min(N_FOLDS, math.ceil(len(y) / n_tested)))
    fold = np.empty(len(y), np.int64)
    fold[stratified_order(y, seed=0, n=len(y))] = np.minimum(np.arange(len(y)) // n_tested, n_folds - 1)
    return fold


def _on_one_side(fold: NDArray[np.int64], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """The lowest fold of each image's group: a group with a training image (fold -1) is not tested."""
    lowest = np.full(groups.max(initial=-1) + 1, len(fold))
    np.minimum.at(lowest, groups, fold)
    return lowest[groups]
