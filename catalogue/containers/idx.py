"""Files of MNIST's format, `train-images-idx3-ubyte` and its labels, packed by gzip or not (LeCun et al. 1998).

EMNIST's file names begin with a data set: `emnist-letters-train-images-idx3-ubyte`.
"""

import gzip
import io
import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from catalogue.containers.boxed import Boxed, Unreadable, boxed

NAME = r"(?i)(.*[-_.])?(train|t10k|test)[-_.]?(images|labels)[-_.]idx[13]-ubyte(\.gz)?"
MOST_BYTES = 2**30


def reads(place: str) -> bool:
    """Whether this module reads a file of this name."""
    return re.fullmatch(NAME, place.rpartition("/")[2]) is not None


def images(files: dict[str, bytes]) -> Iterator[Boxed]:
    """The images of all idx files of one folder, by name."""
    arrays, sets = dict[tuple[str, str], NDArray[np.uint8]](), set[str]()
    for name, content in sorted(files.items()):
        ((beginning, part, what, _),) = re.findall(NAME, name.lower())
        sets.add(beginning)
        arrays.setdefault(("train" if part == "train" else "test", what), _array(content))
    if len(sets) > 1:
        raise Unreadable(f"files of {len(sets)} data sets are together, and each needs a folder of its own")
    for part in ("train", "test"):
        for what, other in (("images", "labels"), ("labels", "images")):
            if (part, what) in arrays and (part, other) not in arrays:
                raise Unreadable(f"the {other} of its {part} {what} are not here")
        if (part, "images") in arrays:
            yield from boxed(part, arrays[part, "labels"].tolist(), arrays[part, "images"])


def _array(content: bytes) -> NDArray[np.uint8]:
    """The array of one file: two zeros, the type, the number of axes, their lengths, and the values."""
    if content.startswith(b"\x1f\x8b"):
        with gzip.open(io.BytesIO(content)) as file:
            content = file.read(MOST_BYTES)
    if len(content) < 4 or content[:3] != b"\0\0\x08":
        raise Unreadable("it is not an idx file of bytes")
    n_axes = content[3]
    shape = np.frombuffer(content, ">u4", n_axes, 4).astype(np.int64)
    values = np.frombuffer(content, np.uint8, offset=4 + 4 * n_axes)
    if int(np.prod(shape)) != len(values):
        raise Unreadable("it is incomplete")
    return values.reshape(shape)
