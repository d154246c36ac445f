"""One measured time (Timing), where it was measured (Place), and both as a line of JSON that can be read back."""

from dataclasses import dataclass, field

from timing.rows.lines import from_line, to_line

PROTOCOL = 4
"""Raised whenever what is timed changes: rows of unlike protocols never meet."""


@dataclass(frozen=True)
class Way:
    """How an operation is done: by which library, in which number format and memory order, with how many threads."""

    dtype: str = "float32"
    channels_last: bool = False
    compiled: bool = False
    threads: int = 1
    library: str = "torch"


@dataclass(frozen=True)
class Place:
    """What measured: the machine in words, the libraries' versions, the commit of this code."""

    machine: str
    versions: dict[str, str]
    commit: str


@dataclass(frozen=True)
class Timing:
    """Seconds of one call of an operation at a size; quartiles show the spread of what was not left out.

    `median_seconds` counts the parts copy_in, compute and copy_out, as far as the operation has them; `parts` has the
    median of each and, not counted, the seconds of the first call as warm_up. `flop` are additions and multiplications,
    `n_bytes` what must at least be read and written; None where nobody can say.
    """

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
    n_left_out: int = 0  # repetitions of turns that were slower, as when others use the machine

    @property
    def what(self) -> tuple[str, int, str, str, bool, bool, str, int]:
        """What was measured, without where and when: the same for the same row of another run."""
        way = self.dtype, self.channels_last, self.compiled, self.library, self.threads
        return self.operation, self.size, self.device, *way


def to_json(timing: Timing) -> str:
    """One line of JSON."""
    return to_line(timing, PROTOCOL)


def from_json(line: str) -> Timing:
    """The timing that `to_json` wrote; ValueError if it was measured under another protocol or is incomplete."""
    return from_line(Timing, line, PROTOCOL)
