"""Tables of labels beside images: `labels.csv`, `train.csv`, or a hub's `metadata.csv` and `metadata.jsonl`."""

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

NAME = r"(?i).*(labels?|metadata|train|annotations?|classes|index)[^/]*\.(csv|tsv|jsonl)"
FILES = ("file_name", "filename", "file", "image", "image_name", "image_path", "path", "image_id", "img", "id", "name")
LABELS = ("label", "labels", "class", "class_name", "category", "target", "breed", "species", "diagnosis", "text")
MOST_BYTES = 20 * 2**20


def is_table(place: str) -> bool:
    """Whether a file of this name may hold labels."""
    return re.fullmatch(NAME, place.rpartition("/")[2]) is not None


def read_labels(place: str, content: bytes) -> dict[str, str]:
    """The label of each file that the table names; empty if it is no such table."""
    if len(content) > MOST_BYTES:
        return {}
    text = content.decode("utf-8-sig", "replace")
    try:
        rows = _lines(text) if place.lower().endswith("jsonl") else _table(text)
    except (csv.Error, ValueError):
        return {}
    if not rows:
        return {}
    known = {str(name).strip().lower(): name for name in rows[0]}
    file, label = (next((known[name] for name in names if name in known), None) for names in (FILES, LABELS))
    if file is None or label is None:
        return {}
    return {
        str(row[file]): str(row[label]).strip() for row in rows if row.get(file) and row.get(label) not in (None, "")
    }


def label_of(labels: Mapping[str, str], path: tuple[str, ...]) -> str:
    """The label of an image at this path below the table, which may name it with or without folders and ending."""
    place = PurePosixPath(*path)
    for name in (str(place), place.name, str(place.with_suffix("")), place.stem):
        if name in labels:
            return labels[name]
    return ""


def _table(text: str) -> list[dict[str, str]]:
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    return list(csv.DictReader(io.StringIO(text), delimiter=separator))


def _lines(text: str) -> list[dict[str, str]]:
    rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    return [row for row in rows if isinstance(row, dict)]
