"""Repeated work on a device, its parts timed apart: warm-up is never counted, copies are where they are named."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

SHORTEST = 2e-3
"""Seconds between two readings of the clock; shorter work is called many times in between."""
SECONDS = 1.2
"""For how long a row repeats its work, in all turns together, where nothing else is asked for."""
TURN = 8e-3
"""Seconds of a turn, if one repetition does not take longer: others slow a machine for tenths of a second or minutes,
so that many short turns tell more of it than a few long ones."""
ROUNDS, FEWEST_TURNS = 50, 20
"""So often all rows come by, one after the other; in so many of the rounds each has a turn, however long that is."""
COLD = 0.02
"""Seconds of a reading beside which it does not show that what ran before took the caches."""
CALM = 1.1
"""How many times slower than the row's fastest turn one may be to count."""
FEWEST_CALM = 3
"""Turns that count in any case, the fastest ones: one alone would show no spread."""


class Device(Protocol):
    """What computes: some devices answer before they have done their work."""

    def synchronize(self) -> None:
        """Return when everything that was given to the device is done."""

    def now(self) -> float:
        """Seconds of a clock that only runs forward."""


@dataclass(frozen=True)
class Work:
    """What is repeated on `given`: compute alone, or also the copies before and after it, where they are named."""

    compute: Callable[[Any], Any]
    given: Any = None
    copy_in: Callable[[Any], Any] | None = None
    copy_out: Callable[[Any], Any] | None = None
    flop: float | None = None
    n_bytes: float | None = None

    def parts(self) -> Iterator[tuple[str, Callable[[Any], Any]]]:
        """The parts that there are, in their order; each gets what the one before it gave."""
        for name in ("copy_in", "compute", "copy_out"):
            part = getattr(self, name)
            if part is not None:
                yield name, part


@dataclass
class Measured:
    """Seconds of a call: the first one's, what is to be expected, and those of every repetition, by turn and part.

    `n_calls` of each part lie between two readings of the clock.
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
    def reading_seconds(self) -> float:
        """One repetition: all calls of all parts."""
        return max(sum(seconds * self.n_calls[part] for part, seconds in self.expected.items()), 1e-9)

    @property
    def n_cold(self) -> int:
        """The repetitions at the beginning of a turn that do not count: others took the caches."""
        return int(self.reading_seconds < COLD)

    @property
    def n_per_turn(self) -> int:
        """The repetitions of a turn that count: what fits into it, at least one."""
        return max(1, int(TURN / self.reading_seconds) - self.n_cold)

    @property
    def counted(self) -> list[dict[str, float]]:
        """The repetitions of the fastest turns: whoever else uses the machine can only slow a turn down."""
        medians = [float(np.median([sum(seconds.values()) for seconds in turn])) for turn in self.turns]
        limit = max(CALM * min(medians), sorted(medians)[:FEWEST_CALM][-1])
        calm = [turn for turn, median in zip(self.turns, medians, strict=True) if median <= limit]
        return [seconds for turn in calm for seconds in turn]

    @property
    def n_left_out(self) -> int:
        """The repetitions of all other turns."""
        return sum(map(len, self.turns)) - len(self.counted)

    def quartiles(self) -> tuple[float, float, float]:
        """A quarter, half and three quarters of what counts, all parts together, took no longer than this."""
        whole = [sum(seconds.values()) for seconds in self.counted]
        low, median, high = np.quantile(whole, (0.25, 0.5, 0.75)).tolist()
        return low, median, high

    def parts(self) -> dict[str, float]:
        """The median of each part, and the warm-up."""
        counted = self.counted
        medians = {name: float(np.median([seconds[name] for seconds in counted])) for name in counted[0]}
        return {"warm_up": self.warm_up_seconds, **medians}


def rehearsed(work: Work, device: Device) -> Measured:
    """The first calls, which warm up and are not counted, and how many of them a reading of the clock needs."""
    first = sum(repetition(work, device, {}).values())
    return Measured(first, *calls_between_readings(work, device))


def is_due(found: Measured, seconds: float, number: int) -> bool:
    """Whether the row has a turn in the round of this number: its turns lie evenly between all rounds."""
    turn_seconds = (found.n_cold + found.n_per_turn) * found.reading_seconds
    n_turns = int(np.clip(seconds / turn_seconds, FEWEST_TURNS, ROUNDS))
    return (number + 1) * n_turns // ROUNDS > number * n_turns // ROUNDS


def repeat(work: Work, device: Device, found: Measured) -> None:
    """One turn: add its repetitions."""
    for _ in range(found.n_cold):
        repetition(work, device, found.n_calls)
    found.turns.append([repetition(work, device, found.n_calls) for _ in range(found.n_per_turn)])


def calls_between_readings(work: Work, device: Device) -> tuple[dict[str, int], dict[str, float]]:
    """How many calls of each part last long enough for the clock, and the seconds of one; it warms up further.

    Each part has its own number: a short kernel beside a slow copy would be read alone, with the wait for its start.
    """
    n_calls = {name: 1 for name, _ in work.parts()}
    while True:
        each = repetition(work, device, n_calls)
        short = [part for part, n in n_calls.items() if each[part] * n < SHORTEST and n < 2**20]
        if not short:
            return n_calls, each
        for part in short:
            # At most ten times as many: the first calls are slower than those to come.
            n_calls[part] *= max(2, min(10, math.ceil(SHORTEST / max(each[part] * n_calls[part], 1e-9))))


def repetition(work: Work, device: Device, n_calls: dict[str, int]) -> dict[str, float]:
    """Seconds of one call of each part; the device has nothing left to do whenever the clock is read.

    A part is called as often as `n_calls` says, or once.
    """
    seconds, value = {}, work.given
    for name, part in work.parts():
        device.synchronize()
        start, n = device.now(), n_calls.get(name, 1)
        for _ in range(n):
            answer = part(value)
        device.synchronize()
        seconds[name] = (device.now() - start) / n
        value = answer
    return seconds
