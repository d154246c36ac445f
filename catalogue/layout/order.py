"""The images of a data set in their fixed order, divided into training and test."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from catalogue.layout.files import FileRow
from catalogue.layout.names import TEST, natural
from catalogue.subset import stratified_order

TEST_SHARE = 0.2

ALL_THE_SAME = 'No image of "{label}" is left for training, as all show the same: please add different ones.'
FEW_TO_TEST = "Fewer than two test images are left: please upload more images that look different."


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
    usable = [number for number, file in enumerate(files) if file.is_usable]
    labels, places = [files[number].label for number in usable], ["/".join(files[number].path) for number in usable]
    order, classes, y = by_class_and_name(labels, places)
    positions = np.array(usable, np.int64)[order]
    if any(files[number].part for number in usable):
        is_test = np.array([files[number].part == TEST for number in positions])
    else:
        is_test = set_aside(y, [files[number].group for number in positions])
    return Order(classes, positions[~is_test], y[~is_test], positions[is_test], y[is_test])


def by_class_and_name(
    labels: Sequence[str], places: Sequence[str]
) -> tuple[list[int], tuple[str, ...], NDArray[np.int64]]:
    """The numbers of the images in the order of class and natural name, the classes, and each image's class number."""
    keys = {label: natural(label) for label in set(labels)}
    order = sorted(range(len(labels)), key=lambda number: (keys[labels[number]], natural(places[number])))
    numbers = dict[str, int]()  # of the classes
    y = [numbers.setdefault(labels[number], len(numbers)) for number in order]
    return order, tuple(numbers), np.array(y, np.int64)


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
