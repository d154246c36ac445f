"""How long a sweep will still take: its forecasts, corrected by the seconds that it has taken so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from analysis.common.wording import duration, span

TELLING = 0.2
"""A running experiment tells its whole duration once at least this share of it is done."""

LEAST_OVERHEADS = 10
"""A running experiment tells its slowdown only after this many times its overhead: its start alone may be slow."""

OVERDUE = 0.1
"""An experiment past its expected end is expected to need at least this share more of the time it has taken."""

NARROW, SHORT = 1.8, 5.0
"""A range is written as one duration if its ends differ by less than this factor or by fewer than these seconds."""


@dataclass(frozen=True)
class Work:
    """An experiment of a sweep: the seconds forecast for it, and how far it is.

    `forecast_counted` are the seconds that its row will count, `overhead` those beside it: a worker's start, reading
    the images, keeping the model. `taken`: while it runs, all seconds so far; once it is done, only those that its row
    counts. `share` is the share done while it runs. Experiments of a `kind` are slow or fast together. `is_known`:
    whether the forecast comes from rows of this machine; `starts_known`: whether the overhead was measured on it.
    """

    forecast_counted: float
    overhead: float = 0.0
    taken: float = 0.0
    share: float = 0.0
    is_done: bool = False
    kind: str = ""
    is_known: bool = True
    starts_known: bool = False

    @property
    def forecast(self) -> float:
        """All of its seconds, as forecast."""
        return self.forecast_counted + self.overhead

    @property
    def by_share(self) -> float | None:
        """All of its seconds, estimated from the share done; None where that says too little yet."""
        tells = self.share >= TELLING and self.past_start
        return self.overhead + (self.taken - self.overhead) / self.share if tells else None

    @property
    def past_start(self) -> bool:
        """Whether it has run at least ten times its overhead, so that its slowdown can be trusted."""
        return self.taken > 0 and self.taken >= LEAST_OVERHEADS * self.overhead


@dataclass(frozen=True)
class Slowdown:
    """How many times their forecast experiments take: its natural logarithm, and the variance of that."""

    log: float
    variance: float

    def at(self, deviations: float) -> float:
        """The slowdown this many standard deviations above the middle."""
        return exp(self.log + deviations * sqrt(self.variance))


KNOWN = Slowdown(0.0, 0.26**2)
"""Before anything is done, where rows of this machine exist: as forecast; one standard deviation is a factor of 1.3."""

UNKNOWN = Slowdown(0.69, 1.25**2)
"""Where no such rows exist: twice as long as forecast; one standard deviation is a factor of 3.5.

The range is from 1.75 times as fast as the recorded machines to seven times as slow, because a busy two-core server
took 4.4 and 6.7 times as long.
"""

SCATTER = 0.4**2
"""The variance of log slowdowns among experiments of a kind, and that among kinds; one deviation is a factor of 1.5."""


@dataclass(frozen=True)
class Left:
    """The seconds left, from the fewest to the most that are likely."""

    low: float
    high: float

    def in_words(self) -> str:
        """`about 20 s`, or `35 s to 5 min` while little is known."""
        low, high = max(self.low, 1.0), max(self.high, 1.0)
        is_narrow = high < max(NARROW * low, low + SHORT)
        return f"about {duration(sqrt(low * high))}" if is_narrow else span(low, high, duration)


def time_left(work: Sequence[Work], n_workers: int = 1) -> Left:
    """Seconds until `n_workers` workers have finished all experiments."""
    slowdowns = _slowdowns(work)
    ends = []
    for deviations in (-1.0, 1.0):
        left = [_seconds_left(one, slowdowns[one.kind, one.is_known].at(deviations)) for one in work if not one.is_done]
        # However the work is divided, it does not end before the longest experiment does.
        ends.append(max(sum(left) / n_workers, max(left, default=0.0)))
    return Left(*ends)


def _seconds_left(one: Work, slowdown: float) -> float:
    """The seconds left for one experiment; one that has reached its expected end is never expected to end at once."""
    expected = slowdown * one.forecast_counted + one.overhead * (1.0 if one.starts_known else slowdown)
    return max((one.by_share or expected) - one.taken, OVERDUE * one.taken)


def _slowdowns(work: Sequence[Work]) -> dict[tuple[str, bool], Slowdown]:
    """The slowdown of each kind; forecasts from rows of this machine and from elsewhere are judged separately."""
    slowdowns = {}
    for is_known, before in ((True, KNOWN), (False, UNKNOWN)):
        group = [one for one in work if one.is_known == is_known]
        of_all = _update(before, group)
        of_new_kind = of_all if is_known else Slowdown(of_all.log, of_all.variance + SCATTER)
        for kind in {one.kind for one in group}:
            slowdowns[kind, is_known] = _update(of_new_kind, [one for one in group if one.kind == kind])
    return slowdowns


def _update(before: Slowdown, work: Sequence[Work]) -> Slowdown:
    """The slowdown, given what these experiments have taken; a late experiment counts with its seconds so far."""
    done = [(one.taken, one.forecast_counted) for one in work if one.is_done and one.taken > 0]
    by_share = [(one.by_share - one.overhead, one.forecast_counted) for one in work if not one.is_done and one.by_share]
    slowdown = _combine(before, [*done, *by_share])
    running = [one for one in work if not one.is_done and one.past_start and not one.by_share]
    late = [(one.taken, one.forecast) for one in running if one.taken > slowdown.at(0) * one.forecast]
    return _at_least(slowdown, _combine(before, [*done, *by_share, *late])) if late else slowdown


def _at_least(slowdown: Slowdown, late: Slowdown) -> Slowdown:
    """The range from the slowdown of late experiments, which can only rise, to the higher of both upper ends."""
    low, high = log(late.at(0)), log(max(slowdown.at(1), late.at(1)))
    return Slowdown((low + high) / 2, ((high - low) / 2) ** 2)


def _combine(before: Slowdown, pairs: Sequence[tuple[float, float]]) -> Slowdown:
    """The slowdown from pairs of seconds taken and forecast; a belief that turns out to be far off is dropped."""
    taken, forecast = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    if not taken or not forecast:
        return before
    spread, away = SCATTER / len(pairs), log(taken / forecast) - before.log
    weight = 1 - spread / (spread + max(before.variance, away**2))
    return Slowdown(before.log + weight * away, weight * spread)
