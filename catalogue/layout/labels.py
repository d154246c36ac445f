"""Tables of labels or groups beside images: `labels.csv`, `train.csv`, or a hub's `metadata.csv`, `metadata.jsonl`."""

import csv
import json
import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from catalogue.files.encodings import decoder
from catalogue.files.names import called
from catalogue.layout import names
from catalogue.layout.levels import Path

NAME = r"(?i)(?!.*submission).*(labels?|metadata|train|val|test|annotations?|classes|index)[^/]*\.(csv|tsv|jsonl)"
FILES = (
    *("file_name", "filename", "file", "image", "image_name", "image_path", "path", "image_id", "img", "img_name"),
    *("image_file", "id_code", "id", "name"),
)
LABELS = ("label", "labels", "class", "class_name", "category", "target", "breed", "species", "diagnosis", "dx", "text")
GROUPS = (
    *("group", "subgroup", "domain", "environment", "background", "place", "location", "region", "site", "hospital"),
    *("camera", "scanner", "device", "source", "lighting", "sex", "gender", "age_group", "skin_type", "skin_tone"),
)
"""Columns that name groups across the classes; of several, the first of these."""
SPLITS = ("split", "set", "subset", "partition", "data set", "data_set", "dataset", "part", "usage")
"""Columns that tell training images from test images."""
READ = "is a table about images, which was read."
SAYS_NOTHING = "is a table that names no classes: please give it a column filename and a column label."
MOST_BYTES = 20 * 2**20
MOST_GUESSED = 5_000  # lines from which the encoding is guessed
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_table(place: str, content: bytes | None) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The label, the group and the part of each file that a table of this name names; empty if it is no such table."""
    if not content or len(content) > MOST_BYTES or not re.fullmatch(NAME, place.rpartition("/")[2]):
        return {}, {}, {}
    try:
        lines = _text(content)
        rows = _json_lines(lines) if place.lower().endswith("jsonl") else _table(lines)
    except (csv.Error, ValueError):
        return {}, {}, {}
    parts = {place: names.part(said) for place, said in _column(rows, SPLITS).items()}
    return _column(rows, LABELS), _column(rows, GROUPS), {place: part for place, part in parts.items() if part}


def remark(place: str, *tables: Mapping[str, str]) -> str:
    """What to say of a file that is named as a table and no image, given what was read of it; "" for any other."""
    if not re.fullmatch(NAME, place.rpartition("/")[2]):
        return ""
    return f"{called(place)} {READ if any(tables) else SAYS_NOTHING}"


def part_of(place: str) -> str:
    """The part that a table is about, by the beginning of its name: `trainLabels.csv`, `val.csv`."""
    beginning = re.match(r"(?i)train|val|dev|test", place.rpartition("/")[2])
    return names.part(beginning[0]) if beginning else ""


def lookup(told: Mapping[str, str], folder: Path) -> Callable[[Path], str]:
    """What a table in this folder says of an image, by its path below that; "" if the table does not know it.

    The table may name an image with or without folders and ending, or by a path that begins above its folder.
    """
    longer = _endings(told, folder[-1] if folder else "")

    def of(path: Path) -> str:
        known = (told[name] for start in range(len(path)) for name in _names(path[start:]) if name in told)
        return next(known, "") or next((longer[name] for name in _names(path) if name in longer), "")

    return of


def _endings(told: Mapping[str, str], folder: str) -> dict[str, str]:
    """What is said of each path, from below this folder ("" for any) on, unless that differs."""
    found = dict[str, set[str]]()
    for place, said in told.items():
        above, _, rest = place.partition("/")
        while rest:
            if folder in ("", above):
                found.setdefault(rest, set()).add(said)
            above, _, rest = rest.partition("/")
    return {place: said.pop() for place, said in found.items() if len(said) == 1}


def _names(path: Path) -> tuple[str, str]:
    """How a table may call an image: with and without its ending."""
    place = PurePosixPath(*path)
    return str(place), str(place.with_suffix(""))


def _column(rows: list[dict[str, str]], wanted: tuple[str, ...]) -> dict[str, str]:
    """What the first column of one of these names says of each file; nothing of those of which it says two things."""
    known = {str(name).strip().lower(): name for name in rows[0]} if rows else {}
    file, told = (next((known[name] for name in names if name in known), None) for names in (FILES, wanted))
    if file is None or told is None:
        return {}
    said = dict[str, set[str]]()
    for row in rows:
        if row.get(file) and row.get(told) not in (None, ""):
            place = "/".join(part for part in re.split(r"[\\/]", str(row[file]).strip()) if part not in ("", "."))
            said.setdefault(place, set()).add(str(row[told]).strip())
    return {place: labels.pop() for place, labels in said.items() if len(labels) == 1}


def _text(content: bytes) -> list[str]:
    """The lines of a table, whose encoding is guessed from all of them if it is no Unicode."""
    if content.startswith(UTF_16):
        return content.decode("utf-16").splitlines()
    lines = content.removeprefix(b"\xef\xbb\xbf").splitlines()
    odd = [line for line in lines if not line.isascii()]
    return list(map(decoder(odd[:MOST_GUESSED]), lines))


def _table(lines: list[str]) -> list[dict[str, str]]:
    first, *rest = lines or [""]
    if first.lower().startswith("sep="):  # for Excel
        first, *rest = rest or [""]
    separator = max(",;\t|", key=first.count)
    return list(csv.DictReader([first, *rest], delimiter=separator))


def _json_lines(lines: list[str]) -> list[dict[str, str]]:
    rows = [json.loads(line) for line in lines if line.strip()]
    return [row for row in rows if isinstance(row, dict)]
