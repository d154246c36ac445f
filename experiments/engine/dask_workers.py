"""Worker processes of a dask scheduler, each measuring one experiment at a time."""

import importlib
import os
import threading
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import distributed
from distributed import Client, get_worker

from experiments.engine.cluster import Cluster, start_cluster
from experiments.engine.job import Outcome, Step, forget, measure
from experiments.spec import Experiment

CONNECT_SECONDS = 10
REPORT_SECONDS = 0.2
STOPPED: set[str] = set()  # in a worker: the tasks that are to stop


@dataclass(frozen=True)
class Task:
    """An experiment on a worker; its outcome is there when it has left the worker, whose death then loses nothing."""

    address: str
    future: distributed.Future
    outcome: Future[Outcome]


class DaskWorkers:
    """The workers behind a client; with a cluster of our own, a worker that does not stop is replaced."""

    def __init__(self, verb: str, client: Client, cluster: Cluster | None = None) -> None:
        self.verb = verb
        self.client = client
        self.cluster = cluster
        self.topic = f"crossover-{uuid.uuid4().hex}"
        self._tasks: dict[str, Task] = {}  # by experiment
        self._free: list[str] = []
        self._reports: dict[str, tuple[float, str, str]] = {}

    def n_free(self) -> int:
        """How many workers have nothing to do; OSError when the scheduler is gone."""
        self._free = self._without_task()
        return len(self._free)

    def start(self, experiment: Experiment) -> Future[Outcome]:
        """Measure the experiment on one of the workers that `n_free` counted."""
        key = f"{experiment.id}-{uuid.uuid4().hex}"
        # Pinned, because every task that waits at a dying worker would be blamed for its death.
        address = self._free.pop()
        future = self.client.submit(_task, self.verb, experiment, key, self.topic, key=key, workers=[address])
        task = self._tasks[experiment.id] = Task(address, future, Future())
        future.add_done_callback(partial(_deliver, task.outcome))
        return task.outcome

    def stop(self, id: str) -> None:
        """Ask the experiment to stop."""
        self._tell([self._tasks[id].address], _stop, str(self._tasks[id].future.key))

    def kill(self, id: str) -> None:
        """End the process of an experiment that does not stop; its nanny starts another."""
        if self.cluster:
            self._tell([self._tasks[id].address], _exit)

    def reports(self) -> dict[str, tuple[float, str, str]]:
        """Fraction, note and what was found by experiment, since the last call."""
        heard, self._reports = self._reports, {}
        return heard

    def forget(self) -> None:
        """Have every worker drop the images that it remembers, soon."""
        self._tell(None, _forget)

    def close(self) -> None:
        """Stop what runs, and end the cluster if it is ours."""
        running = {task.address: task.future.key for task in self._tasks.values() if not task.outcome.done()}
        if running and not self.cluster and self.client.status == "running":
            for address, key in running.items():
                self.client.run(_stop, key, workers=[address], wait=False, on_error="ignore")
        try:
            self.client.close()
        finally:
            if self.cluster:
                self.cluster.close()

    def heard(self, event: tuple[float, dict[str, Any]]) -> None:
        """Note what a worker reported."""
        told = event[1]
        self._reports[told["id"]] = (told["fraction"], told["note"], told["found"])

    def _tell(self, addresses: list[str] | None, call: Callable[..., Awaitable[None]], *arguments: str) -> None:
        """Run the call in these workers' event loops (None: all); in a thread here, as one deep in C answers late."""

        def tell() -> None:
            with suppress(Exception):  # whoever closes the client meanwhile ends the workers, too
                self.client.run(call, *arguments, workers=addresses, wait=False, on_error="ignore")

        threading.Thread(target=tell, daemon=True).start()

    def _without_task(self) -> list[str]:
        if self.client.status != "running" or (self.cluster and self.cluster.process.poll() is not None):
            raise ConnectionError("The scheduler is gone.")
        addresses = self.client.nthreads()
        self._tasks = {id: task for id, task in self._tasks.items() if not task.outcome.done()}
        for task in self._tasks.values():
            if task.address not in addresses:
                task.future.cancel()  # its worker died, and a pinned task would wait for it for ever
                _settle(task.outcome, ConnectionError("The worker is gone."))
        busy = {task.address for task in self._tasks.values()}
        return [address for address in addresses if address not in busy]


def local_workers(verb: str, n_workers: int | None, preload: Iterable[str] = ()) -> DaskWorkers:
    """Workers on this machine, one single-threaded process a core unless told otherwise."""
    cluster = start_cluster(n_workers)
    try:
        return _connected(verb, cluster.address, cluster, preload)
    except BaseException:
        cluster.close()
        raise


def remote_workers(verb: str, address: str, preload: Iterable[str] = ()) -> DaskWorkers:
    """The workers of a scheduler that runs already; ValueError if none answers."""
    return _connected(verb, address, None, preload)


def _connected(verb: str, address: str, cluster: Cluster | None, preload: Iterable[str]) -> DaskWorkers:
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except OSError as problem:
        raise ValueError(
            f"No scheduler answers at {address}; start one there, or choose the local engine."
        ) from problem
    workers = DaskWorkers(verb, client, cluster)
    try:
        client.subscribe_topic(workers.topic, workers.heard)
        client.run(_import, list(preload), wait=False)
    except BaseException:
        client.close()
        raise
    return workers


def _deliver(outcome: Future[Outcome], future: distributed.Future) -> None:
    try:
        _settle(outcome, future.result())
    except (Exception, CancelledError) as problem:
        _settle(outcome, problem)


def _settle(outcome: Future[Outcome], answer: Outcome | BaseException) -> None:
    with suppress(InvalidStateError):  # whoever comes first: the answer, or the news of the worker's death
        if isinstance(answer, Outcome):
            outcome.set_result(answer)
        else:
            outcome.set_exception(answer)


async def _import(modules: list[str]) -> None:
    for module in modules:
        importlib.import_module(module)


async def _stop(key: str) -> None:
    STOPPED.add(key)


async def _forget() -> None:
    forget()


async def _exit() -> None:
    os._exit(1)


def _task(verb: str, experiment: Experiment, key: str, topic: str) -> Outcome:
    worker = get_worker()
    last = 0.0

    def report(step: Step) -> None:
        nonlocal last
        if time.monotonic() - last >= REPORT_SECONDS:
            last = time.monotonic()
            told = {"fraction": step.fraction, "note": step.note, "found": step.found}
            worker.log_event(topic, {"id": experiment.id, **told})

    return measure(verb, experiment, report, lambda: key in STOPPED)
