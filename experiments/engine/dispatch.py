"""The engine: takes experiments from the store's queue, has workers measure them, and writes down what comes."""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable
from functools import partial

from experiments.engine.inline_workers import InlineWorkers
from experiments.engine.job import first_line
from experiments.engine.workers import Run, Workers
from experiments.kept.deletion import forget, forget_expired
from experiments.quotas import too_long
from experiments.spec import Experiment
from experiments.store.owner import new_owner
from experiments.store.results import JobState, Store
from settings import settings
from timing.background.run import is_on as timing_is_on
from timing.rows.files import here

VERB = "experiments.kept.run_and_keep:run_and_keep"
TICK_SECONDS = 0.1
IDLE_SECONDS = 0.5  # how soon work that another process queued is noticed
REPORT_SECONDS = 0.5
ORPHAN_SECONDS = 5.0
RETRY_SECONDS = 1.0  # after the second failure of the workers in a row
RESTART_SECONDS = 5.0  # before a waiting caller has the workers started again after all the tries
TRIES = 3
STOP_SECONDS = 1.0  # for an experiment to stop by itself, before its process is ended

logger = logging.getLogger(__name__)


class Engine:
    """Drains the queue in a thread that starts with the first work; the workers start there too."""

    def __init__(self, store: Store, make_workers: Callable[[], Workers], own_only: bool = False) -> None:
        self.store = store
        self.make_workers = make_workers
        self.own_only = own_only
        self.owner = new_owner()
        self._asked: set[str] = set()
        self._running: dict[str, Run] = {}
        self._workers: Workers | None = None
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._last = {"report": 0.0, "orphans": 0.0}
        self._n_failures = 0
        self._restart_at = 0.0

    def submit(self, experiments: Iterable[Experiment], asker: str, again: bool = False) -> list[str]:
        """Queue what is not measured yet, with `again` all of it, and return at once with the ids of all.

        QuotaExceeded if it is too much.
        """
        ids = self.store.enqueue(experiments, asker, again)
        self._asked.update(ids)
        self.start()
        return ids

    def resume(self) -> None:
        """Go on with what an earlier process left queued or running."""
        self.store.requeue_orphans()
        if self.store.n_queued():
            self.start()

    def start(self) -> None:
        """Have the queue drained, if it is not being drained already."""
        with self._starting:
            if not (self._thread and self._thread.is_alive()) and not self._closing.is_set():
                self._thread = threading.Thread(target=self._drain, name="engine", daemon=True)
                self._thread.start()
        self._wake.set()

    def cancel(self, ids: Collection[str], asker: str | None = None) -> None:
        """Withdraw the asker's wish (None: everybody's); what nobody wants stops, what is measured stays."""
        self.store.cancel(ids, asker)
        self._wake.set()

    def forget(self, dataset: str) -> None:
        """Delete a visitor's data set with all that was made of it; what is being measured on it stops.

        ValueError for a name of another form.
        """
        forget(self.store, dataset)
        self._drop_remembered()

    def forget_expired(self) -> list[str]:
        """Delete the data sets of visitors whose time is over, and what is left of others; their names."""
        if names := forget_expired(self.store):
            self._drop_remembered()
        return names

    def wait(
        self,
        ids: Collection[str],
        on_change: Callable[[dict[str, JobState]], None] | None = None,
        timeout: float | None = None,
    ) -> dict[str, JobState]:
        """Wait until each is done, failed or cancelled (or the seconds are over), whichever process measures it."""
        end = time.monotonic() + timeout if timeout is not None else float("inf")
        before: dict[str, JobState] = {}
        while True:
            states = self.store.states(ids)
            if on_change and states != before:
                on_change(states)
            before = states
            if time.monotonic() > end or not any(state.status in ("queued", "running") for state in states.values()):
                return states
            if time.monotonic() >= self._restart_at:
                self.start()
            time.sleep(TICK_SECONDS)

    def close(self) -> None:
        """Stop measuring; what was not finished is queued again."""
        self._closing.set()
        self._wake.set()
        if self._thread:
            self._thread.join()
        self.store.release(self.owner)

    def _drain(self) -> None:
        self._n_failures = 0
        while not self._closing.is_set():
            sentence = self._work()
            self._abandon()
            if sentence:
                self._restart_at = time.monotonic() + RESTART_SECONDS
                self._tried(partial(self._give_up, sentence))
                return

    def _work(self) -> str:
        """Measure until the engine is closed or the workers are lost; a sentence when it is no use to try again."""
        try:
            self.store.release(self.owner)  # what an earlier try could not write down
            self._workers = self.make_workers()
            while not self._closing.is_set():
                self._wake.clear()
                self._tick(self._workers)
                self._wake.wait(TICK_SECONDS if self._running else IDLE_SECONDS)
        except ValueError as problem:
            return str(problem)
        except Exception as problem:
            if isinstance(problem, OSError):
                logger.warning("The workers are out of reach; what they measured is queued again.")
            else:
                logger.exception("The engine failed; what it measured is queued again.")
            self._n_failures += 1
            if self._n_failures >= TRIES:
                return f"The engine stopped: {type(problem).__name__}: {first_line(problem)}"
            self._closing.wait(RETRY_SECONDS * (self._n_failures - 1))
        return ""

    def _tick(self, workers: Workers) -> None:
        for id, run in list(self._running.items()):
            if run.pending.done():
                self._collect(id, run)
        self._fail_late()
        self._stop_cancelled(workers)
        n_queued = self.store.n_queued()
        if self._running or n_queued:
            n_free = workers.n_free()  # asked while others run, too: it is how a lost worker is noticed
            self._fill(workers, min(n_free, n_queued))
        if self._due("report", REPORT_SECONDS) and self._running:
            self.store.progress(self.owner, workers.reports())
        if self._due("orphans", ORPHAN_SECONDS):
            self.store.requeue_orphans()

    def _fill(self, workers: Workers, n_free: int) -> None:
        if not n_free or timing_is_on(here()):  # both would be slower than they are, and be kept for good
            return
        among = self._asked if self.own_only else None
        for experiment in self.store.claim(self.owner, n_free, among, but_not=self._running):
            self._running[experiment.id] = Run(workers.start(experiment))
            self._running[experiment.id].pending.add_done_callback(lambda _: self._wake.set())

    def _collect(self, id: str, run: Run) -> None:
        del self._running[id]
        try:
            outcome = run.pending.result()
        except Exception:
            logger.info("The process that measured %s ended.", id)
            if not run.killed:
                self.store.crashed(id, self.owner)
            return
        if outcome.result:
            self.store.finish(outcome.result)
            self._n_failures = 0
        elif outcome.error:
            self.store.fail(id, self.owner, outcome.error)

    def _fail_late(self) -> None:
        for id, run in self._running.items():
            if run.is_late(settings().max_seconds):
                self.store.fail(id, self.owner, too_long())  # and what is not to be run any more is stopped

    def _stop_cancelled(self, workers: Workers) -> None:
        if not self._running:
            return
        wanted = self.store.running(self.owner)
        for id, run in self._running.items():
            if id not in wanted and run.stopped_at is None:
                workers.stop(id)
                run.stopped_at = time.monotonic()
            elif run.stopped_at and not run.killed and time.monotonic() - run.stopped_at > STOP_SECONDS:
                workers.kill(id)
                run.killed = True

    def _drop_remembered(self) -> None:
        self._wake.set()  # what is being measured on it is to stop
        if workers := self._workers:
            self._tried(workers.forget)

    def _due(self, what: str, seconds: float) -> bool:
        due = time.monotonic() - self._last[what] >= seconds
        if due:
            self._last[what] = time.monotonic()
        return due

    def _give_up(self, sentence: str) -> None:
        among = self._asked if self.own_only else None
        while claimed := self.store.claim(self.owner, self.store.n_queued(), among):  # one training a visitor at a time
            for experiment in claimed:
                self.store.fail(experiment.id, self.owner, sentence)

    def _abandon(self) -> None:
        """Keep what is measured, end the workers, and queue the rest again, whatever goes wrong with one of them."""
        for id, run in list(self._running.items()):
            if run.pending.done() and not run.pending.exception():
                self._tried(partial(self._collect, id, run))
        workers, self._workers = self._workers, None
        if workers:
            self._tried(workers.close)
        self._running.clear()
        self._tried(partial(self.store.release, self.owner))

    def _tried(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception:
            logger.exception("The engine could not end in order")


def open_engine(
    store: Store, where: str | None = None, verb: str = VERB, own_only: bool = False, preload: Iterable[str] = ()
) -> Engine:
    """The engine that `where` names (default: the settings'): local, inline, or tcp://host:port; nothing starts yet."""
    where = where or settings().engine
    if where == "inline":
        return Engine(store, partial(InlineWorkers, verb), own_only)
    if where != "local" and not where.startswith(("tcp://", "tls://")):
        raise ValueError(f"There is no engine {where!r}; choose local, inline, or tcp://host:port.")
    return Engine(store, partial(_dask_workers, where, verb, tuple(preload)), own_only)


def _dask_workers(where: str, verb: str, preload: tuple[str, ...]) -> Workers:
    from experiments.engine.dask_workers import (  # half a second that the first page need not wait
        local_workers,
        remote_workers,
    )

    return (
        local_workers(verb, settings().workers, preload) if where == "local" else remote_workers(verb, where, preload)
    )
