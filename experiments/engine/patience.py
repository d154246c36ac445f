"""Whether an engine whose workers or database are lost should try again, and after how long."""

import logging
import time
from collections.abc import Callable

from experiments.engine.job import first_line
from experiments.store.database import is_unreachable

RETRY_SECONDS = 1.0
ATTEMPTS = 3
"""Failures in a row at which the engine stops; after the first it tries again at once, after the second it rests."""
GONE_SECONDS = 300.0
"""How long to wait for a lost scheduler or database before everything queued fails."""

logger = logging.getLogger(__name__)


class Patience:
    """Counts failures in a row; `rest` waits so many seconds, or until the engine is closed."""

    def __init__(self, rest: Callable[[float], object]) -> None:
        self.rest = rest
        self.n_failures = 0
        self.patient_until = 0.0

    def answered(self) -> None:
        """Scheduler and database answer; if they are lost from now on, the engine waits for them `GONE_SECONDS`."""
        self.patient_until = time.monotonic() + GONE_SECONDS

    def succeeded(self) -> None:
        """Something was measured, or everything begins anew."""
        self.n_failures = 0

    def why_useless(self, problem: Exception, was_connected: bool) -> str:
        """Why trying again is useless; otherwise "", after a rest."""
        is_refused = isinstance(problem, ValueError) and not was_connected
        if (is_refused or is_unreachable(problem)) and time.monotonic() < self.patient_until:
            logger.warning("Scheduler or database are out of reach; the engine tries again: %s", first_line(problem))
            self.rest(RETRY_SECONDS)
            return ""
        if isinstance(problem, ValueError):
            return str(problem)
        if isinstance(problem, OSError):
            logger.warning("The workers are out of reach; what they were measuring is queued again.")
        else:
            logger.exception("The engine failed; what it was measuring is queued again.", exc_info=problem)
        self.n_failures += 1
        if self.n_failures >= ATTEMPTS:
            return f"The engine stopped: {type(problem).__name__}: {first_line(problem)}"
        self.rest(RETRY_SECONDS * (self.n_failures - 1))
        return ""
