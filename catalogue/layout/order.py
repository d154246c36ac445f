"""The images of a data set in their fixed order, divided into training and test."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.layout.files import FileRow
from catalogue.layout.names import TEST, natural
from catalogue.subset import stratified_order

TEST_SHARE = 0.2


@dataclass(frozen=True, eq=False)
class Order:
    """For each part, positions in the list of files, ordered by class and natural name, and their labels."""

    classes: tuple[str, ...]
    train: NDArray[np.int64]
    y_train: NDArray[np.int64]
    test: NDArray[np.int64]
    y_test: NDArray[np.int64]


def order_files(files: Sequence[FileRow]) -> Order:
    """The usable files by class and name; where no folder holds test images, one in five is set aside for the test."""
    chosen = [number for number, file in enumerate(files) if file.is_usable]
    chosen.sort(key=lambda number: (natural(files[number].label), natural("/".join(files[number].path))))
    classes = tuple(dict.fromkeys(files[number].label for number in chosen))
    number_of = {label: number for number, label in enumerate(classes)}
    y = np.array([number_of[files[number].label] for number in chosen], np.int64)
    positions = np.array(chosen, np.int64)
    if any(files[number].part for number in chosen):
        is_test = np.array([files[number].part == TEST for number in chosen])
    else:
        is_test = set_aside(y, [files[number].group for number in chosen])
    return Order(classes, positions[~is_test], y[~is_test], positions[is_test], y[is_test])


def set_aside(y: NDArray[np.int64], groups: Sequence[str] = ()) -> NDArray[np.bool_]:
    """Which images are set aside for the test where no folder says so: one in five, at least one of each class.

    Images of the same group go where the first of them goes, unless that would leave a class without training images.
    """
    n_classes = len(np.unique(y))
    is_test = np.zeros(len(y), bool)
    is_test[stratified_order(y, seed=0, n=max(n_classes, round(TEST_SHARE * len(y))))] = True
    if not groups:
        return is_test
    first_of = {group: number for number, group in reversed(list(enumerate(groups))) if group}
    together = np.array([is_test[first_of.get(group, number)] for number, group in enumerate(groups)])
    untrained = set(np.unique(y)) - set(np.unique(y[~together]))
    return np.where(np.isin(y, list(untrained)), is_test, together)
