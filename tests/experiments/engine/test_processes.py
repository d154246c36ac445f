"""The engine's promises with real worker processes: killed, crashed, stopped, orphaned, and far away."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from experiments.engine.cluster import start_cluster
from experiments.engine.dask_workers import local_workers
from experiments.engine.dispatch import open_engine
from settings import ROOT, settings
from tests.experiments.databases import KINDS, empty_store
from tests.experiments.engine.test_dispatch import PATIENCE, VERB, starts, statuses, toys, until
from tests.experiments.toy import Experiment

pytestmark = pytest.mark.slow


def process_of(log, n_train):
    """The process that last started the size."""
    return [int(line.split()[1]) for line in log.read_text().splitlines() if line.startswith(f"{n_train} ")][-1]


@pytest.fixture(scope="module", params=KINDS)
def store(tmp_path_factory, request):
    """One database of each kind for the tests of this file, which use different experiments."""
    with empty_store(request, tmp_path_factory.mktemp("engine")) as store:
        yield store


@pytest.fixture(scope="module")
def engine(store):
    """A local engine with two worker processes, first asked from a thread, as Streamlit's pages do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CROSSOVER_WORKERS", "2")
        settings.cache_clear()
        engine = open_engine(store, "local", VERB, preload=["json"], niceness=3)
        page = threading.Thread(target=engine.submit, args=([Experiment("toy", "svm", 1)], "page"))
        page.start()
        page.join()
        engine.wait([Experiment("toy", "svm", 1).id], timeout=PATIENCE)
        yield engine
        engine.close()
    settings.cache_clear()


@pytest.fixture(autouse=True)
def two_workers(home, setting):
    """A cluster that a test has started anew has two workers as well, also on one core."""
    setting("workers", 2)


@pytest.fixture(params=KINDS)
def other_store(tmp_path, request):
    """A database of either kind that the local engine does not drain."""
    with empty_store(request, tmp_path) as store:
        yield store


@pytest.fixture
def log(tmp_path):
    """Where toys write that they started."""
    return tmp_path / "log"


def test_workers_have_one_thread_each_and_listen_on_this_machine_only(store, engine):
    """The nanny sets one thread for every library; no port is open to the network."""
    listening = [
        connection.laddr.ip
        for process in [psutil.Process(), *psutil.Process().children(recursive=True)]
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]

    assert store.rows(n_train=1)["threads"].tolist() == [1]
    assert set(listening) == {"127.0.0.1"}


def test_workers_leave_processor_time_to_the_page(engine, log):
    """They are nicer than the process that serves pages by as much as the engine asks for."""
    engine.wait(engine.submit([*toys(log, n=1)], "ann"), timeout=PATIENCE)
    worker = psutil.Process(process_of(log, starts(log)[0]))

    assert worker.nice() == psutil.Process().nice() + 3


def test_two_experiments_run_at_a_time_and_report(store, engine, log):
    """Both workers are busy at once, in processes of their own, and progress of both reaches the store."""
    ids = engine.submit(toys(log, n=2, milliseconds=1500), "ann")
    assert until(lambda: all(0 < state.progress < 1 for state in store.states(ids).values()))
    engine.wait(ids, timeout=PATIENCE)

    assert len({process_of(log, 10), process_of(log, 20), os.getpid()}) == 3


def test_what_is_found_travels_from_a_worker_to_the_store(store, engine, log):
    """All that an experiment has found so far, each time anew, so that nothing is missing when a report was lost."""
    (id,) = engine.submit(toys(log, n=1, milliseconds=20_000), "ann")
    assert until(lambda: len(json.loads(store.states([id])[id].found or "[]")) > 1)
    found = json.loads(store.states([id])[id].found)
    engine.cancel([id], "ann")

    assert found == list(range(len(found)))


def test_a_killed_worker_loses_no_row_finishes_the_sweep_and_duplicates_nothing(store, engine, log):
    """Of six experiments only the one that was in the killed process is started again."""
    ids = engine.submit(toys(log, n=6, milliseconds=400), "ann")
    until(lambda: 30 in starts(log))
    os.kill(process_of(log, 30), signal.SIGKILL)
    states = engine.wait(ids, timeout=PATIENCE)

    assert statuses(states) == ["done"] * 6
    assert sorted(starts(log)) == [10, 20, 30, 30, 40, 50, 60]
    assert sorted(row for row in store.rows()["id"] if row in ids) == sorted(ids)


def test_a_killed_scheduler_is_replaced_and_the_sweep_finishes(store, engine, log):
    """Losing the scheduler with all its workers costs at most what was running."""
    ids = engine.submit(toys(log, n=4, milliseconds=400), "ann")
    until(lambda: 30 in starts(log) and store.states(ids)[ids[0]].status == "done")
    psutil.Process(process_of(log, 30)).parent().kill()
    until(lambda: all(state.status == "done" for state in store.states(ids).values()))

    assert statuses(store.states(ids)) == ["done"] * 4
    assert starts(log).count(10) == 1


def test_an_experiment_that_kills_its_worker_fails_after_two_tries(engine, log):
    """A crash ends in a sentence, and experiments beside it are not blamed."""
    ids = engine.submit([*toys(log, n=1, learner="deadly"), *toys(log, n=4, milliseconds=300)], "ann")
    states = engine.wait(ids, timeout=PATIENCE)

    assert statuses(states) == ["failed", *["done"] * 4]
    assert "crashed 2 times" in states[ids[0]].error
    assert sorted(starts(log)) == [10, 10, 10, 20, 30, 40]


@pytest.mark.alone
def test_a_cancelled_sweep_stops_within_two_seconds(store, engine, log):
    """What runs stops at its next look, what waits never starts, and the processes live on."""
    ids = engine.submit(toys(log, n=5, milliseconds=30_000), "ann")
    until(lambda: len(starts(log)) == 2)
    asked = time.monotonic()
    engine.cancel(ids, "ann")
    until(lambda: not store.running(engine.owner))
    again = engine.submit(toys(log, n=2, milliseconds=10), "ann")
    engine.wait(again, timeout=PATIENCE)

    assert time.monotonic() - asked < 2
    assert statuses(store.states(ids)) == ["cancelled"] * 5
    assert sorted(starts(log)) == [10, 10, 20, 20]


def test_what_is_cancelled_and_asked_for_again_at_once_is_measured(store, engine, log):
    """The old run ends first, then the new one starts, though another worker was free."""
    ids = engine.submit(toys(log, n=1, milliseconds=800), "ann")
    until(lambda: starts(log) == [10])
    engine.cancel(ids)
    engine.submit(toys(log, n=1, milliseconds=800), "ann")

    assert statuses(engine.wait(ids, timeout=PATIENCE)) == ["done"]
    assert starts(log) == [10, 10]


def test_an_experiment_that_does_not_look_is_ended_with_its_process(engine, log):
    """A library call that cannot be stopped loses its process, and a fresh one takes the next experiment."""
    ids = engine.submit(toys(log, n=1, learner="deaf"), "ann")
    until(lambda: starts(log) == [10])
    deaf = process_of(log, 10)
    engine.cancel(ids)

    assert until(lambda: not psutil.pid_exists(deaf), seconds=10)
    again = engine.submit(toys(log, n=3), "ann")
    assert statuses(engine.wait(again, timeout=PATIENCE)) == ["done"] * 3


APP = """
import sys
from pathlib import Path
Path(sys.argv[2]).open("a").write("main\\n")  # no guard: a page of Streamlit has none either
from experiments.engine.dispatch import open_engine
from experiments.spec import Experiment
from experiments.store.results import Store
from tests.experiments.engine.test_dispatch import VERB, toys
engine = open_engine(Store(sys.argv[1]), "local", VERB)
engine.wait(engine.submit(toys(Path(sys.argv[3]), n=6, milliseconds=500), "page"))
"""


def test_a_killed_app_takes_its_workers_along_and_the_next_measures_what_is_missing(
    tmp_path, other_store, log, setting
):
    """After SIGKILL in mid-sweep no process is left, and a new engine resumes; the app's main module ran once."""
    setting("workers", 2)
    script, mains = tmp_path / "app.py", tmp_path / "mains"
    script.write_text(APP)
    command = [sys.executable, str(script), other_store.url, str(mains), str(log)]
    app = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)})
    until(lambda: len(other_store.rows()) >= 2 and len(starts(log)) >= 4)
    family = psutil.Process(app.pid).children(recursive=True)
    app.kill()
    app.wait()
    gone, alive = psutil.wait_procs(family, timeout=10)
    measured = other_store.rows()["n_train"].tolist()
    engine = open_engine(other_store, "inline", VERB)
    engine.resume()
    states = engine.wait([experiment.id for experiment in toys(log, n=6, milliseconds=500)], timeout=PATIENCE)
    engine.close()

    assert len(gone) >= 3
    assert alive == []
    assert mains.read_text() == "main\n"
    assert statuses(states) == ["done"] * 6
    assert 2 <= len(measured) < 6
    assert all(starts(log).count(n_train) == 1 for n_train in measured)


def test_an_app_that_ends_without_closing_its_engine_ends_quietly(tmp_path, other_store, log, setting):
    """Nothing hangs, warns, or is left behind when the main program simply returns."""
    setting("workers", 1)
    script = tmp_path / "app.py"
    script.write_text(APP.replace("n=6", "n=1"))
    command = [sys.executable, str(script), other_store.url, str(tmp_path / "mains"), str(log)]
    done = subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )

    assert done.stderr == ""
    assert until(lambda: not psutil.pid_exists(process_of(log, 10)), seconds=10)


def test_a_scheduler_that_runs_already_can_be_used(other_store, log):
    """The engine behind an address measures as the local one does, and leaves the scheduler running."""
    cluster = start_cluster(1)
    engine = open_engine(other_store, cluster.address, VERB)
    states = engine.wait(engine.submit(toys(log), "ann"), timeout=PATIENCE)
    engine.close()

    assert statuses(states) == ["done"] * 3
    assert cluster.process.poll() is None
    cluster.close()


def test_a_scheduler_that_does_not_answer_is_a_clear_failure(other_store, log, monkeypatch):
    """What was asked for fails with a sentence, and nothing waits for ever."""
    monkeypatch.setattr("experiments.engine.dask_workers.CONNECT_SECONDS", 0.5)
    engine = open_engine(other_store, "tcp://127.0.0.1:9", VERB)
    ids = engine.submit(toys(log, n=1), "ann")
    states = engine.wait(ids, timeout=PATIENCE)
    engine.close()

    assert states[ids[0]].error.startswith("No scheduler answers at tcp://127.0.0.1:9")


PRESS = """
import sys, time
from pathlib import Path
from experiments.engine.dispatch import open_engine
from experiments.store.results import Store
from tests.experiments.engine.test_dispatch import VERB, toys
url, log, go, name = sys.argv[1:]
engine = open_engine(Store(url), "local", VERB)
Path(go, name).touch()
while len(list(Path(go).iterdir())) < 2:
    time.sleep(0.001)
states = engine.wait(engine.submit(toys(Path(log), n=8, milliseconds=100), name), timeout=60)
engine.close()
print(*[state.status for state in states.values()])
"""


def test_run_pressed_twice_in_two_processes_measures_once(tmp_path, other_store, log):
    """Two applications with workers of their own on one database start each experiment exactly once."""
    (tmp_path / "go").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CROSSOVER_WORKERS": "2"}
    pressed = [
        subprocess.Popen(
            [sys.executable, "-c", PRESS, other_store.url, str(log), str(tmp_path / "go"), name],
            env=environment, stdout=subprocess.PIPE, text=True,
        )
        for name in ("ann", "bob")
    ]  # fmt: skip
    answers = [process.communicate(timeout=2 * PATIENCE)[0].split() for process in pressed]

    assert answers == [["done"] * 8] * 2
    assert sorted(starts(log)) == [10, 20, 30, 40, 50, 60, 70, 80]
    assert sorted(other_store.rows()["n_train"]) == sorted(starts(log))


@pytest.mark.parametrize("step", ["Client", "Client.subscribe_topic"])
def test_workers_that_cannot_be_set_up_leave_no_process(step, monkeypatch):
    """Whatever goes wrong after the cluster's start, the cluster ends."""
    before = set(psutil.Process().children(recursive=True))

    def broken(*_arguments, **_options):
        raise RuntimeError("broken")

    monkeypatch.setattr(f"experiments.engine.dask_workers.{step}", broken)
    with pytest.raises(RuntimeError, match="broken"):
        local_workers(1)

    assert until(lambda: set(psutil.Process().children(recursive=True)) <= before, seconds=10)
