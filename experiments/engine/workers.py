"""Who measures for the engine, and what it knows of each experiment that is being measured."""

import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Protocol

from experiments.engine.job import Outcome
from experiments.spec import Experiment


class Workers(Protocol):
    """Who measures: nothing here knows the store."""

    def n_free(self) -> int:
        """How many experiments could start now; OSError when the workers are out of reach."""

    def start(self, experiment: Experiment) -> Future[Outcome]:
        """Measure the experiment."""

    def stop(self, id: str) -> None:
        """Ask an experiment to stop."""

    def kill(self, id: str) -> None:
        """End the process of an experiment that does not stop, where that is possible."""

    def reports(self) -> dict[str, tuple[float, str, str]]:
        """Fraction, note and what was found by experiment, since the last call."""

    def forget(self) -> None:
        """Have every process drop the images that it remembers, soon."""

    def close(self) -> None:
        """Stop everything."""


@dataclass
class Run:
    """An experiment that is being measured, since when, and when it was told to stop, if it was."""

    pending: Future[Outcome]
    started_at: float = field(default_factory=time.monotonic)
    stopped_at: float | None = None
    killed: bool = False

    def is_late(self, max_seconds: float) -> bool:
        """Whether it takes longer than this, and was not told to stop yet."""
        return self.stopped_at is None and time.monotonic() - self.started_at > max_seconds
