"""Which images are for the test: once, or in turns where one test part would be too small to tell anything."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from catalogue.sources.layout import natural, put_aside
from catalogue.subset import stratified_order

FEWEST_TESTED = 100
"""With fewer images in one test part, every image is tested once instead, in turns."""

N_FOLDS = 5
"""One image in five is tested in each, as `catalogue.sources.layout` puts aside."""


@dataclass(frozen=True, eq=False)
class Division:
    """The images in the order of class and name, their labels, and the fold in which each is tested (-1: in none)."""

    files: pd.DataFrame
    classes: tuple[str, ...]
    y: NDArray[np.int64]
    fold: NDArray[np.int64]

    @property
    def n_folds(self) -> int:
        """How many divisions into training and test there are."""
        return int(self.fold.max(initial=-1)) + 1

    @property
    def n_tested(self) -> int:
        """How many images are tested, in all folds together."""
        return int(np.count_nonzero(self.fold >= 0))


def divide(images: pd.DataFrame, groups: NDArray[np.int64] | None = None, own_parts: bool = True) -> Division:
    """Divide `images` (of `brought`, none refused) as `sources.layout` does, or into folds where that tests few.

    With `groups` (n,), images of a group stay on one side. The brought folders train and test count with `own_parts`.
    """
    labels = {label: natural(label) for label in images["label"].unique()}
    keys = [(labels[one], natural(place)) for one, place in zip(images["label"], images["place"], strict=True)]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    files = images.iloc[order].reset_index(drop=True)
    classes = tuple(dict.fromkeys(files["label"]))
    y = files["label"].map({label: number for number, label in enumerate(classes)}).to_numpy(np.int64)
    fold = _brought(files) if own_parts and is_divided(images) else _folds(y)
    if groups is not None:
        fold = _on_one_side(fold, groups[order])
    return Division(files, classes, y, fold)


def is_divided(images: pd.DataFrame) -> bool:
    """Whether the visitor has put every image into a folder train or test."""
    return len(images) > 0 and bool((images["part"] != "").all())


def _brought(files: pd.DataFrame) -> NDArray[np.int64]:
    return np.where(files["part"] == "test", 0, -1)


def _folds(y: NDArray[np.int64]) -> NDArray[np.int64]:
    """One fold where its test part is large enough; the first of several is the same images."""
    is_tested = put_aside(y)
    n_tested = int(np.count_nonzero(is_tested))
    if n_tested >= FEWEST_TESTED:
        return np.where(is_tested, 0, -1)
    n_folds = max(2, min(N_FOLDS, math.ceil(len(y) / n_tested)))
    fold = np.empty(len(y), np.int64)
    fold[stratified_order(y, seed=0, n=len(y))] = np.minimum(np.arange(len(y)) // n_tested, n_folds - 1)
    return fold


def _on_one_side(fold: NDArray[np.int64], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """The lowest fold of its group for each image, so that training wins over the test."""
    lowest = np.full(groups.max(initial=-1) + 1, len(fold))
    np.minimum.at(lowest, groups, fold)
    return lowest[groups]
