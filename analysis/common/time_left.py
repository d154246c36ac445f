"""How long a sweep will still take: its forecasts, corrected by the seconds that it has taken so far."""

from collections.abc import Sequence
from dataclasses import dataclass

TELLING = 0.2
"""From this share on, the share done of a running experiment says how long all of it takes."""

OVERDUE = 0.1
"""An experiment that has reached its expected end is expected to take this share of its time longer."""


@dataclass(frozen=True)
class Work:
    """An experiment: the seconds that it is forecast to take, those taken so far, and the share done while it runs.

    `overhead` are the seconds forecast for what no row counts: a worker's start, reading the images, keeping the model.
    """

    counted: float
    overhead: float = 0.0
    taken: float = 0.0
    share: float = 0.0
    is_done: bool = False

    @property
    def forecast(self) -> float:
        """All of its seconds, as forecast."""
        return self.counted + self.overhead

    @property
    def by_share(self) -> float | None:
        """All of its seconds, as the share done tells; None where it does not tell yet."""
        counted = self.taken - self.overhead
        return self.overhead + counted / self.share if self.share >= TELLING and counted > 0 else None


def pace(work: Sequence[Work]) -> float:
    """How many times as long as forecast it takes; at first 1, as if one more experiment had taken its forecast."""
    typical = sum(one.forecast for one in work) / max(len(work), 1)
    done = [(one.taken, one.forecast) for one in work if one.is_done and one.taken > 0]
    by_done = _ratio([(typical, typical), *done])
    running = [(max(one.by_share or 0.0, one.taken), one.forecast) for one in work if not one.is_done]
    late = [(taken, forecast) for taken, forecast in running if taken > by_done * forecast]
    return _ratio([(typical, typical), *done, *late])


def _ratio(pairs: Sequence[tuple[float, float]]) -> float:
    taken, forecast = (sum(side) for side in zip(*pairs, strict=True))
    return taken / forecast if forecast > 0 else 1.0


def time_left(work: Sequence[Work], n_workers: int = 1) -> float:
    """Seconds until so many workers have ended all of it."""
    by_pace = pace(work)
    left = [_left(one, by_pace) for one in work if not one.is_done]
    # However the work is divided, it does not end before the longest experiment does.
    return max(sum(left) / n_workers, max(left, default=0.0))


def _left(one: Work, by_pace: float) -> float:
    """The seconds left for one experiment; one that has reached its expected end is never expected to end at once."""
    return max((one.by_share or by_pace * one.forecast) - one.taken, OVERDUE * one.taken)
