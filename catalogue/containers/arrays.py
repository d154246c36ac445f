"""NumPy arrays of images and labels: files of Keras (`mnist.npz`), MedMNIST or "Quick, Draw!", or arrays one by one.

The name of an array tells what it holds: images (`x_train`, `train_images`, `X`, `trainX`) or labels (`y_train`, ...).
"""

import io
import re
from collections.abc import Iterator, Mapping
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.containers.boxed import Boxed, Unreadable, boxed
from catalogue.layout import names

Array = NDArray[Any]

IMAGES = {"x", "images", "image", "imgs", "data"}
LABELS = {"y", "labels", "label", "targets", "target"}
UNNAMED = {"arr_0": ("", "images"), "arr_1": ("", "labels")}
"""What `np.savez(file, X, y)` calls its arrays."""
SMALLEST_SIDE = 8  # of an image whose pixels are stored in one row


def reads(place: str) -> bool:
    """Whether this module reads a file of this name."""
    return place.lower().endswith((".npz", ".npy"))


def images(files: dict[str, bytes]) -> Iterator[Boxed]:
    """The images of all arrays of one folder, by name."""
    named = [(key, array) for name, content in sorted(files.items()) for key, array in _arrays(name, content).items()]
    arrays, known = dict(named), dict[tuple[str, str], str]()
    for key, _ in named:
        what = _part_and_kind(key)
        if what is None:
            continue
        if what in known:
            raise Unreadable(f"{known[what]} and {key} are two of a kind, and each data set needs a folder of its own")
        known[what] = key
    if not known and len(arrays) > 1 and len(arrays) == len(files) and all(map(_are_images, arrays.values())):
        for name, array in arrays.items():  # a file for each class
            yield from boxed("", [name] * len(array), _as_images(array))
    elif not any(kind == "images" for _, kind in known):
        listed = ", ".join(sorted(arrays)[:5]) or "none"
        raise Unreadable(f"its arrays ({listed}) are not called x_train and y_train, or images and labels")
    for (part, kind), key in known.items():
        if kind == "images":
            if (part, "labels") not in known:
                raise Unreadable(f"the labels of {key} are not here")
            yield from boxed(part, _labels(arrays[known[part, "labels"]]), _as_images(arrays[key]))


def _arrays(name: str, content: bytes) -> Mapping[str, Array]:
    try:
        loaded = np.load(io.BytesIO(content), allow_pickle=False)
        return {name.rpartition(".")[0]: loaded} if isinstance(loaded, np.ndarray) else dict(loaded)
    except (OSError, ValueError, EOFError) as error:
        raise Unreadable("it is damaged, or holds Python objects") from error


def _part_and_kind(key: str) -> tuple[str, str] | None:
    """The part of an array of this name ("" for none), and whether it holds images or labels; None if unknown."""
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", key)]
    parts = [part for word in words if (part := names.part(word))]
    rest = {word for word in words if not names.part(word)}
    if len(parts) > 1 or len(rest) != 1:
        return UNNAMED.get(key)
    part = parts[0] if parts else ""
    if rest <= IMAGES:
        return part, "images"
    return (part, "labels") if rest <= LABELS else None


def _are_images(array: Array) -> bool:
    return array.dtype == np.uint8 and _as_images(array).ndim in (3, 4)


def _as_images(array: Array) -> NDArray[Any]:
    """The array with rows of pixels as square images, channels last, and whole numbers from 0 to 255 as bytes."""
    side = isqrt(array.shape[1]) if array.ndim == 2 else 0
    if side >= SMALLEST_SIDE and side * side == array.shape[1]:
        array = array.reshape(-1, side, side)
    if array.ndim == 4 and array.shape[1] in (1, 3) and array.shape[3] not in (1, 3):
        array = array.transpose(0, 2, 3, 1)
    is_whole = array.dtype.kind in "iu" and array.size > 0 and array.min() >= 0 and array.max() <= 255
    return array.astype(np.uint8) if is_whole else array


def _labels(array: Array) -> list[Any]:
    """One label for each image; for a one-hot row, the number of the column that is 1."""
    is_wide = array.ndim == 2 and array.shape[1] > 1 and array.dtype.kind in "biuf"
    if is_wide and np.isin(array, (0, 1)).all() and (array.sum(axis=1) == 1).all():
        array = array.argmax(axis=1)
    return [_plain(label) for label in np.ravel(array).tolist()]


def _plain(label: Any) -> Any:
    """A label as people write it: 1, not 1.0."""
    return int(label) if isinstance(label, float) and label.is_integer() else label
