"""One measured time (Timing), how its operation was computed (Variant), and rows as lines of JSON (Row)."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, ClassVar, Self


@dataclass(frozen=True)
class Row:
    """A measurement that a file holds as one line of JSON, with its protocol."""

    PROTOCOL: ClassVar[int]
    """Raised whenever what is measured changes: rows of different protocols are never compared."""
    RENAMED: ClassVar[dict[str, str]] = {}
    """Today's names of fields that older files call by their former names."""
    ADDED: ClassVar[dict[str, Any]] = {}
    """Fields that older files do not have, with what they would say there."""

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps({**asdict(self), "protocol": self.PROTOCOL})

    @classmethod
    def from_json(cls, line: str) -> Self:
        """The row that `to_json` wrote; ValueError if it is incomplete or was measured under another protocol."""
        try:
            read = {cls.RENAMED.get(name, name): value for name, value in json.loads(line).items()}
            record = cls.ADDED | read
            row = cls(**{one.name: record[one.name] for one in fields(cls)})
            protocol = record["protocol"]
        except (AttributeError, KeyError, TypeError, ValueError) as problem:
            raise ValueError(f"This line is not a whole {cls.__name__}: {problem}.") from problem
        if protocol != cls.PROTOCOL:
            raise ValueError(f"This {cls.__name__} was measured under protocol {protocol}, not {cls.PROTOCOL}.")
        return row

    @classmethod
    def read(cls, path: Path) -> list[Self]:
        """The rows of a file, which may still be written or just have been renamed; other lines are left out."""
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []
        rows = []
        for line in lines:
            try:
                rows.append(cls.from_json(line))
            except ValueError:
                continue
        return rows


@dataclass(frozen=True)
class Variant:
    """How an operation is computed: number format, memory order, compiled or not, number of threads, library."""

    dtype: str = "float32"
    channels_last: bool = False
    compiled: bool = False
    threads: int = 1
    library: str = "torch"


@dataclass(frozen=True)
class Timing(Row):
    """Seconds of one call of an operation at one size; the quartiles are of the repetitions that count.

    `median_seconds` is the sum of the parts copy_in, compute and copy_out, as far as the operation has them. `parts`
    holds the median of each, and as warm_up the seconds of the first call, which does not count. `flop` is the number
    of additions and multiplications, `n_bytes` the bytes that must at least be read and written; None if unknown.
    """

    PROTOCOL = 4

    operation: str
    size: int
    device: str
    dtype: str
    channels_last: bool
    compiled: bool
    library: str
    threads: int
    median_seconds: float
    low_seconds: float
    high_seconds: float
    n_repeats: int
    n_calls: int  # of compute, between two readings of the clock
    flop: float | None
    n_bytes: float | None
    machine: str
    versions: dict[str, str]
    commit: str
    measured_at: str  # ISO 8601, UTC
    parts: dict[str, float] = field(default_factory=dict)
    n_left_out: int = 0  # repetitions in slower turns, during which other programs used the machine

    @property
    def what(self) -> tuple[str, int, str, str, bool, bool, str, int]:
        """What was measured, but not where and when: the same in another run."""
        variant = self.dtype, self.channels_last, self.compiled, self.library, self.threads
        return self.operation, self.size, self.device, *variant
