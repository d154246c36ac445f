"""Rows as lines of JSON and back: whole, and of one protocol, or not at all."""

import json
from dataclasses import asdict, fields
from typing import Any, TypeVar

Row = TypeVar("Row")


def to_line(row: Any, protocol: int) -> str:
    """One line of JSON with every field of a dataclass."""
    return json.dumps({**asdict(row), "protocol": protocol})


def from_line(kind: type[Row], line: str, protocol: int) -> Row:
    """The row that `to_line` wrote; ValueError if it was measured under another protocol or is incomplete."""
    try:
        record = json.loads(line)
        row = kind(**{name.name: record[name.name] for name in fields(kind)})  # type: ignore[arg-type]
        found = record["protocol"]
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError(f"This line is no whole {kind.__name__}: {problem}.") from problem
    if found != protocol:
        raise ValueError(f"This {kind.__name__} was measured under another protocol than {protocol}.")
    return row
