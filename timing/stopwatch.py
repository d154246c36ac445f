"""Times repeated work on a device: the warm-up does not count, and copies are timed apart from the computation.

A row is one work on one device; all rows of a machine take turns.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:  # torch takes two seconds
    from timing.device import TorchDevice

SHORTEST = 2e-3
"""The fewest seconds between two readings of the clock; shorter work is called several times between them."""
SECONDS = 1.2
"""For how long a row repeats its work, all its turns together, unless the caller says otherwise."""
TURN = 8e-3
"""Seconds of a turn, unless one repetition takes longer. Other programs slow a machine down for tenths of a second or
for minutes: many short turns tell more than a few long ones."""
ROUNDS, FEWEST_TURNS = 50, 20
"""In each round every row has at most one turn; a row has at least this many turns, however long they take."""
COLD = 0.02
"""Where a repetition takes at least this many seconds, it does not matter what the row before left in the caches."""
CALM = 1.1
"""A turn counts if it took at most this many times as long as the row's fastest turn."""
FEWEST_CALM = 3
"""This many turns count in any case, the fastest ones: a single turn would show no spread."""


@dataclass(frozen=True)
class Work:
    """What is repeated on `given`: only the computation, or also the copies before and after it."""

    compute: Callable[[Any], Any]
    given: Any = None
    copy_in: Callable[[Any], Any] | None = None
    copy_out: Callable[[Any], Any] | None = None
    flop: float | None = None
    n_bytes: float | None = None

    def parts(self) -> Iterator[tuple[str, Callable[[Any], Any]]]:
        """The parts of the work in order; each takes the result of the one before."""
        for name in ("copy_in", "compute", "copy_out"):
            part = getattr(self, name)
            if part is not None:
                yield name, part


@dataclass
class Measurement:
    """The seconds of one row's work: those of its first call, and those `expected` of each part.

    `turns` holds the repetitions of each turn: a dictionary for each, with the seconds of one call of each part.
    `n_calls` is how often each part is called between two readings of the clock.
    """

    warm_up_seconds: float
    n_calls: dict[str, int]
    expected: dict[str, float]
    turns: list[list[dict[str, float]]] = field(default_factory=list)

    @property
    def expected_seconds(self) -> float:
        """One call of all parts."""
        return sum(self.expected.values())

    @property
    def repetition_seconds(self) -> float:
        """One repetition: all calls of all parts."""
        return max(sum(seconds * self.n_calls[part] for part, seconds in self.expected.items()), 1e-9)

    @property
    def n_cold(self) -> int:
        """The first repetitions of a turn, which do not count, as other rows have filled the caches."""
        return int(self.repetition_seconds < COLD)

    @property
    def n_per_turn(self) -> int:
        """The repetitions of a turn that count: as many as fit into it, at least one."""
        return max(1, int(TURN / self.repetition_seconds) - self.n_cold)

    @property
    def counted(self) -> list[dict[str, float]]:
        """The repetitions of the fastest turns: other programs can only make a turn slower."""
        medians = [float(np.median([sum(seconds.values()) for seconds in turn])) for turn in self.turns]
        limit = max(CALM * min(medians), sorted(medians)[:FEWEST_CALM][-1])
        calm = [turn for turn, median in zip(self.turns, medians, strict=True) if median <= limit]
        return [seconds for turn in calm for seconds in turn]

    @property
    def n_left_out(self) -> int:
        """The number of repetitions in the other turns."""
        return sum(map(len, self.turns)) - len(self.counted)

    def quartiles(self) -> tuple[float, float, float]:
        """The quartiles of the repetitions that count, all parts together."""
        whole = [sum(seconds.values()) for seconds in self.counted]
        low, median, high = np.quantile(whole, (0.25, 0.5, 0.75)).tolist()
        return low, median, high

    def parts(self) -> dict[str, float]:
        """The median of each part, and the warm-up."""
        counted = self.counted
        medians = {name: float(np.median([seconds[name] for seconds in counted])) for name in counted[0]}
        return {"warm_up": self.warm_up_seconds, **medians}


def warm_up(work: Work, device: "TorchDevice") -> Measurement:
    """The first calls, which do not count, until calls between two readings of the clock last at least `SHORTEST`.

    Each part has its own number: with that of a slow copy, a short kernel would be called once, and its launch timed.
    """
    first = sum(repetition(work, device).values())
    n_calls = {name: 1 for name, _ in work.parts()}
    while True:
        each = repetition(work, device, n_calls)
        short = [part for part, n in n_calls.items() if each[part] * n < SHORTEST and n < 2**20]
        if not short:
            return Measurement(first, n_calls, each)
        for part in short:
            # At most ten times as many: the first calls are slower than later ones.
            n_calls[part] *= max(2, min(10, math.ceil(SHORTEST / max(each[part] * n_calls[part], 1e-9))))


def is_due(measurement: Measurement, seconds: float, round: int) -> bool:
    """Whether the row has a turn in this round; its turns are spread evenly over all rounds."""
    turn_seconds = (measurement.n_cold + measurement.n_per_turn) * measurement.repetition_seconds
    n_turns = int(np.clip(seconds / turn_seconds, FEWEST_TURNS, ROUNDS))
    return (round + 1) * n_turns // ROUNDS > round * n_turns // ROUNDS


def take_turn(work: Work, device: "TorchDevice", measurement: Measurement) -> None:
    """Add one turn's repetitions to the measurement."""
    for _ in range(measurement.n_cold):
        repetition(work, device, measurement.n_calls)
    turn = [repetition(work, device, measurement.n_calls) for _ in range(measurement.n_per_turn)]
    measurement.turns.append(turn)


def repetition(work: Work, device: "TorchDevice", n_calls: dict[str, int] | None = None) -> dict[str, float]:
    """Seconds of one call of each part; the device is idle whenever the clock is read.

    Each part is called as often as `n_calls` says, or once without it.
    """
    seconds, value = {}, work.given
    for name, part in work.parts():
        n = n_calls[name] if n_calls else 1
        device.synchronize()
        start = device.now()
        for _ in range(n):
            result = part(value)
        device.synchronize()
        seconds[name] = (device.now() - start) / n
        value = result
    return seconds
