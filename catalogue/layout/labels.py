"""Tables of labels or groups beside images: `labels.csv`, `train.csv`, or a hub's `metadata.csv`, `metadata.jsonl`."""

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

NAME = r"(?i).*(labels?|metadata|train|annotations?|classes|index)[^/]*\.(csv|tsv|jsonl)"
FILES = ("file_name", "filename", "file", "image", "image_name", "image_path", "path", "image_id", "img", "id", "name")
LABELS = ("label", "labels", "class", "class_name", "category", "target", "breed", "species", "diagnosis", "text")
GROUPS = (
    *("group", "subgroup", "domain", "environment", "background", "place", "location", "region", "site", "hospital"),
    *("camera", "scanner", "device", "source", "lighting", "sex", "gender", "age_group", "skin_type", "skin_tone"),
)
"""Columns that name groups across the classes; of several, the first of these."""
MOST_BYTES = 20 * 2**20


def read_table(place: str, content: bytes | None) -> tuple[dict[str, str], dict[str, str]]:
    """The label and the group of each file that a table of this name names; both empty if it is no such table."""
    if not content or len(content) > MOST_BYTES or not re.fullmatch(NAME, place.rpartition("/")[2]):
        return {}, {}
    text = content.decode("utf-8-sig", "replace")
    try:
        rows = _lines(text) if place.lower().endswith("jsonl") else _table(text)
    except (csv.Error, ValueError):
        return {}, {}
    return _column(rows, LABELS), _column(rows, GROUPS)


def _column(rows: list[dict[str, str]], names: tuple[str, ...]) -> dict[str, str]:
    """What the first column of one of these names says of each file."""
    known = {str(name).strip().lower(): name for name in rows[0]} if rows else {}
    file, told = (next((known[name] for name in wanted if name in known), None) for wanted in (FILES, names))
    if file is None or told is None:
        return {}
    return {str(row[file]): str(row[told]).strip() for row in rows if row.get(file) and row.get(told) not in (None, "")}


def label_of(labels: Mapping[str, str], path: tuple[str, ...]) -> str:
    """What a table says of an image at this path below it, which it may name with or without folders and ending."""
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
