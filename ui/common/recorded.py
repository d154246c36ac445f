"""Rows that files hold as lines of JSON, as a table."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import TypeVar

import pandas as pd

from timing.rows.row import Row

R = TypeVar("R", bound=Row)


def recorded(kind: type[R], folder: Path) -> Iterator[tuple[str, R]]:
    """The rows of each `*.jsonl` in the folder, with the file's stem as their origin."""
    return ((path.stem, row) for path in sorted(folder.glob("*.jsonl")) for row in kind.read(path))


def table(kind: type[R], rows: Iterable[tuple[str, R]]) -> pd.DataFrame:
    """The rows with their origins, in the columns that all have."""
    columns = [*(one.name for one in fields(kind)), "origin"]
    return pd.DataFrame([{**asdict(row), "origin": origin} for origin, row in rows], columns=columns)
