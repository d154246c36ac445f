"""How long a sweep will still take: its forecasts, corrected by the seconds that it has taken so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from analysis.common.wording import duration, span

TELLING = 0.2
"""From this share on, the share done of a running experiment says how long all of it takes."""

MOSTLY = 10
"""Before so many times its overhead a running experiment tells no pace: a slow start would look like a slow machine."""

OVERDUE = 0.1
"""An experiment that has reached its expected end is expected to take this share of its time longer."""

NARROW, SHORT = 1.8, 5.0
"""A range is said as one duration if its ends differ by a smaller factor, or by fewer seconds."""


@dataclass(frozen=True)
class Work:
    """An experiment: the seconds that it is forecast to take, those taken so far, and the share done while it runs.

    `overhead` are the seconds forecast for what no row counts: a worker's start, reading the images, keeping the model.
    Of one that is done, `taken` are the seconds that its row counts. Experiments of a `kind` are slow or fast together.
    The forecast of one that `is_known` here comes from rows of this machine.
    """

    counted: float
    overhead: float = 0.0
    taken: float = 0.0
    share: float = 0.0
    is_done: bool = False
    kind: str = ""
    is_known: bool = True

    @property
    def forecast(self) -> float:
        """All of its seconds, as forecast."""
        return self.counted + self.overhead

    @property
    def by_share(self) -> float | None:
        """All of its seconds, as the share done tells; None where it does not tell yet."""
        tells = self.share >= TELLING and self.has_begun
        return self.overhead + (self.taken - self.overhead) / self.share if tells else None

    @property
    def has_begun(self) -> bool:
        """Whether most of what it has taken is its own work."""
        return self.taken > 0 and self.taken >= MOSTLY * self.overhead


@dataclass(frozen=True)
class Pace:
    """How many times as long as forecast experiments take: the natural logarithm, and its variance."""

    log: float
    variance: float

    def at(self, deviations: float) -> float:
        """The pace so many standard deviations above the middle."""
        return exp(self.log + deviations * sqrt(self.variance))


KNOWN = Pace(0.0, 0.26**2)
"""Before anything is done, where rows of this machine exist: as forecast, within a factor of 1.3."""

UNKNOWN = Pace(0.69, 1.25**2)
"""Where there are none: twice as long, within a factor of 3.5.

That is from a little faster than the machines that were recorded to seven times as slow: a busy two-core server took
4.4 and 6.7 times as long.
"""

SCATTER = 0.4**2
"""The variance between the paces of experiments and, again, between those of kinds: a factor of 1.5."""


@dataclass(frozen=True)
class Left:
    """The seconds left, from the fewest to the most that are likely."""

    low: float
    high: float

    def in_words(self) -> str:
        """`about 20 s`, or `35 s to 5 min` while little is known."""
        low, high = max(self.low, 1.0), max(self.high, 1.0)
        return (
            f"about {duration(sqrt(low * high))}"
            if high < max(NARROW * low, low + SHORT)
            else span(low, high, duration)
        )


def time_left(work: Sequence[Work], n_workers: int = 1) -> Left:
    """Seconds until so many workers have ended all of it."""
    paces = _paces(work)
    ends = []
    for deviations in (-1.0, 1.0):
        left = [_left(one, paces[one.kind, one.is_known].at(deviations)) for one in work if not one.is_done]
        # However the work is divided, it does not end before the longest experiment does.
        ends.append(max(sum(left) / n_workers, max(left, default=0.0)))
    return Left(*ends)


def _left(one: Work, pace: float) -> float:
    """The seconds left for one experiment; one that has reached its expected end is never expected to end at once."""
    return max((one.by_share or pace * one.forecast) - one.taken, OVERDUE * one.taken)


def _paces(work: Sequence[Work]) -> dict[tuple[str, bool], Pace]:
    """The pace of each kind. Forecasts from elsewhere say nothing of how good those from here are, nor the reverse."""
    paces = {}
    for is_known, first in ((True, KNOWN), (False, UNKNOWN)):
        group = [one for one in work if one.is_known == is_known]
        of_all = _learned(first, group)
        other = of_all if is_known else Pace(of_all.log, of_all.variance + SCATTER)
        for kind in {one.kind for one in group}:
            paces[kind, is_known] = _learned(other, [one for one in group if one.kind == kind])
    return paces


def _learned(before: Pace, work: Sequence[Work]) -> Pace:
    """The pace after what these have taken; of one that is late, so far."""
    done = [(one.taken, one.counted) for one in work if one.is_done and one.taken > 0]
    told = [(one.by_share - one.overhead, one.counted) for one in work if not one.is_done and one.by_share]
    pace = _weighed(before, [*done, *told])
    running = [one for one in work if not one.is_done and one.has_begun and not one.by_share]
    late = [(one.taken, one.forecast) for one in running if one.taken > pace.at(0) * one.forecast]
    return _at_least(pace, _weighed(before, [*done, *told, *late])) if late else pace


def _at_least(pace: Pace, late: Pace) -> Pace:
    """From the pace of what is late, whose end is not in sight, to the slower end of both."""
    low, high = log(late.at(0)), log(max(pace.at(1), late.at(1)))
    return Pace((low + high) / 2, ((high - low) / 2) ** 2)


def _weighed(before: Pace, pairs: Sequence[tuple[float, float]]) -> Pace:
    """The pace after these seconds taken and forecast; a belief that turns out to be far off is dropped."""
    taken, forecast = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    if not taken or not forecast:
        return before
    spread, away = SCATTER / len(pairs), log(taken / forecast) - before.log
    weight = 1 - spread / (spread + max(before.variance, away**2))
    return Pace(before.log + weight * away, weight * spread)
