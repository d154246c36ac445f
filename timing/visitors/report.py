"""A report: what one browser measured on its GPU, how its text is checked, and how fast anything can physically be."""

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

SIZES = {"matrix_product": tuple(2**power for power in range(6, 13)), "convolution": tuple(range(1, 65))}
"""Rows of each matrix, 64 to 4,096; images of a batch."""
DEVICES = ("webgpu", "javascript")
ITEM_BYTES = {"float32": 4, "float16": 2}

CHANNELS, SIDE, KERNEL = 64, 32, 3
"""The convolution's input and output channels, the side of its maps, and the side of its filters."""

MOST_BYTES, MOST_ROWS, MOST_LETTERS = 64 * 2**10, 60, 60
"""Of a report's text, of its rows and of each name in it."""
PARTS = ("warm_up", "copy_in", "compute", "copy_out")
MOST_SECONDS = 600.0
FEWEST_REPEATS, MOST_REPEATS = 5, 1_000_000

MOST_FLOP_PER_SECOND = {"float32": 1e15, "float16": 1e16}
"""Ten times the float32 of the fastest accelerators of 2026, and three times the float16 of their matrix units."""
MOST_FLOP_PER_SECOND_OF_A_CORE = 1e12
"""Two multiply-and-add units of sixteen numbers each at 5 GHz make 3.2e11."""
MOST_BYTES_PER_SECOND = 1e14
"""The memory of the fastest accelerators of 2026 moves 1e13; their caches move a few times that."""

MOST_ERROR = {"float32": 1e-3, "float16": 0.1}
"""The worst relative error of a product: more means that something else was computed."""


def work(operation: str, size: int, dtype: str) -> tuple[float, float]:
    """The additions and multiplications, and the bytes that must at least be read and written."""
    if operation == "matrix_product":
        return 2.0 * size**3, 3.0 * size**2 * ITEM_BYTES[dtype]
    n_pixels, weights = size * SIDE**2, CHANNELS**2 * KERNEL**2
    return 2.0 * n_pixels * weights, (2.0 * n_pixels * CHANNELS + weights) * ITEM_BYTES[dtype]


def fastest(device: str, operation: str, size: int, dtype: str) -> float:
    """The seconds below which no machine can do the work."""
    flop, n_bytes = work(operation, size, dtype)
    rate = MOST_FLOP_PER_SECOND_OF_A_CORE if device == "javascript" else MOST_FLOP_PER_SECOND[dtype]
    return max(flop / rate, n_bytes / MOST_BYTES_PER_SECOND)


@dataclass(frozen=True)
class Fields:
    """A JSON object that anybody may have written; `where` names it in a sentence. Other fields are not looked at."""

    where: str
    values: Any

    def __post_init__(self) -> None:
        if not isinstance(self.values, dict):
            raise ValueError(f"{self.where} must be an object with named fields.")

    def text(self, name: str) -> str:
        """Text such as a vendor's name; it may be empty."""
        value = self.values.get(name)
        if not isinstance(value, str) or len(value) > MOST_LETTERS or not value.isprintable():
            raise self.refused(name, f"at most {MOST_LETTERS} printable letters")
        if value and not value[0].isalnum():  # a spreadsheet would run "=..." from a downloaded table
            raise self.refused(name, "a name that begins with a letter or a digit")
        return value

    def yes_or_no(self, name: str) -> bool:
        """A truth value, which no number stands for."""
        value = self.values.get(name)
        if not isinstance(value, bool):
            raise self.refused(name, "true or false")
        return value

    def one_of(self, name: str, known: Collection[str]) -> str:
        """One of the known words."""
        value = self.values.get(name)
        if not isinstance(value, str) or value not in known:
            raise self.refused(name, f"one of {', '.join(known)}")
        return value

    def whole(self, name: str, allowed: range | tuple[int, ...]) -> int:
        """A whole number that is allowed."""
        value = self.values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value not in allowed:
            several = isinstance(allowed, range) or len(allowed) > 10
            right = f"from {allowed[0]:,} to {allowed[-1]:,}" if several else "one of " + ", ".join(map(str, allowed))
            raise self.refused(name, f"a whole number {right}")
        return value

    def number(self, name: str, most: float, *, zero: bool = False) -> float:
        """A number above 0 (or 0, where that may be) and at most `most`."""
        value = self.values.get(name)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        # NaN and the infinities fail these comparisons, and whole numbers of a thousand digits are no trouble.
        if not is_number or not (0 < value <= most or (zero and value == 0)):  # type: ignore[operator]
            limits = f"from 0 to {most:g}" if zero else f"above 0 and at most {most:g}"
            raise self.refused(name, f"a number {limits}")
        return float(value)  # type: ignore[arg-type]

    def number_or_none(self, name: str, most: float) -> float | None:
        """A number, or null for what was not measured."""
        return None if self.values.get(name) is None else self.number(name, most)

    def refused(self, name: str, right: str) -> ValueError:
        """The problem of one field, which says what would be right and repeats nothing that was sent."""
        return ValueError(f"{self.where}: {name} must be {right}.")


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
    fields = Fields("The report", _loaded(text))
    rows = fields.values.get("rows")
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
        raise fields.refused("rows", f"a list of 1 to {MOST_ROWS} rows")
    read = tuple(_row(Fields(f"Row {number} of the report", row)) for number, row in enumerate(rows, 1))
    if Counter(row.what for row in read).most_common(1)[0][1] > 1:
        raise ValueError("The report must have one row for each operation, size, device and number format.")
    return Report(
        vendor=fields.text("vendor"),
        architecture=fields.text("architecture"),
        browser=fields.text("browser"),
        is_software=fields.yes_or_no("is_software"),
        complete=fields.yes_or_no("complete"),
        copy_bytes_per_second=fields.number_or_none("copy_bytes_per_second", MOST_BYTES_PER_SECOND),
        flop_per_second=fields.number_or_none("flop_per_second", max(MOST_FLOP_PER_SECOND.values())),
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
    operation = fields.one_of("operation", SIZES)
    size = fields.whole("size", SIZES[operation])
    device, dtype = fields.one_of("device", DEVICES), fields.one_of("dtype", ITEM_BYTES)
    low, median, high = (fields.number(f"{end}_seconds", MOST_SECONDS) for end in ("low", "median", "high"))
    if not low <= median <= high:
        raise fields.refused("median_seconds", "between low_seconds and high_seconds")
    given = Fields(f"{fields.where}: parts", fields.values.get("parts"))
    parts = {name: given.number(name, MOST_SECONDS, zero=name != "compute") for name in PARTS}
    if min(low, parts["compute"]) < fastest(device, operation, size, dtype):
        raise ValueError(f"{fields.where} must not be faster than any machine can be.")
    flop, n_bytes = work(operation, size, dtype)
    return BrowserRow(
        operation=operation,
        size=size,
        device=device,
        dtype=dtype,
        median_seconds=median,
        low_seconds=low,
        high_seconds=high,
        n_repeats=fields.whole("n_repeats", range(FEWEST_REPEATS, MOST_REPEATS + 1)),
        parts=parts,
        flop=flop,
        n_bytes=n_bytes,
        error=fields.number("error", MOST_ERROR[dtype], zero=True),
    )
