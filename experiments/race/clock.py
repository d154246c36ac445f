"""The clock of a race: it runs while a learner transforms, fits or validates, and pauses while one is scored."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from experiments.clock import synchronise
from experiments.spec import ShouldStop, Stopped

SECONDS_BETWEEN_CHECKS = 0.2
SECONDS_BETWEEN_TICKS = 0.5


class OutOfTime(Exception):  # noqa: N818  (it is how most races end)
    """The budget is spent, or no further trial would end within it."""


class RaceClock:
    """Seconds of a race by what they were spent on; `doing` says in words what the learner is doing now."""

    def __init__(self, budget: float, should_stop: ShouldStop) -> None:
        self.budget = budget
        self.should_stop = should_stop
        self.doing = "starting"
        self.spent = {"feature_seconds": 0.0, "fit_seconds": 0.0, "predict_seconds": 0.0}
        self._began: float | None = None
        self._last_check = float("-inf")

    @property
    def seconds(self) -> float:
        """Seconds so far, including those of a block that is still running."""
        began = self._began
        return sum(self.spent.values()) + (time.perf_counter() - began if began is not None else 0.0)

    @property
    def left(self) -> float:
        """Seconds left of the budget; negative when it is overspent."""
        return self.budget - self.seconds

    @contextmanager
    def counting(self, part: str) -> Iterator[None]:
        """Count a block as feature_seconds, fit_seconds or predict_seconds, even if it raises.

        As in `experiments.clock`, an accelerator's queue is empty at both readings.
        """
        synchronise()
        began = self._began = time.perf_counter()
        try:
            yield
        finally:
            synchronise()
            self._began = None
            self.spent[part] += time.perf_counter() - began

    def check(self) -> None:
        """OutOfTime when the budget is spent; Stopped when `should_stop()`, called a few times a second, says so.

        The accelerator is synchronised equally often: its queue may hold seconds of work that the clock does not show.
        """
        if time.monotonic() - self._last_check > SECONDS_BETWEEN_CHECKS:
            synchronise()
            self._last_check = time.monotonic()
            if self.should_stop():
                raise Stopped
        if self.left <= 0:
            raise OutOfTime


@contextmanager
def ticking(tell: Callable[[], None]) -> Iterator[None]:
    """Call `tell` twice a second from another thread during the block, because a fit of the SVM reports nothing."""
    ended = threading.Event()

    def tick() -> None:
        while not ended.wait(SECONDS_BETWEEN_TICKS):
            tell()

    thread = threading.Thread(target=tick, name="race-clock", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
