"""The rows of a table as people write it: with or without a header, in any encoding, as CSV, text or JSON."""

import csv
import json
import re
from collections.abc import Sequence

from catalogue.files.encodings import decoder

MOST_GUESSED = 5_000  # lines from which the encoding is guessed
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
IMAGE = r"(?i).+\.(jpe?g|png|bmp|gif|webp|tiff?|ppm|pgm|jfif)"
NUMBER = r"[+-]?\d*\.?\d+"
FILE, LABEL = "filename", "label"
"""The columns of a table without a header."""

Row = dict[str, str]


def rows_of(place: str, content: bytes) -> list[Row]:
    """The rows of a table of this name; ValueError, csv.Error or RecursionError if they cannot be read."""
    lines, ending = _text(content), place.lower().rpartition(".")[2]
    if ending == "jsonl":
        return _dictionaries([json.loads(line) for line in lines if line.strip()])
    if ending == "json":
        return _json(json.loads("\n".join(lines)))
    return _table(lines)


def _text(content: bytes) -> list[str]:
    """The lines of a table; if they are not Unicode, one encoding is guessed for all of them."""
    if content.startswith(UTF_16):
        return content.decode("utf-16").splitlines()
    lines = content.removeprefix(b"\xef\xbb\xbf").splitlines()
    odd = [line for line in lines if not line.isascii()]
    return list(map(decoder(odd[:MOST_GUESSED]), lines))


def _json(content: object) -> list[Row]:
    """The rows of a list with an object for each image, or of one object that gives each file its label."""
    if isinstance(content, dict) and all(
        re.fullmatch(IMAGE, name) and isinstance(label, str | int) for name, label in content.items()
    ):
        return [{FILE: name, LABEL: str(label)} for name, label in content.items()]
    return _dictionaries(content if isinstance(content, list) else [])


def _dictionaries(rows: Sequence[object]) -> list[Row]:
    return [row for row in rows if isinstance(row, dict)]


def _table(lines: list[str]) -> list[Row]:
    first, *rest = lines or [""]
    if first.lower().startswith("sep="):  # for Excel
        first, *rest = rest or [""]
    separator = max(",;\t|", key=first.count)
    if separator not in first and re.match(rf"{IMAGE} ", first):  # images/1.png 3
        pairs = [line.split(None, 1) for line in [first, *rest]]
        return [{FILE: pair[0], LABEL: pair[1]} for pair in pairs if len(pair) == 2]
    cells = next(csv.reader([first], delimiter=separator), [])
    names = _column_names(cells) if cells and re.fullmatch(IMAGE, cells[0].strip()) else None
    return list(csv.DictReader([first, *rest], names, delimiter=separator))


def _column_names(cells: list[str]) -> list[str]:
    """Column names for a table without a header: the file first, and a label if only one other cell can be one."""
    others = range(1, len(cells))
    words = [column for column in others if not re.fullmatch(NUMBER, cells[column].strip())]
    candidates = [1] if len(cells) == 2 else words
    labels = candidates if len(candidates) == 1 else []
    return [FILE, *(LABEL if column in labels else f"column {column + 1}" for column in others)]
