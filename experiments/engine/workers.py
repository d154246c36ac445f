"""The workers of an engine: a thread of this process, processes of this machine, or those of a scheduler."""

import threading
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeAlias

from experiments.engine.job import Outcome, call, clear_caches, measure
from experiments.spec import Experiment, Progress

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


class InlineWorkers:
    """A single thread in this process that measures one experiment at a time: for tests, and where memory is scarce."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="inline-worker")
        self._running: Future[Outcome] | None = None
        self._stopped: defaultdict[str, threading.Event] = defaultdict(threading.Event)
        self._reports: dict[str, Progress] = {}

    def n_free(self) -> int:
        """One, or none while it measures."""
        return int(self._running is None or self._running.done())

    def on_accelerator_next(self, is_training: bool) -> None:
        """A single worker takes whatever comes."""

    def data_next(self, _queued: object, _give_up: object) -> None:
        """It reads the data sets of this machine, whichever they are."""

    def start(self, verb: str, experiment: Experiment) -> Future[Outcome]:
        """Measure the experiment in the background."""
        self._stopped[experiment.id] = stopped = threading.Event()

        def report(progress: Progress) -> None:
            self._reports[experiment.id] = progress

        self._running = self._thread.submit(measure, verb, experiment, report, stopped.is_set)
        return self._running

    def call(self, verb: str, *arguments: Any) -> Future[Any]:
        """Call the verb in the background."""
        return self._thread.submit(call, verb, *arguments)

    def stop(self, id: str) -> None:
        """Ask the experiment to stop."""
        self._stopped[id].set()

    def kill(self, id: str) -> None:
        """Do nothing: a thread cannot be killed, and ends by itself."""

    def reports(self) -> dict[str, Progress]:
        """The newest progress of each experiment that has reported since the last call."""
        new, self._reports = self._reports, {}
        return new

    def clear_caches(self) -> None:
        """Drop the images that this process keeps in memory."""
        clear_caches()

    def close(self) -> None:
        """Stop what runs and end the thread."""
        for stopped in list(self._stopped.values()):
            stopped.set()
        self._thread.shutdown(cancel_futures=True)
