"""Worker processes of a dask scheduler, each measuring one experiment at a time."""

import importlib
import os
import time
import uuid
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import distributed
from distributed import Client, KilledWorker, get_worker

from experiments.engine.cluster import Cluster, start_cluster
from experiments.engine.fitness import GPU, Admission
from experiments.engine.holdings import Holdings
from experiments.engine.job import Outcome, SchedulerLostError, call, clear_caches, in_background, measure
from experiments.engine.wire import awaiting, calling
from experiments.spec import Data, Experiment, Progress

CONNECT_SECONDS = 10
REPORT_SECONDS = 0.2
ACCELERATOR = "models.network.cnn:has_accelerator"
LOST = "The worker process was lost; please ask again."
STOPPED: set[str] = set()  # in a worker: the tasks that should stop


@dataclass(frozen=True)
class Task:
    """An experiment on a worker; once its outcome is set, the worker's death loses nothing."""

    address: str
    future: distributed.Future
    outcome: Future[Outcome]


class DaskWorkers:
    """The workers of a scheduler; if the cluster is our own, a worker that does not stop is replaced."""

    def __init__(self, client: Client, cluster: Cluster | None = None) -> None:
        self.client = client
        self.cluster = cluster
        self.topic = f"crossover-{uuid.uuid4().hex}"
        self._tasks: dict[str, Task] = {}  # by experiment
        self._members: Collection[str] = ()
        self._free: list[str] = []
        self._reports: dict[str, Progress] = {}
        self._accelerator: Future[bool] | None = None
        # Our own workers run this same code, and read the data sets of this machine.
        self.admission = None if cluster else Admission(client)
        self.holdings = Holdings(client)

    def n_free(self) -> int:
        """How many workers have nothing to do; OSError when the scheduler is gone."""
        self._free = self._without_task()
        return len(self._free)

    def on_accelerator_next(self, is_training: bool) -> bool | None:
        """Whether the next experiment must train on a GPU (True), must not (False), or may do either (None).

        Our own workers share the GPU, if there is one, so while one trains on it the next waits. Of another scheduler's
        workers, those that declare a GPU are for such trainings and the others for the rest, where there are both. One
        that has not yet said which data sets it has counts as busy, or its work would go to the wrong kind.
        """
        if not self.admission:
            return False if is_training and self._has_accelerator() else None
        ready = [one for one in self._free if self.holdings.has_answered(one)]
        # Whether workers declare a GPU: {True, False} if some do and others do not.
        members, free = ({one in self.admission.gpus for one in group} for group in (self._members, ready))
        return free.pop() if members == {True, False} and len(free) == 1 else None

    def _has_accelerator(self) -> bool:
        """Whether there is a GPU: a worker says so, because only workers load torch; until then, it counts as there."""
        self._accelerator = self._accelerator or self.call(ACCELERATOR)
        return not self._accelerator.done() or (not self._accelerator.exception() and self._accelerator.result())

    def data_next(
        self, queued: Callable[[], Collection[Data]], give_up: Callable[[Data, str], None]
    ) -> Collection[Data] | None:
        """The queued data sets that a free worker has (None: any data set will do); what no worker has is given up."""
        if not self.admission:
            return None
        wanted = queued()
        self.holdings.want(wanted, self._members)
        for data, why in self.holdings.missing(wanted, self._members).items():
            give_up(data, why)
        return [data for data in wanted if any(self.holdings.has(one, data) for one in self._free)]

    def start(self, verb: str, experiment: Experiment) -> Future[Outcome]:
        """Measure the experiment on one of the workers that `n_free` counted."""
        key = f"{experiment.id}-{uuid.uuid4().hex}"
        # Pinned, because dask blames every task that waits at a dying worker for its death.
        address, resources = self._place(experiment)
        measuring = calling(_task, verb, experiment, key, self.topic)
        future = self.client.submit(measuring, key=key, workers=[address], resources=resources)
        task = self._tasks[experiment.id] = Task(address, future, Future())
        future.add_done_callback(partial(_deliver, task.outcome))
        return task.outcome

    def call(self, verb: str, *arguments: Any) -> Future[Any]:
        """Call the verb in a worker."""
        # pure=False: otherwise the same question asked twice is one task, and both fail together.
        workers = self.admission and self._admitted(self.client.nthreads())  # None: any of our own
        future = self.client.submit(calling(call, verb, *arguments), pure=False, priority=1, workers=workers)
        answer: Future[Any] = Future()
        future.add_done_callback(partial(_deliver, answer))
        return answer

    def stop(self, id: str) -> None:
        """Ask the experiment to stop."""
        self._tell([self._tasks[id].address], _stop, str(self._tasks[id].future.key))

    def kill(self, id: str) -> None:
        """End the process of an experiment that does not stop; its nanny starts another."""
        if self.cluster:
            self._tell([self._tasks[id].address], os._exit, 1)

    def reports(self) -> dict[str, Progress]:
        """The newest progress of each experiment that has reported since the last call."""
        new, self._reports = self._reports, {}
        return new

    def clear_caches(self) -> None:
        """Have every worker drop the images that it keeps in memory, soon."""
        self._tell(None, clear_caches)

    def close(self) -> None:
        """Stop what runs, and end the cluster if it is ours."""
        running = {task.address: task.future.key for task in self._tasks.values() if not task.outcome.done()}
        if running and not self.cluster and self.client.status == "running":
            for address, key in running.items():
                self._run([address], _stop, key)
        try:
            self.client.close()
        finally:
            if self.cluster:
                self.cluster.close()

    def heard(self, event: tuple[float, dict[str, Any]]) -> None:
        """Note what a worker reported."""
        id, progress = event[1]["id"], event[1]["progress"]
        self._reports[id] = Progress(**progress)

    def _tell(self, addresses: list[str] | None, action: Callable[..., object], *arguments: Any) -> None:
        """Run the action in these workers' event loops (None: all), in a thread because a busy worker answers late."""
        # A client that is closed meanwhile ends its workers anyway.
        in_background("tell", partial(self._run, addresses, action, *arguments))

    def _run(self, addresses: list[str] | None, action: Callable[..., object], *arguments: Any) -> None:
        self.client.run(awaiting(action, *arguments), workers=addresses, wait=False, on_error="ignore")

    def _place(self, experiment: Experiment) -> tuple[str, dict[str, float] | None]:
        """The address of a free worker that has the data, and the resources that the task takes there.

        If possible, what trains on a GPU goes to a worker that declares one, and all else to one that does not. Dask
        counts the GPUs, because several servers may share them.
        """
        gpus = self.admission.gpus if self.admission else ()
        accelerated = experiment.may_use_accelerator
        data = experiment.dataset, experiment.data_version
        able = [one for one in self._free if self.holdings.has(one, data)] or self._free
        address = max(able, key=lambda one: (one in gpus) == accelerated)
        self._free.remove(address)
        return address, {GPU: 1} if accelerated and address in gpus else None

    def _without_task(self) -> list[str]:
        if self.client.status != "running" or (self.cluster and self.cluster.process.poll() is not None):
            raise ConnectionError("The scheduler is gone.")
        addresses = self.client.nthreads()
        self._tasks = {id: task for id, task in self._tasks.items() if not task.outcome.done()}
        for task in self._tasks.values():
            if task.address not in addresses:
                # A client that lost the scheduler and found it again has cancelled its tasks.
                lost = SchedulerLostError if task.future.cancelled() else ConnectionError
                with suppress(InvalidStateError):
                    task.outcome.set_exception(lost(LOST))
                task.future.cancel()  # a pinned task would wait for its dead worker for ever
        busy = {task.address for task in self._tasks.values()}
        self._members = self._admitted(addresses)
        return [address for address in self._members if address not in busy]

    def _admitted(self, addresses: Collection[str]) -> Collection[str]:
        return self.admission.admitted(addresses) if self.admission else addresses


def local_workers(n_workers: int | None, preload: Iterable[str] = (), niceness: int = 0) -> DaskWorkers:
    """Worker processes with one thread each on this machine (None: one per core)."""
    cluster = start_cluster(n_workers, niceness)
    try:
        return connected(cluster.address, cluster, preload)
    except BaseException:
        cluster.close()
        raise


def remote_workers(address: str, preload: Iterable[str] = ()) -> DaskWorkers:
    """The workers of a scheduler that is already running; ValueError if none answers, or none can measure."""
    workers = connected(address, None, preload)
    known = workers.client.nthreads()
    if known and workers.admission and not workers.admission.admitted(known):
        workers.close()
        name, why = next(iter(workers.admission.misfits.items()))
        raise ValueError(f"No worker of the scheduler at {address} can measure: the worker {name} {why}")
    return workers


def connected(address: str, cluster: Cluster | None = None, preload: Iterable[str] = ()) -> DaskWorkers:
    """A client of the scheduler; ValueError if none answers."""
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except OSError as problem:
        raise ValueError(
            f"No scheduler answers at {address}; start one there, or choose the local engine."
        ) from problem
    workers = DaskWorkers(client, cluster)
    try:
        client.subscribe_topic(workers.topic, workers.heard)
        client.run(awaiting(_import, list(preload)), wait=False)
    except BaseException:
        client.close()
        raise
    return workers


def _deliver(answer: Future[Any], future: distributed.Future) -> None:
    with suppress(InvalidStateError):  # it is already known that the worker died, or nobody waits any more
        try:
            answer.set_result(future.result())
        except CancelledError:
            answer.set_exception(SchedulerLostError(LOST))
        except KilledWorker:
            answer.set_exception(ConnectionError(LOST))
        except Exception as problem:
            answer.set_exception(problem)


def _import(modules: list[str]) -> None:
    for module in modules:
        importlib.import_module(module)


def _stop(key: str) -> None:
    STOPPED.add(key)


def _task(verb: str, experiment: Experiment, key: str, topic: str) -> Outcome:
    worker = get_worker()
    last = 0.0

    def report(progress: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= REPORT_SECONDS:
            last = time.monotonic()
            worker.log_event(topic, {"id": experiment.id, "progress": asdict(progress)})

    return measure(verb, experiment, report, lambda: key in STOPPED)
