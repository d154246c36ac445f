"""The workers of an engine, and what the engine knows of each experiment that they are measuring."""

import time
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from experiments.engine.inline_workers import InlineWorkers
from experiments.engine.job import Outcome
from experiments.spec import Experiment
from models.register import may_use_accelerator

if TYPE_CHECKING:  # importing dask takes half a second, which the first page need not wait for
    from experiments.engine.dask_workers import DaskWorkers

Workers: TypeAlias = "InlineWorkers | DaskWorkers"
"""Processes, or a thread, that measure experiments and call verbs; they know nothing of the database."""


def connect_workers(where: str, n_workers: int | None, preload: Iterable[str] = (), niceness: int = 0) -> Workers:
    """The workers at `where`: inline, local, or the address of a scheduler; ValueError if they cannot be reached.

    Only local ones can be nicer to other processes than this one is.
    """
    if where == "inline":
        return InlineWorkers()
    from experiments.engine import dask_workers

    if where == "local":
        return dask_workers.local_workers(n_workers, preload, niceness)
    return dask_workers.remote_workers(where, preload)


@dataclass
class Run:
    """An experiment that is being measured: when it started and, if so, when it was asked to stop."""

    pending: Future[Outcome]
    experiment: Experiment
    started_at: float = field(default_factory=time.monotonic)
    stop_asked_at: float | None = None
    killed: bool = False

    @property
    def may_use_accelerator(self) -> bool:
        """Whether it trains on a GPU if there is one."""
        return may_use_accelerator(self.experiment.learner, self.experiment.device)

    def is_late(self, max_seconds: float) -> bool:
        """Whether it has run for longer than `max_seconds` and has not been asked to stop."""
        return self.stop_asked_at is None and time.monotonic() - self.started_at > max_seconds
