"""The engine's promises that need no other process: once, resumed, cancelled, waited for."""

import json
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ClassVar

import pytest

from experiments.engine.dispatch import Engine, open_engine
from experiments.engine.job import SchedulerLostError
from experiments.engine.workers import InlineWorkers
from experiments.spec import sweep
from experiments.store.owner import new_owner
from experiments.store.results import QuotaExceeded
from tests.experiments.toy import Experiment

pytestmark = pytest.mark.slow

VERB = "tests.experiments.toy:run"
PATIENCE = 60


def toys(log, n=3, milliseconds=20, learner="svm", dataset="digits", data_version="1"):
    """A sweep of n sizes that leaves a line in the log for each start."""
    settings = {learner: {"milliseconds": milliseconds, "log": str(log)}}
    sizes = range(10, 10 * n + 1, 10)
    return sweep(dataset, [learner], sizes, n_seeds=1, data_version=data_version, settings=settings)


def starts(log):
    """The sizes in the order in which they were started."""
    return [int(line.split()[0]) for line in log.read_text().splitlines()] if log.exists() else []


def statuses(states):
    """The statuses in the order of asking."""
    return [state.status for state in states.values()]


def until(true, seconds=PATIENCE):
    """Wait until the condition holds; its last value."""
    end = time.monotonic() + seconds
    while not (answer := true()) and time.monotonic() < end:
        time.sleep(0.02)
    return answer


@pytest.fixture
def log(tmp_path):
    """Where toys write that they started."""
    return tmp_path / "log"


@pytest.fixture
def open_one(store):
    """Opens inline engines on the store, and closes them."""
    opened = []

    def open_one(**options):
        opened.append(open_engine(store, "inline", VERB, **options))
        return opened[-1]

    yield open_one
    for engine in opened:
        engine.close()


def test_a_sweep_is_measured_in_its_order(store, open_one, log):
    """Each experiment becomes a row, smallest size first."""
    engine = open_one()
    states = engine.wait(engine.submit(toys(log), "ann"), timeout=PATIENCE)

    assert statuses(states) == ["done"] * 3
    assert store.rows()["n_train"].tolist() == starts(log) == [10, 20, 30]


def test_pressing_run_twice_in_two_browsers_measures_once(store, open_one, log):
    """Two engines and many askers on one database start each experiment once, and all get their answer."""
    engines = [open_one(), open_one()]
    with ThreadPoolExecutor(6) as askers:
        asked = list(askers.map(lambda n: engines[n % 2].submit(toys(log, n=5), f"asker {n}"), range(6)))
    states = [engine.wait(ids, timeout=PATIENCE) for engine, ids in zip(engines, asked, strict=False)]

    assert [statuses(state) for state in states] == [["done"] * 5] * 2
    assert sorted(starts(log)) == [10, 20, 30, 40, 50]


def test_the_command_line_waits_for_what_the_page_is_measuring(open_one, log):
    """An engine with `own_only` gets the row from the one that already measures it, and leaves the rest alone."""
    page, command_line = open_one(), open_one(own_only=True)
    page.submit(toys(log, n=2, milliseconds=300), "page")
    until(lambda: starts(log) == [10])
    states = command_line.wait(command_line.submit(toys(log, n=1, milliseconds=300), "cli"), timeout=PATIENCE)

    assert statuses(states) == ["done"]
    assert starts(log).count(10) == 1


def test_an_engine_for_its_own_work_leaves_other_work_alone(store, open_one, log):
    """What another asked for stays in the queue."""
    others = store.enqueue(toys(log, n=2), "page")
    engine = open_one(own_only=True)
    engine.wait(engine.submit([Experiment("toy", "svm", 5)], "cli"), timeout=PATIENCE)

    assert statuses(store.states(others)) == ["queued", "queued"]


def test_nothing_starts_while_the_machine_is_busy(open_one, log):
    """Both would be slower, and the row stays for good: what is asked for waits."""
    busy = threading.Event()
    busy.set()
    engine = open_one(is_busy=busy.is_set)
    asked = engine.submit(toys(log, n=1), "ann")
    assert statuses(engine.wait(asked, timeout=1.0)) == ["queued"]
    busy.clear()

    assert statuses(engine.wait(asked, timeout=PATIENCE)) == ["done"]


def test_an_error_is_one_sentence(open_one):
    """A ValueError's own words are the job's error; another exception is named."""
    engine = open_one()
    ids = engine.submit([Experiment("toy", "wrong", 10)], "ann")

    assert engine.wait(ids, timeout=PATIENCE)[ids[0]].error == "No such learner."


def test_a_bug_in_a_measurement_is_a_named_failure(store, open_one):
    """What is no ValueError fails with the exception's name, and the engine goes on."""
    engine = open_engine(store, "inline", "tests.experiments.toy:missing")
    ids = engine.submit([Experiment("toy", "svm", 10)], "ann")
    states = engine.wait(ids, timeout=PATIENCE)
    engine.close()

    assert states[ids[0]].error.startswith("AttributeError: ")


def test_cancelling_keeps_what_is_measured(store, open_one, log):
    """The running experiment stops, the waiting ones never start, the finished ones stay."""
    engine = open_one()
    ids = engine.submit([*toys(log, n=1), *toys(log, n=4, milliseconds=20_000)], "ann")
    engine.wait(ids[:1], timeout=PATIENCE)
    seen = threading.Event()
    states = engine.wait(
        ids,
        lambda states: (states[ids[1]].status == "running" and not seen.is_set()) and (seen.set(), engine.cancel(ids)),
        timeout=PATIENCE,
    )

    assert statuses(states) == ["done", *["cancelled"] * 4]
    ids = engine.submit([Experiment("toy", "svm", 7)], "ann")
    assert statuses(engine.wait(ids, timeout=PATIENCE)) == ["done"]  # the worker is free again
    assert starts(log) == [10, 10]


def test_progress_reaches_the_store(open_one, log):
    """A waiting caller sees fractions and notes grow."""
    engine = open_one()
    seen = []
    ids = engine.submit(toys(log, n=1, milliseconds=1500), "ann")
    engine.wait(ids, lambda states: seen.append((states[ids[0]].progress, states[ids[0]].note)), timeout=PATIENCE)
    fractions = [fraction for fraction, _ in seen]

    assert fractions == sorted(fractions)
    assert any(0 < fraction < 1 and note.endswith("of 150") for fraction, note in seen)


def test_what_is_found_reaches_the_store_and_goes_when_it_starts_over(store, open_one, log):
    """A watcher sees all that was found so far, as text; what is queued again has found nothing yet."""
    engine = open_one()
    (id,) = engine.submit(toys(log, n=1, milliseconds=20_000), "ann")
    assert until(lambda: len(json.loads(store.states([id])[id].found or "[]")) > 1)
    engine.close()

    assert store.states([id])[id].status == "queued"
    assert store.states([id])[id].found == ""


def test_closing_queues_again_what_was_not_finished(store, open_one, log):
    """The next engine resumes with what is missing."""
    first = open_one()
    ids = first.submit([*toys(log, n=1), *toys(log, n=1, milliseconds=500)], "ann")
    first.wait(ids[:1], timeout=PATIENCE)
    first.close()
    assert statuses(store.states(ids)) == ["done", "queued"]
    second = open_one()
    second.resume()

    assert statuses(second.wait(ids, timeout=PATIENCE)) == ["done", "done"]


def test_waiting_ends_with_its_time(store, open_one, log):
    """After the timeout the states are as they are."""
    engine = open_one()
    store.enqueue(toys(log, n=1), "somebody")
    store.claim(new_owner(), 1)

    assert statuses(engine.wait([experiment.id for experiment in toys(log, n=1)], timeout=0)) == ["running"]


def test_quotas_hold_at_the_engine(open_one, setting, log):
    """Not only the widgets refuse what is too much."""
    setting("max_queued", 2)
    with pytest.raises(QuotaExceeded):
        open_one().submit(toys(log), "ann")


class Lost(InlineWorkers):
    """Workers that fail at the first question; they note that they were closed."""

    closed: ClassVar[list[str]] = []

    def n_free(self):
        """Fail as a bug would."""
        raise RuntimeError("no answer\nsecond line")

    def close(self):
        """Note it."""
        self.closed.append("closed")
        super().close()


@pytest.fixture
def broken_engine(store, monkeypatch):
    """Makes an engine whose workers come from the given function, and tells how often they were made."""
    monkeypatch.setattr("experiments.engine.patience.RETRY_SECONDS", 0.01)
    engines, made = [], []

    def broken_engine(make, **options):
        def make_and_count():
            made.append(len(made))
            return make(len(made))

        engines.append(Engine(store, make_and_count, VERB, **options))
        return engines[-1], made

    yield broken_engine
    for engine in engines:
        engine.close()


def fail(problem):
    """Raise it."""
    raise problem


def test_workers_that_never_start_are_tried_three_times_and_then_told(store, broken_engine, log, caplog):
    """What was asked for fails with one sentence, which is in the log too, and nothing is tried again."""
    engine, made = broken_engine(lambda _: fail(RuntimeError("no memory\nat all")))
    ids = engine.submit(toys(log), "ann")
    states = engine.wait(ids, timeout=PATIENCE)

    assert {state.error for state in states.values()} == {"The engine stopped: RuntimeError: no memory"}
    assert (statuses(states), len(made)) == (["failed"] * 3, 3)
    assert "no memory" in caplog.text


def test_workers_that_start_at_the_second_try_measure(broken_engine, log):
    """One failure costs nothing but time."""
    engine, made = broken_engine(lambda n: InlineWorkers() if n > 1 else fail(RuntimeError("busy")))

    assert statuses(engine.wait(engine.submit(toys(log), "ann"), timeout=PATIENCE)) == ["done"] * 3
    assert len(made) == 2


def test_workers_that_fail_are_closed_each_time(broken_engine, log, monkeypatch):
    """No try leaves its workers behind."""
    monkeypatch.setattr(Lost, "closed", [])
    engine, made = broken_engine(lambda _: Lost())
    states = engine.wait(engine.submit(toys(log, n=1), "ann"), timeout=PATIENCE)

    assert [state.error for state in states.values()] == ["The engine stopped: RuntimeError: no answer"]
    assert len(Lost.closed) == len(made) == 3


class LostOnce(InlineWorkers):
    """Workers whose scheduler dies when they are first asked with an experiment in the queue."""

    def n_free(self):
        """Fail as a lost connection does."""
        raise ConnectionError("The scheduler is gone.")


@pytest.mark.parametrize("seconds", [60, 0])
def test_a_scheduler_that_answered_before_may_be_gone_for_a_while(store, broken_engine, log, monkeypatch, seconds):
    """While it starts again nothing fails; one that stays away is told, as one that never was there."""
    monkeypatch.setattr("experiments.engine.patience.GONE_SECONDS", seconds)

    def make(n):
        if n == 1:
            return LostOnce()
        return InlineWorkers() if n > 6 else fail(ValueError("No scheduler answers."))

    engine, made = broken_engine(make)
    engine.start()
    assert until(lambda: made and engine._patience.patient_until)  # its workers had nothing to do, and answered
    states = engine.wait(engine.submit(toys(log), "ann"), timeout=PATIENCE)

    assert statuses(states) == (["done"] * 3 if seconds else ["failed"] * 3)
    assert len(made) == (7 if seconds else 2)


class Forgetful(InlineWorkers):
    """Workers whose scheduler was lost, and forgot what they measured, as often as this says."""

    forgets: ClassVar[int] = 0

    def start(self, verb, experiment):
        """A future that ends without an answer, or the real one."""
        if Forgetful.forgets == 0:
            return super().start(verb, experiment)
        Forgetful.forgets -= 1
        lost = Future()
        lost.set_exception(SchedulerLostError("forgotten"))
        return lost


def test_an_experiment_that_its_scheduler_forgot_is_measured_all_the_same(store, broken_engine, log):
    """Twice in a row, where a crash of its own would have ended it; it is not counted as one."""
    Forgetful.forgets = 2
    engine, made = broken_engine(lambda n: Forgetful())
    ids = engine.submit(toys(log, n=1), "ann")

    assert statuses(engine.wait(ids, timeout=PATIENCE)) == ["done"]
    assert list(store.jobs()["crashes"]) == [0]
    assert len(made) == 3


def test_what_an_earlier_process_left_fails_too_when_there_are_no_workers(store, broken_engine, log):
    """After a resume nobody has asked this engine, and yet nothing waits for ever."""
    ids = store.enqueue(toys(log), "an earlier visitor")
    engine, made = broken_engine(lambda _: fail(ValueError("No scheduler answers.")))
    engine.resume()

    assert until(lambda: {state.error for state in store.states(ids).values()} == {"No scheduler answers."})
    assert len(made) == 1


def test_an_engine_for_its_own_work_gives_up_only_that(store, broken_engine, log):
    """What another asked for stays in the queue."""
    others = store.enqueue(toys(log), "page")
    engine, _ = broken_engine(lambda _: fail(ValueError("No scheduler answers.")), own_only=True)
    states = engine.wait(engine.submit([Experiment("toy", "svm", 5)], "cli"), timeout=PATIENCE)

    assert statuses(states) == ["failed"]
    assert statuses(store.states(others)) == ["queued"] * 3


def test_what_waits_for_a_visitors_training_at_another_engine_is_not_given_up(store, broken_engine, log):
    """That engine has workers: it measures one of the visitor's trainings after the other."""
    first, second = (toys(log, n=1, dataset=f"own-{digit * 32}") for digit in "ab")
    store.enqueue([*first, *second], "ann")
    store.claim("another engine", 1)
    engine, _ = broken_engine(lambda _: fail(ValueError("No scheduler answers.")))
    (other,) = engine.submit(toys(log, n=1), "ben")

    assert statuses(engine.wait([other], timeout=PATIENCE)) == ["failed"]
    engine.close()
    assert statuses(store.states([first[0].id, second[0].id])) == ["running", "queued"]


def test_waiting_for_another_process_does_not_restart_broken_workers_over_and_over(store, broken_engine, log):
    """While another measures what is waited for, workers that failed are left alone for some seconds."""
    ids = store.enqueue(toys(log, n=1), "page")
    store.claim(new_owner(), 1)
    engine, made = broken_engine(lambda _: fail(ValueError("No scheduler answers.")))
    engine.submit(toys(log, n=1), "ann")

    assert statuses(engine.wait(ids, timeout=1)) == ["running"]
    assert len(made) == 1


def test_an_unknown_engine_is_a_clear_error(store):
    """The sentence names what there is."""
    with pytest.raises(ValueError, match="choose local, inline, or tcp://host:port"):
        open_engine(store, "cloud")


def test_the_page_imports_neither_torch_nor_dask():
    """The web process draws and asks; it loads nothing that trains."""
    code = (
        "import sys; from experiments.store.results import Store; from experiments.engine.dispatch import open_engine;"
        "open_engine(Store('sqlite://'), 'local');"
        "print({'torch', 'dask', 'distributed', 'sklearn'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
