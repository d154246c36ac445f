"""Tables with all pixels of an image in a row: Kaggle's MNIST and Fashion-MNIST, sign language, FER-2013."""

import csv
import io
import re
from collections.abc import Iterator
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.containers.boxed import Boxed, Unreadable, boxed
from catalogue.layout import names
from catalogue.layout.labels import LABELS

START = rb'(?i)(\xef\xbb\xbf)?(emotion,pixels|("?(label|class|target|y)"?,)?"?(pixel_?0*[01]|1x1)"?,|(\d{1,3},){64,})'
"""How a table of pixels begins: with the names of its columns, or with numbers alone."""
PIXEL = r"(?i)\D*\d+(\D+\d+)?"
STRINGS = "pixels"
SMALLEST_SIDE = 8
NO_PIXELS = "its pixels are not whole numbers from 0 to 255"


def reads(place: str) -> bool:
    """Whether this module reads a file of this name, if `is_pixel_table` finds that it holds pixels."""
    return place.lower().endswith(".csv")


def is_pixel_table(head: bytes) -> bool:
    """Whether a file with these first bytes is a table of pixels."""
    return re.match(START, head) is not None


def images(files: dict[str, bytes]) -> Iterator[Boxed]:
    """The images of all tables of one folder, by name: `fashion-mnist_train.csv` holds training images."""
    for name, content in sorted(files.items()):
        first = content[: content.find(b"\n")].decode("utf-8-sig", "replace").strip()
        columns = [cell.strip(' "') for cell in first.split(",")]
        prefix = f"{name.rpartition('.')[0]}-"  # the images of another table in the folder have the same numbers
        if STRINGS in columns:
            yield from _from_strings(content, prefix)
        else:
            parts = filter(None, map(names.part, re.split(r"[\W_]+", name)))
            yield from boxed(next(parts, ""), *_from_columns(content, columns), prefix)


def _from_columns(content: bytes, columns: list[str]) -> tuple[list[Any], NDArray[np.uint8]]:
    """The labels, and the images (n, side, side), of a table with a column for each pixel."""
    import pyarrow as pa
    from pyarrow import csv as tables

    has_header = not all(column.isdecimal() for column in columns)
    label = _label(columns, has_header)
    pixels = [number for number in range(len(columns)) if number != label]
    side = isqrt(len(pixels))
    if side < SMALLEST_SIDE or side * side != len(pixels):
        raise Unreadable(f"its {len(pixels)} columns of pixels make no square image in grey")
    numbered = [str(number) for number in range(len(columns))]
    read = tables.ReadOptions(column_names=numbered, skip_rows=int(has_header))
    types = tables.ConvertOptions(column_types={numbered[number]: pa.uint8() for number in pixels})
    try:
        table = tables.read_csv(pa.BufferReader(content), read, convert_options=types)
        X = np.stack([table.column(number).to_numpy() for number in pixels], axis=1)
    except pa.ArrowException as error:
        raise Unreadable(NO_PIXELS) from error
    if X.dtype != np.uint8:  # some pixels are absent
        raise Unreadable(NO_PIXELS)
    labels = [None] * len(X) if label is None else table.column(label).to_pylist()
    return labels, X.reshape(-1, side, side)


def _label(columns: list[str], has_header: bool) -> int | None:
    """The number of the column of labels; None if every column is a pixel."""
    if not has_header:
        return 0 if isqrt(len(columns)) ** 2 != len(columns) else None
    others = [number for number, column in enumerate(columns) if not re.fullmatch(PIXEL, column)]
    known = [number for number in others if columns[number].lower() in (*LABELS, "y")]
    if len(others) > 1 or len(known) != len(others):
        raise Unreadable("it has columns beside those of a label and of pixels")
    return known[0] if known else None


def _from_strings(content: bytes, prefix: str) -> Iterator[Boxed]:
    """The images of a table with all pixels in one column; the column `Usage` names the part of each."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace"))))
    arrays = [np.array(row[STRINGS].split(), np.int64) for row in rows]
    sides = {len(array) for array in arrays}
    side = isqrt(max(sides, default=0))
    if sides != {side * side} or any(array.min() < 0 or array.max() > 255 for array in arrays):
        raise Unreadable(NO_PIXELS)
    X = np.stack(arrays).astype(np.uint8).reshape(-1, side, side)
    # A space makes two words of PublicTest, as `names.part` expects.
    parts = [names.part(re.sub("([a-z])([A-Z])", r"\1 \2", row.get("Usage") or "")) for row in rows]
    for part in dict.fromkeys(parts):
        chosen = [number for number, its_part in enumerate(parts) if its_part == part]
        yield from boxed(part, [rows[number].get("emotion") for number in chosen], X[chosen], prefix)
