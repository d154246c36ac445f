"""Tables of labels or groups beside images: `labels.csv`, a hub's `metadata.jsonl`, `val_annotations.txt`."""

import csv
import re
from collections.abc import Iterable, Mapping

from catalogue.files.names import plain, short_name
from catalogue.layout import names
from catalogue.layout.rows import Row, rows_of

SAYS = ("labels", "groups", "parts")
Said = Mapping[str, Mapping[str, str]]
"""What a table says of each file that it names: the labels, the groups and the parts, as far as it has them."""

NAME = r"(?i)(?!.*submission)[^/]+\.(csv|tsv|jsonl|json|txt)"
USUAL = r"(?i).*(labels?|metadata|train|val|test|annotations?|classes|index).*"
"""The names of tables that are preferred if several know an image."""
FILES = (
    *("file_name", "filename", "file", "image", "image_name", "image_path", "path", "image_id", "img", "img_name"),
    *("image_file", "id_code", "id", "name"),
)
LABELS = (
    *("label", "labels", "class", "class_name", "label_name", "category", "target", "choice", "breed", "species"),
    *("diagnosis", "dx", "classid", "class_id"),
)
GROUPS = (
    *("group", "subgroup", "domain", "environment", "background", "place", "location", "region", "site", "hospital"),
    *("camera", "scanner", "device", "source", "lighting", "sex", "gender", "age_group", "skin_type", "skin_tone"),
)
"""Columns that name groups across the classes; if a table has several, the first of these counts."""
SPLITS = ("split", "set", "subset", "partition", "data set", "data_set", "dataset", "part", "usage")
"""Columns that tell training images from test images."""
NO_LABELS = {
    *(*FILES, *GROUPS, *SPLITS, "fold", "width", "height", "size", "date", "time", "datetime", "caption", "url"),
    *("score", "weight", "age", "format", "mode", "md5", "sha256", "comment", "notes", "none", ""),
}
"""Columns that hold no labels, even if one is the only column beside the names of files."""
READ = "is a table about images, which was read"
SAYS_NOTHING = "is a table that names no classes: please give it a column filename and a column label."
OF_OTHERS = "is a table of other images, such as {example}."
NOT_NEEDED = "is a table of classes, which was not needed, as folders name them."
MOST_BYTES = 20 * 2**20
MOST_DOUBLE = 0.1
"""If more than this share of the images has two classes or more, a table of 0 and 1 names no classes."""
FLAGS = {"0": False, "0.0": False, "1": True, "1.0": True}


def read_table(place: str, content: bytes | None) -> Said:
    """The label, the group and the part of each file that a table names; empty if this is not such a table."""
    if not content or len(content) > MOST_BYTES or not re.fullmatch(NAME, place.rpartition("/")[2]):
        return {}
    try:
        rows = rows_of(place, content)
    except (csv.Error, ValueError, RecursionError):
        return {}
    parts = {file: names.part(said) for file, said in _column(rows, SPLITS).items()}
    labels = _column(rows, LABELS) or _repeated(_column(rows, ("text",))) or _one_hot(rows) or _only_other(rows)
    found = labels, _column(rows, GROUPS), {file: part for file, part in parts.items() if part}
    return {what: said for what, said in zip(SAYS, found, strict=True) if said}


def remark(place: str, said: Said) -> str:
    """The remark on a file that is no image, given what it says of others as a table; "" if it is no table either."""
    if said:
        return f"{short_name(place)} {READ}."
    is_named_as_table = re.fullmatch(NAME, place.rpartition("/")[2]) and not place.lower().endswith((".txt", ".json"))
    return f"{short_name(place)} {SAYS_NOTHING}" if is_named_as_table else ""


def is_usual(place: str) -> bool:
    """Whether a table of this name is preferred to others."""
    return re.fullmatch(USUAL, place) is not None


def part_of(place: str) -> str:
    """The part that a table is about, by the beginning of its name: `trainLabels.csv`, `val.csv`."""
    beginning = re.match(r"(?i)train|val|dev|test", place.rpartition("/")[2])
    return names.part(beginning[0]) if beginning else ""


def _columns(rows: list[Row]) -> tuple[dict[str, str], str | None]:
    """The columns as they are written, by their names in lower case, and the column that names the files."""
    known = {str(name).strip().lower(): name for name in rows[0]} if rows else {}
    return known, next((known[name] for name in FILES if name in known), None)


def _column(rows: list[Row], wanted: tuple[str, ...]) -> dict[str, str]:
    """What the first column with one of these names says of each file."""
    known, file = _columns(rows)
    column = next((known[name] for name in wanted if name in known), None)
    if file is None or column is None:
        return {}
    return _agreed((row.get(file), row.get(column)) for row in rows)


def _one_hot(rows: list[Row]) -> dict[str, str]:
    """For each file the one column that has a 1, if the other columns of the table hold only 0 and 1."""
    known, file = _columns(rows)
    others = [written for plain, written in known.items() if plain not in NO_LABELS]
    if file is None or len(others) < 2:
        return {}
    flags = [[FLAGS.get(str(row.get(name)).strip()) for name in others] for row in rows]
    if any(None in of_row for of_row in flags):
        return {}
    n_labels = [sum(map(bool, of_row)) for of_row in flags]
    if MOST_DOUBLE * len(flags) < sum(n > 1 for n in n_labels):
        return {}
    labels = [others[of_row.index(True)].strip() if n == 1 else None for of_row, n in zip(flags, n_labels, strict=True)]
    return _agreed((row.get(file), label) for row, label in zip(rows, labels, strict=True))


def _only_other(rows: list[Row]) -> dict[str, str]:
    """What the only other column says of each file."""
    known, file = _columns(rows)
    others = [written for plain, written in known.items() if written != file]
    if file is None or len(others) != 1 or others[0] is None or others[0].strip().lower() in NO_LABELS:
        return {}
    return _repeated(_agreed((row.get(file), row.get(others[0])) for row in rows))


def _repeated(said: dict[str, str]) -> dict[str, str]:
    """What is said of files, if the same is said of two files or more on average, unlike captions."""
    return said if 2 * len(set(said.values())) <= len(said) else {}


def _agreed(pairs: Iterable[tuple[str | None, str | None]]) -> dict[str, str]:
    """What is said of each file, without the files of which different things are said."""
    said = dict[str, set[str]]()
    for file, label in pairs:
        if file not in (None, "") and label not in (None, ""):
            said.setdefault(plain(str(file).strip()), set()).add(str(label).strip())
    return {place: labels.pop() for place, labels in said.items() if len(labels) == 1}
