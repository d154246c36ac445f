"""A report: what one browser measured on its GPU, and how its text is checked."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

from timing.visitors import bounds
from timing.visitors.fields import Fields

MOST_BYTES = 64 * 2**10
MOST_ROWS = 60
PARTS = ("warm_up", "copy_in", "compute", "copy_out")


@dataclass(frozen=True)
class BrowserRow:
    """Seconds of one operation at one size, fields as in `Timing`, and the worst relative error of its result."""

    operation: str
    size: int
    device: str  # webgpu, or javascript for one core of the visitor's processor
    dtype: str
    median_seconds: float
    low_seconds: float
    high_seconds: float
    n_repeats: int
    parts: dict[str, float]
    flop: float
    n_bytes: float
    error: float

    @property
    def what(self) -> tuple[str, int, str, str]:
        """What was measured: of each there is one row in a report."""
        return self.operation, self.size, self.device, self.dtype


@dataclass(frozen=True)
class Report:
    """What a browser says of its GPU, and its rows; `complete` unless the visitor or the browser stopped early."""

    vendor: str
    architecture: str
    browser: str
    is_software: bool
    complete: bool
    copy_bytes_per_second: float | None
    flop_per_second: float | None
    rows: tuple[BrowserRow, ...]

    def to_json(self) -> str:
        """The text from which `parse` reads the same report."""
        return json.dumps(asdict(self))


def parse(text: str) -> Report:
    """The report in this text, which anybody may have written; ValueError with one sentence if it cannot be true."""
    fields = Fields.of("The report", _loaded(text))
    rows = fields.values.get("rows")
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
        raise fields.refused("rows", f"a list of 1 to {MOST_ROWS} rows")
    read = tuple(_row(Fields.of(f"Row {number} of the report", row)) for number, row in enumerate(rows, 1))
    if Counter(row.what for row in read).most_common(1)[0][1] > 1:
        raise ValueError("The report must have one row for each operation, size, device and number format.")
    return Report(
        vendor=fields.text("vendor"),
        architecture=fields.text("architecture"),
        browser=fields.text("browser"),
        is_software=fields.yes_or_no("is_software"),
        complete=fields.yes_or_no("complete"),
        copy_bytes_per_second=fields.number_or_none("copy_bytes_per_second", bounds.MOST_BYTES_PER_SECOND),
        flop_per_second=fields.number_or_none("flop_per_second", max(bounds.MOST_FLOP_PER_SECOND.values())),
        rows=read,
    )


def _loaded(text: str) -> Any:
    """What the text says in JSON."""
    if len(text) > MOST_BYTES or len(text.encode(errors="replace")) > MOST_BYTES:
        raise ValueError(f"The report must have at most {MOST_BYTES // 2**10} kB.")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as problem:
        raise ValueError("The report must be JSON with ordinary numbers and few levels.") from problem


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number.")


def _row(fields: Fields) -> BrowserRow:
    """One row; its work follows from operation and size, whatever it says of it."""
    operation = fields.one_of("operation", bounds.SIZES)
    size = fields.whole("size", bounds.SIZES[operation])
    device, dtype = fields.one_of("device", bounds.DEVICES), fields.one_of("dtype", bounds.ITEM_BYTES)
    low, median, high = (fields.number(f"{end}_seconds", bounds.MOST_SECONDS) for end in ("low", "median", "high"))
    if not low <= median <= high:
        raise fields.refused("median_seconds", "between low_seconds and high_seconds")
    given = Fields.of(f"{fields.where}: parts", fields.values.get("parts"))
    parts = {name: given.number(name, bounds.MOST_SECONDS, zero=name != "compute") for name in PARTS}
    if min(low, parts["compute"]) < bounds.fastest(device, operation, size, dtype):
        raise ValueError(f"{fields.where} must not be faster than any machine can be.")
    flop, n_bytes = bounds.work(operation, size, dtype)
    return BrowserRow(
        operation=operation,
        size=size,
        device=device,
        dtype=dtype,
        median_seconds=median,
        low_seconds=low,
        high_seconds=high,
        n_repeats=fields.whole("n_repeats", range(bounds.FEWEST_REPEATS, bounds.MOST_REPEATS + 1)),
        parts=parts,
        flop=flop,
        n_bytes=n_bytes,
        error=fields.number("error", bounds.MOST_ERROR[dtype], zero=True),
    )
