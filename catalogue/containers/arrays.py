"""NumPy arrays of images and labels: Keras's `mnist.npz`, MedMNIST's files, and arrays saved one by one."""

import io
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.containers.boxed import Boxed, Unreadable, boxed
from catalogue.layout import names

NAME = r"(?i)(x|y)_(train|test|val|valid)|(train|test|val)_(images|labels)"


def is_one(place: str) -> bool:
    """Whether a file of this name holds such arrays."""
    stem, _, ending = place.rpartition("/")[2].rpartition(".")
    return ending.lower() == "npz" or (ending.lower() == "npy" and re.fullmatch(NAME, stem) is not None)


def images(files: dict[str, bytes]) -> Iterator[Boxed]:
    """The images of all arrays of one folder, by name."""
    arrays = dict[str, NDArray[Any]]()
    for name, content in sorted(files.items()):
        try:
            found = np.load(io.BytesIO(content), allow_pickle=False)
            inside = {name.rpartition(".")[0]: found} if isinstance(found, np.ndarray) else dict(found)
        except (OSError, ValueError, EOFError) as error:
            raise Unreadable("it is damaged, or holds Python objects") from error
        known = {key: array for key, array in inside.items() if re.fullmatch(NAME, key)}
        if twice := sorted(set(known) & set(arrays)):
            raise Unreadable(
                f"another file beside it holds {twice[0]} too, and each data set needs a folder of its own"
            )
        arrays |= known
    if not arrays:
        raise Unreadable("it holds no arrays called x_train and y_train, or train_images and train_labels")
    for key, array in arrays.items():
        if key.lower().startswith("x_") or key.lower().endswith("_images"):
            partner = re.sub("^x", "y", re.sub("images$", "labels", key.lower()))
            labels = {name.lower(): found for name, found in arrays.items()}.get(partner)
            if labels is None:
                raise Unreadable(f"the labels of {key} are not here")
            part = names.part(re.sub("^x_|_images$", "", key.lower()))
            yield from boxed(part, [_plain(label) for label in np.ravel(labels).tolist()], array)


def _plain(label: Any) -> Any:
    """A label as people write it: 1, not 1.0."""
    return int(label) if isinstance(label, float) and label.is_integer() else label
