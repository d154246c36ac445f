"""What the engine asks of its workers, and what it knows of each experiment that they are measuring."""

import time
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Protocol

from experiments.engine.inline_workers import InlineWorkers
from experiments.engine.job import Outcome
from experiments.spec import Experiment, Progress


class Workers(Protocol):
    """Processes, or a thread, that measure experiments and call verbs; they know nothing of the database."""

    def n_free(self) -> int:
        """How many experiments could start now; OSError when the workers are out of reach."""

    def start(self, verb: str, experiment: Experiment) -> Future[Outcome]:
        """Measure the experiment with the verb, a dotted name `module:function`."""

    def call(self, verb: str, *arguments: Any) -> Future[Any]:
        """Call a verb; the future raises what the verb raises."""

    def stop(self, id: str) -> None:
        """Ask an experiment to stop."""

    def kill(self, id: str) -> None:
        """End the process of an experiment that does not stop, where that is possible."""

    def reports(self) -> dict[str, Progress]:
        """The newest progress of each experiment that has reported since the last call."""

    def clear_caches(self) -> None:
        """Have every process drop the images that it keeps in memory, soon."""

    def close(self) -> None:
        """Stop everything."""


def connect_workers(where: str, n_workers: int | None, preload: Iterable[str] = ()) -> Workers:
    """The workers at `where`: inline, local, or the address of a scheduler; ValueError if they cannot be reached."""
    if where == "inline":
        return InlineWorkers()
    from experiments.engine import dask_workers  # half a second that the first page need not wait

    if where == "local":
        return dask_workers.local_workers(n_workers, preload)
    return dask_workers.remote_workers(where, preload)


@dataclass
class Run:
    """An experiment that is being measured, since when, and when it was asked to stop, if it was."""

    pending: Future[Outcome]
    started_at: float = field(default_factory=time.monotonic)
    stopped_at: float | None = None
    killed: bool = False

    def is_late(self, max_seconds: float) -> bool:
        """Whether it takes longer than this and was not asked to stop yet."""
        return self.stopped_at is None and time.monotonic() - self.started_at > max_seconds
