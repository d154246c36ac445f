"""A scheduler and workers started as Dask's own documentation starts them, apart from this project."""

import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from experiments.engine.dask_workers import remote_workers
from experiments.engine.dispatch import open_engine
from experiments.engine.fitness import fitness, misfit
from experiments.engine.job import SchedulerLostError
from experiments.spec import sweep
from settings import ROOT
from tests.experiments.engine.test_dispatch import PATIENCE, VERB, statuses, toys, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

DASK = str(Path(sys.executable).parent / "dask")
BARE = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


@contextmanager
def started(*words, folder, **variables):
    """A command of dask's in a folder, with more variables; ended afterwards."""
    process = subprocess.Popen([DASK, *words], cwd=folder, env=BARE | variables, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """The address of a scheduler that knows nothing of this project."""
    address = free_address()
    with scheduling(address, tmp_path_factory.mktemp("elsewhere")):
        yield address


def free_address():
    """An address at which nothing answers yet."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"


def scheduling(address, folder):
    """A scheduler at this address."""
    port = address.rpartition(":")[2]
    return started("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", folder=folder)


def worker(scheduler, folder, scratch, *more, **variables):
    """A worker that was started in this folder, with more words and variables."""
    words = "worker", scheduler, "--nworkers", "1", "--nthreads", "1", "--no-dashboard"
    return started(*words, "--local-directory", str(scratch), *more, folder=folder, **variables)


def connected(scheduler, n):
    """The workers, once there are this many."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            workers = remote_workers(scheduler)
        except ValueError:
            time.sleep(0.2)
            continue
        if until(lambda found=workers: len(found.client.nthreads()) == n, seconds=30):
            return workers
        workers.close()
    raise TimeoutError


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # seconds, and no law of the database
def test_a_worker_started_in_the_project_measures(scheduler, store, tmp_path):
    """Its scheduler passes on what it does not understand; a worker started elsewhere is named and gets nothing."""
    with worker(scheduler, ROOT, tmp_path):
        connected(scheduler, 1).close()
        with worker(scheduler, tmp_path, tmp_path):
            workers = connected(scheduler, 2)
            assert workers.n_free() == 1
            (why,) = filter(None, workers.admission.misfits.values())
            workers.close()
            engine = open_engine(store, scheduler, VERB)
            states = engine.wait(engine.submit(toys(tmp_path / "log"), "ann"), timeout=PATIENCE)
            engine.close()
    assert why == "has no experiments: please start it in a copy of this project, with its requirements installed."
    assert statuses(states) == ["done"] * 3


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_networks_train_on_the_worker_that_declares_a_gpu_one_at_a_time(scheduler, store, tmp_path):
    """Also those of two servers, where it has a thread for each; the SVMs use the other worker meanwhile."""
    network_log, other_log = tmp_path / "networks", tmp_path / "others"
    settings = {"cnn": {"milliseconds": 400, "log": str(network_log), "taken": str(tmp_path / "a network trains")}}
    networks = sweep("digits", ["cnn"], range(10, 50, 10), n_seeds=1, settings=settings)
    with (
        worker(scheduler, ROOT, tmp_path),
        worker(scheduler, ROOT, tmp_path, "--nthreads", "2", "--resources", "GPU=1") as gpu,
    ):
        connected(scheduler, 2).close()
        engines = [open_engine(store, scheduler, VERB) for _ in range(2)]
        asked = [engine.submit([*networks, *toys(other_log, n=4, milliseconds=400)], "ann") for engine in engines]
        states = engines[0].wait(asked[0], timeout=PATIENCE)
        on_gpu = {process.pid for process in psutil.Process(gpu.pid).children(recursive=True)}
        for engine in engines:
            engine.close()
    assert {state.error for state in states.values()} == {""}
    assert statuses(states) == ["done"] * 8
    assert processes(network_log) <= on_gpu
    assert not processes(other_log) & on_gpu


def processes(log):
    """The processes in which experiments started."""
    return {int(line.split()[1]) for line in log.read_text().splitlines()}


@pytest.mark.parametrize(("lost", "is_blamed"), [("scheduler", False), ("worker", True)])
def test_an_experiment_is_not_blamed_for_the_loss_of_its_scheduler(tmp_path, lost, is_blamed):
    """Also where the scheduler is there again at once, and the client has connected anew before anyone looked."""
    address = free_address()
    with ExitStack() as stack:
        scheduler = stack.enter_context(scheduling(address, tmp_path))
        stack.enter_context(worker(address, ROOT, tmp_path))
        workers = connected(address, 1)
        assert workers.n_free() == 1
        log = tmp_path / "log"
        pending = workers.start(VERB, toys(log, n=1, milliseconds=60_000)[0])
        assert until(log.exists)
        if lost == "worker":
            psutil.Process(*processes(log)).kill()
        else:
            scheduler.kill()
            scheduler.wait()
            stack.enter_context(scheduling(address, tmp_path))
        assert until(lambda: is_settled(workers, pending))
        problem = pending.exception()
        workers.close()
    assert isinstance(problem, ConnectionError)
    assert isinstance(problem, SchedulerLostError) != is_blamed


def is_settled(workers, pending):
    """Whether the outcome is known; the engine's question that notices lost workers is asked first."""
    with suppress(ConnectionError):
        workers.n_free()
    return pending.done()


def test_a_cluster_without_the_project_is_one_sentence(scheduler, tmp_path):
    """Not an experiment that fails for another reason."""
    with worker(scheduler, tmp_path, tmp_path):
        sentence = ""

        def refused():
            nonlocal sentence
            try:
                remote_workers(scheduler).close()
            except ValueError as problem:
                sentence = str(problem)
            return "can measure" in sentence

        assert until(refused, seconds=60)
    assert sentence.startswith(f"No worker of the scheduler at {scheduler} can measure: the worker tcp://127.0.0.1:")
    assert sentence.endswith("in a copy of this project, with its requirements installed.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"protocol": 0}, "measures by protocol 0"),
        ({"commit": "abc"}, "has commit abc, not"),
        ({"versions": {**fitness().versions, "scikit-learn": "0.1.2"}}, "has scikit-learn 0.1.2, not"),
        ({"versions": {}}, "has python none, not"),
    ],
)
def test_what_would_measure_otherwise_is_told(changes, words):
    """Another protocol, commit or library; a later bug fix of a library, and a copy without git, are alike."""
    here = replace(fitness(), commit="def")
    assert words in misfit(replace(here, **changes), here)
    later = {name: ".".join([*version.split(".")[:2], "99"]) for name, version in here.versions.items()}
    assert misfit(replace(here, versions=later, commit=""), here) == ""
    assert misfit(ConnectionError(), here).startswith("does not say what it is (ConnectionError)")
