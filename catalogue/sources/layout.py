"""How the folders of an image give its class, and whether it is for training or for the test."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalogue.entries import UnusableDataset
from catalogue.subset import stratified_order

TEST_SHARE = 0.2
VALIDATION = ("val", "valid", "validation")
"""Names of folders of validation images: here all tuning uses training images, so these are added to them."""


@dataclass(frozen=True, eq=False)
class Layout:
    """For each part, positions in the list of files, ordered by class and natural name, and their labels."""

    classes: tuple[str, ...]
    train: NDArray[np.int64]
    y_train: NDArray[np.int64]
    test: NDArray[np.int64]
    y_test: NDArray[np.int64]


class Place(NamedTuple):
    """An image's part ("train", "test", or "" where there are no parts) and class ("" where it has none)."""

    part: str
    label: str
    inside: str  # its path below the folder that all images share


def in_classes(paths: list[PurePosixPath]) -> list[Place]:
    """The part and the class of each image, from the folders that it is in."""
    inside = _below_common_folder(paths)
    divided = {"train", "test"} <= {folders[0].lower() for folders in inside if len(folders) > 2}
    return [_place(folders, divided) for folders in inside]


def _place(folders: tuple[str, ...], divided: bool) -> Place:
    if divided and folders and folders[0].lower() in VALIDATION:
        folders = ("train", *folders[1:])
    part = folders[0].lower() if divided and folders else ""
    in_class = len(folders) > 1 + divided and (not divided or part in ("train", "test"))
    return Place(part, folders[divided], "/".join(folders)) if in_class else Place("", "", "/".join(folders))


def layout(name: str, paths: list[PurePosixPath]) -> Layout:
    """Read `train/<class>/*` and `test/<class>/*`, or `<class>/*`, of which one in five is set aside for the test."""
    places = in_classes(paths)
    chosen = [number for number, place in enumerate(places) if place.label]
    chosen.sort(key=lambda number: (natural(places[number].label), natural(places[number].inside)))
    labels = [places[number].label for number in chosen]
    _check(name, Counter(labels))
    classes = tuple(dict.fromkeys(labels))
    number_of = {label: number for number, label in enumerate(classes)}
    y = np.array([number_of[label] for label in labels], np.int64)
    positions = np.array(chosen, np.int64)
    divided = any(place.part for place in places)
    is_test = np.array([places[number].part == "test" for number in chosen]) if divided else set_aside(y)
    _check_parts(name, classes, y, is_test)
    return Layout(classes, positions[~is_test], y[~is_test], positions[is_test], y[is_test])


def _below_common_folder(paths: list[PurePosixPath]) -> list[tuple[str, ...]]:
    parts = [tuple(part for part in path.parts if part not in ("/", ".", "..")) for path in paths]
    deepest, depth = max(map(len, parts), default=0) - 2, 0  # a class folder and a file name always remain
    # An image above the class folders, such as a cover, does not count.
    while depth < deepest and len({part[depth] for part in parts if len(part) > depth + 1}) == 1:
        depth += 1
    return [part[depth:] for part in parts]


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sorting key that puts 2 before 10, and letters in alphabetical order."""
    pieces = re.findall(r"\d+|\D+", text)
    return tuple((0, int(piece), piece) if piece.isdecimal() else (1, 0, piece) for piece in pieces)


def set_aside(y: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which images are set aside for the test where no folder says so: one in five, at least one of each class."""
    n_classes = len(np.unique(y))
    is_test = np.zeros(len(y), bool)
    is_test[stratified_order(y, seed=0, n=max(n_classes, round(TEST_SHARE * len(y))))] = True
    return is_test


def _check(name: str, counts: Counter[str]) -> None:
    if not counts:
        raise UnusableDataset(f"{name} holds no images in folders: please put each class into a folder of its own.")
    if len(counts) == 1:
        raise UnusableDataset(f'{name} holds only one class, "{next(iter(counts))}": please add a folder of another.')
    for label, count in counts.items():
        if count < 2:
            raise UnusableDataset(f'{name} holds only one image of "{label}": each class needs two or more.')


def _check_parts(name: str, classes: tuple[str, ...], y: NDArray[np.int64], is_test: NDArray[np.bool_]) -> None:
    for part, chosen in (("train", ~is_test), ("test", is_test)):
        missing = set(range(len(classes))) - set(y[chosen].tolist())
        if missing:
            raise UnusableDataset(
                f'{name} has no images of "{classes[min(missing)]}" in its {part} part: please add some.'
            )
