"""The engine: takes experiments from the queue, has workers measure them, and stores the results."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial

from experiments.engine.job import Outcome, SchedulerLostError
from experiments.engine.patience import Patience
from experiments.engine.workers import Workers, connect_workers
from experiments.kept.deletion import delete_dataset, delete_expired
from experiments.spec import Experiment, never
from experiments.store.limits import too_long
from experiments.store.owner import new_owner
from experiments.store.results import JobState, Store
from experiments.store.schema import PENDING
from settings import settings

VERB = "experiments.kept.run_and_keep:run_and_keep"
TICK_SECONDS = 0.1
IDLE_SECONDS = 0.5  # how soon the engine notices what another process queued
REPORT_SECONDS = 0.5
ORPHAN_SECONDS = 5.0
RESTART_SECONDS = 5.0  # after giving up, until `wait` starts the workers again
STOP_SECONDS = 1.0  # for an experiment to stop by itself before its process is ended

logger = logging.getLogger(__name__)


@dataclass
class Run:
    """An experiment that is being measured: when it started and, if so, when it was asked to stop."""

    pending: Future[Outcome]
    experiment: Experiment
    started_at: float = field(default_factory=time.monotonic)
    stop_asked_at: float | None = None
    killed: bool = False


@dataclass(eq=False)
class Engine:
    """Drains the queue in a thread that starts, with its workers, when the first experiment is queued.

    While `is_busy()`, the machine is needed for something else and no experiment starts. With `own_only` the engine
    measures only what was submitted to it.
    """

    store: Store
    make_workers: Callable[[], Workers]
    verb: str = VERB
    own_only: bool = False
    is_busy: Callable[[], bool] = never

    def __post_init__(self) -> None:
        self.owner = new_owner()
        self._asked: set[str] = set()
        self._among = self._asked if self.own_only else None
        self._running: dict[str, Run] = {}
        self._workers: Workers | None = None
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._last = {"report": 0.0, "orphans": 0.0}
        self._patience = Patience(self._closing.wait)
        self._restart_at = 0.0
        self.measured = Counter[str]()
        """How many experiments of each learner these workers have measured; the first one loads libraries too."""

    def submit(self, experiments: Iterable[Experiment], asker: str, again: bool = False) -> list[str]:
        """Queue what is not measured yet (with `again`, all of it); the ids of all, or QuotaExceeded."""
        ids = self.store.enqueue(experiments, asker, again)
        self._asked.update(ids)
        self.start()
        return ids

    def resume(self) -> None:
        """Continue what an earlier process left queued or running."""
        self.store.requeue_orphans()
        if self.store.n_queued():
            self.start()

    def is_needed(self) -> bool:
        """Whether experiments wait, also those that a dead process left, and no process measures any."""
        self.store.requeue_orphans()
        return self.store.n_queued() > 0 and self.store.n_running() == 0

    def start(self) -> None:
        """Start draining the queue, unless that is going on already."""
        with self._starting:
            if not (self._thread and self._thread.is_alive()) and not self._closing.is_set():
                self._thread = threading.Thread(target=self._drain, name="engine", daemon=True)
                self._thread.start()
        self._wake.set()

    def cancel(self, ids: Collection[str], asker: str | None = None) -> None:
        """Withdraw the asker's requests (None: everybody's); experiments that nobody requests any more stop."""
        self.store.cancel(ids, asker)
        self._wake.set()

    def delete_dataset(self, dataset: str) -> None:
        """Delete a visitor's data set, its results and models, and stop its experiments; ValueError for other names."""
        delete_dataset(self.store, dataset)
        self._clear_caches()

    def delete_expired(self) -> list[str]:
        """Delete the visitors' data sets that have expired, and remains of deleted ones; their names."""
        if names := delete_expired(self.store):
            self._clear_caches()
        return names

    def wait(
        self,
        ids: Collection[str],
        on_change: Callable[[dict[str, JobState]], None] | None = None,
        timeout: float | None = None,
    ) -> dict[str, JobState]:
        """Wait until each has ended, in whichever process, or until the timeout in seconds; the states then."""
        end = time.monotonic() + timeout if timeout is not None else float("inf")
        before: dict[str, JobState] = {}
        while True:
            states = self.store.states(ids)
            if on_change and states != before:
                on_change(states)
            before = states
            if time.monotonic() > end or not any(state.status in PENDING for state in states.values()):
                return states
            if time.monotonic() >= self._restart_at:
                self.start()
            time.sleep(TICK_SECONDS)

    def close(self) -> None:
        """Stop measuring; unfinished experiments are queued again."""
        self._closing.set()
        self._wake.set()
        if self._thread:
            self._thread.join()
        self.store.release(self.owner)

    def _drain(self) -> None:
        self._patience.succeeded()
        while not self._closing.is_set():
            sentence = self._work()
            self._abandon()
            if sentence:
                self._restart_at = time.monotonic() + RESTART_SECONDS
                self._attempt(partial(self._give_up, sentence))
                return

    def _give_up(self, sentence: str) -> None:
        """Fail all that this engine can claim, but not what waits for a visitor's training at another engine."""
        # In rounds, because each visitor has one training claimed at a time: failing it lets the next be claimed.
        while claimed := self.store.claim(self.owner, self.store.n_queued(), self._among):
            for experiment in claimed:
                self.store.fail(experiment.id, self.owner, sentence)

    def _work(self) -> str:
        """Measure until the engine is closed or the workers are lost; a sentence when another attempt is useless."""
        try:
            self.store.release(self.owner)  # what an earlier attempt could not store
            self._workers = self.make_workers()
            self.measured.clear()
            while not self._closing.is_set():
                self._wake.clear()
                self._tick(self._workers)
                self._patience.answered()
                self._wake.wait(TICK_SECONDS if self._running else IDLE_SECONDS)
        except Exception as problem:
            return self._patience.why_useless(problem, self._workers is not None)
        return ""

    def _tick(self, workers: Workers) -> None:
        for id, run in list(self._running.items()):
            if run.pending.done():
                self._collect(id, run)
        self._stop_runs(workers)
        n_queued = self.store.n_queued()
        if self._running or n_queued:
            n_free = workers.n_free()  # called while others run, too, because it notices lost workers
            self._fill(workers, min(n_free, n_queued))
        if self._due("report", REPORT_SECONDS) and self._running:
            self.store.progress(self.owner, workers.reports())
        if self._due("orphans", ORPHAN_SECONDS):
            self.store.requeue_orphans()

    def _fill(self, workers: Workers, n_free: int) -> None:
        if not n_free or self.is_busy():
            return
        for _ in range(n_free):
            data = workers.data_next(self.store.queued_data, partial(self.store.fail_queued, among=self._among))
            is_training = any(run.experiment.may_use_accelerator for run in self._running.values())
            next_on = workers.on_accelerator_next(is_training)
            claimed = self.store.claim(self.owner, 1, self._among, self._running, next_on, data)
            for experiment in claimed:
                run = Run(workers.start(self.verb, experiment), experiment)
                self._running[experiment.id] = run
                run.pending.add_done_callback(lambda _: self._wake.set())
            if not claimed:
                return

    def _collect(self, id: str, run: Run) -> None:
        del self._running[id]
        try:
            outcome = run.pending.result()
        except SchedulerLostError:
            raise
        except Exception:
            logger.info("The process that measured %s ended.", id)
            if not run.killed:
                self.store.crashed(id, self.owner)
            return
        if outcome.result:
            self.store.finish(outcome.result)
            self.measured[run.experiment.learner] += 1
            self._patience.succeeded()
        elif outcome.error:
            self.store.fail(id, self.owner, outcome.error)

    def _stop_runs(self, workers: Workers) -> None:
        """Have the workers stop what is cancelled or takes too long."""
        if not self._running:
            return
        for id, run in self._running.items():
            if run.stop_asked_at is None and time.monotonic() - run.started_at > settings().max_seconds:
                self.store.fail(id, self.owner, too_long())
        wanted = self.store.running(self.owner)
        for id, run in self._running.items():
            if id not in wanted and run.stop_asked_at is None:
                workers.stop(id)
                run.stop_asked_at = time.monotonic()
            elif run.stop_asked_at and not run.killed and time.monotonic() - run.stop_asked_at > STOP_SECONDS:
                workers.kill(id)
                run.killed = True

    def _clear_caches(self) -> None:
        self._wake.set()  # so that experiments on deleted images stop
        if workers := self._workers:
            self._attempt(workers.clear_caches)

    def _due(self, what: str, seconds: float) -> bool:
        due = time.monotonic() - self._last[what] >= seconds
        if due:
            self._last[what] = time.monotonic()
        return due

    def _abandon(self) -> None:
        """Store what is measured, end the workers, and queue the rest again, even if one of these steps fails."""
        for id, run in list(self._running.items()):
            if run.pending.done() and not run.pending.exception():
                self._attempt(partial(self._collect, id, run))
        workers, self._workers = self._workers, None
        if workers:
            self._attempt(workers.close)
        self._running.clear()
        self._attempt(partial(self.store.release, self.owner))

    def _attempt(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception:
            logger.exception("A step of the engine failed")


def open_engine(
    store: Store,
    where: str | None = None,
    verb: str = VERB,
    own_only: bool = False,
    preload: Iterable[str] = (),
    is_busy: Callable[[], bool] = never,
    niceness: int = 0,
) -> Engine:
    """The engine at `where` (default: the settings'): local, inline, or tcp://host:port; nothing starts yet."""
    where = where or settings().engine
    if where not in ("inline", "local") and not where.startswith(("tcp://", "tls://")):
        raise ValueError(f"There is no engine {where!r}; choose local, inline, or tcp://host:port.")

    make_workers = partial(connect_workers, where, settings().workers, tuple(preload), niceness)
    return Engine(store, make_workers, verb, own_only, is_busy)
