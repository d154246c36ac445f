"""Repeated work on a device, its parts timed apart: warm-up is never counted, copies are where they are named."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from timing.pace import Pace, Steady

SHORTEST = 2e-3
"""Seconds between two readings of the clock; shorter work is called many times in between."""
ROUNDS = 5
"""Turns in which rows are repeated, one after the other, so that a busy moment of the machine meets a part of each."""
TURNS = range(7)
UNSETTLED = 0.1
"""Share of the median by which a row's quartiles may lie apart; while they do, it takes part in the later turns."""
COLD = 0.25
"""Seconds of a reading beside which it does not show that what ran before took the caches."""
FEWEST, MOST = 1, 40
"""Repetitions in a round, however long or short they take."""
DISTURBED = 1.1
"""How many times slower than at its best the machine may be before or after a repetition that counts."""
FEWEST_CALM = 5
"""Repetitions that count in any case, those of the calmest moments."""
PATIENCE = 2
"""Of how many tries one must count, before a turn ends without; the next turn comes when the machine may be calm."""


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
    """Seconds of a call: the first one's, what is to be expected, and those of every repetition, by part.

    `n_calls` of each part lie between two readings of the clock.
    """

    warm_up_seconds: float
    n_calls: dict[str, int]
    expected: dict[str, float]
    pace: Pace = field(default_factory=Steady)
    repetitions: list[dict[str, float]] = field(default_factory=list)
    paces: list[float] = field(default_factory=list)  # of the machine before or after each, the slower one

    @property
    def expected_seconds(self) -> float:
        """One call of all parts."""
        return sum(self.expected.values())

    @property
    def counted(self) -> list[dict[str, float]]:
        """The repetitions while the machine was at its best, and at least the few while it was nearest to that."""
        n = max(FEWEST_CALM, len(self.paces) - self.n_disturbed)
        calmest = sorted(range(len(self.paces)), key=self.paces.__getitem__)[:n]
        return [self.repetitions[place] for place in sorted(calmest)]

    @property
    def n_disturbed(self) -> int:
        """The repetitions while the machine was slower, whether or not they had to count."""
        return sum(not self.is_calm(pace) for pace in self.paces)

    def is_calm(self, pace: float) -> bool:
        """Whether the machine is near the best that it was seen at."""
        return pace <= DISTURBED * self.pace.best

    def quartiles(self) -> tuple[float, float, float]:
        """A quarter, half and three quarters of what counts, all parts together, took no longer than this."""
        whole = [sum(seconds.values()) for seconds in self.counted]
        low, median, high = np.quantile(whole, (0.25, 0.5, 0.75)).tolist()
        return low, median, high

    def wants(self, turn: int) -> bool:
        """Whether the row takes part in this turn: in the first ones always, later while its repetitions disagree."""
        if turn < ROUNDS:
            return True
        low, median, high = self.quartiles()
        return high - low > UNSETTLED * median

    def parts(self) -> dict[str, float]:
        """The median of each part, and the warm-up."""
        counted = self.counted
        medians = {name: float(np.median([seconds[name] for seconds in counted])) for name in counted[0]}
        return {"warm_up": self.warm_up_seconds, **medians}


def measured(work: Work, device: Device, seconds: float = 0.4, pace: Pace | None = None) -> Measured:
    """Repeat the work for about so many seconds in all, after calls that warm up."""
    found = rehearsed(work, device, pace)
    for turn in TURNS:
        if found.wants(turn):
            repeat(work, device, found, seconds)
    return found


def rehearsed(work: Work, device: Device, pace: Pace | None = None) -> Measured:
    """The first calls, which warm up and are not counted, and how many of them a reading of the clock needs."""
    first = sum(repetition(work, device, {}).values())
    return Measured(first, *calls_between_readings(work, device), pace or Steady())


def repeat(work: Work, device: Device, found: Measured, seconds: float) -> None:
    """One turn: add a fifth of the repetitions that are to count, or as many as patience allows.

    Where one is short the first is not counted: others took the caches.
    """
    each = max(sum(seconds * found.n_calls[part] for part, seconds in found.expected.items()), 1e-9)
    if each < COLD:
        repetition(work, device, found.n_calls)
    wanted = tries = int(np.clip(seconds / ROUNDS / each, FEWEST, MOST))
    after = found.pace.now()
    for _ in range(PATIENCE * tries):
        before = after
        found.repetitions.append(repetition(work, device, found.n_calls))
        after = found.pace.now()
        found.paces.append(max(before, after))
        wanted -= found.is_calm(found.paces[-1])
        if not wanted:
            return


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
