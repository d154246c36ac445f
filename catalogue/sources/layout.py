"""Which folder names an image's class, and which says that it is for training or for the test."""

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
"""Beside train and test, images to tune by: here everything is tuned on training images, so they join them."""


@dataclass(frozen=True, eq=False)
class Layout:
    """Positions in the list of files for each part, in the order of class and natural name, and their labels."""

    classes: tuple[str, ...]
    train: NDArray[np.int64]
    y_train: NDArray[np.int64]
    test: NDArray[np.int64]
    y_test: NDArray[np.int64]


class Place(NamedTuple):
    """Where an image lies: its part ("train", "test", or "" when there are none), its class ("" when it has none)."""

    part: str
    label: str
    inside: str  # below the folder that all share


def in_classes(places: list[PurePosixPath]) -> list[Place]:
    """Part and class of each image, told from the folders that it lies in."""
    parts = _below_common_folder(places)
    divided = {"train", "test"} <= {place[0].lower() for place in parts if len(place) > 2}
    if divided:
        parts = [("train", *place[1:]) if place[0].lower() in VALIDATION else place for place in parts]
    found = []
    for place in parts:
        part = place[0].lower() if divided and place else ""
        in_class = len(place) > 1 + divided and (not divided or part in ("train", "test"))
        found.append(Place(part, place[divided], "/".join(place)) if in_class else Place("", "", "/".join(place)))
    return found


def layout(name: str, places: list[PurePosixPath]) -> Layout:
    """Read `train/<class>/*` and `test/<class>/*`, or `<class>/*` with one image in five put aside for the test."""
    found = in_classes(places)
    divided = any(place.part for place in found)
    rows = [(place.label, place.part, position, place.inside) for position, place in enumerate(found) if place.label]
    rows.sort(key=lambda row: (natural(row[0]), natural(row[3])))
    classes = tuple(dict.fromkeys(row[0] for row in rows))
    _check(name, Counter(row[0] for row in rows))
    numbers = {label: number for number, label in enumerate(classes)}
    y = np.array([numbers[row[0]] for row in rows], np.int64)
    positions = np.array([row[2] for row in rows], np.int64)
    is_test = np.array([row[1] == "test" for row in rows]) if divided else put_aside(y)
    _check_parts(name, classes, y, is_test)
    return Layout(classes, positions[~is_test], y[~is_test], positions[is_test], y[is_test])


def _below_common_folder(places: list[PurePosixPath]) -> list[tuple[str, ...]]:
    parts = [tuple(part for part in place.parts if part not in ("/", ".", "..")) for place in places]
    deepest, depth = max(map(len, parts), default=0) - 2, 0  # a class folder and a file name always stay
    # A stray image above the folders, a cover for instance, does not keep them from being the common ones.
    while depth < deepest and len({part[depth] for part in parts if len(part) > depth + 1}) == 1:
        depth += 1
    return [part[depth:] for part in parts]


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts 2 before 10, and letters in the order of the alphabet."""
    pieces = re.findall(r"\d+|\D+", text)
    return tuple((0, int(piece), piece) if piece.isdecimal() else (1, 0, piece) for piece in pieces)


def put_aside(y: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which images are for the test when nobody has said so: one in five, at least one of each class."""
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
