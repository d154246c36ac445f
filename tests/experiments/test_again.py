"""Asking again for what is measured, because its model is gone: measured once more, and the row stays."""

import pytest

from experiments.engine.dispatch import open_engine
from experiments.spec import Progress
from experiments.store.results import QuotaExceeded
from tests.experiments.engine.test_dispatch import PATIENCE, VERB, starts, toys
from tests.experiments.toy import Experiment, result

ASKED = Experiment("digits", "svm", 10)


@pytest.fixture
def measured(store):
    """A store in which the experiment is measured."""
    store.enqueue([ASKED], "ann")
    store.claim("one", 1)
    store.finish(result(ASKED, accuracy=0.5))
    return store


def state(store):
    """How the experiment stands."""
    return store.states([ASKED.id])[ASKED.id]


def test_again_queues_what_is_measured(measured):
    """It waits, runs and is done like any other, whoever looks; without `again` nothing happens."""
    measured.enqueue([ASKED], "bob")
    assert (state(measured).status, measured.n_queued()) == ("done", 0)
    measured.enqueue([ASKED], "bob", again=True)
    assert state(measured).status == "queued"
    assert measured.claim("two", 1) == [ASKED]
    measured.progress("two", {ASKED.id: Progress(0.5, "half")})
    assert (state(measured).status, state(measured).note) == ("running", "half")
    measured.finish(result(ASKED, accuracy=0.75))

    assert state(measured).status == "done"


def test_the_row_stays_as_it_was_measured_first(measured):
    """What was drawn, linked or exported does not change under anybody."""
    before = measured.results()
    measured.enqueue([ASKED], "bob", again=True)
    measured.claim("two", 1)
    measured.finish(result(ASKED, accuracy=0.75, machine="another"))

    assert measured.results() == before


def test_again_asked_by_many_runs_once(measured):
    """Thirty students press the same button: one training, which all of them want."""
    for number in range(30):
        measured.enqueue([ASKED], f"student {number}", again=True)

    assert measured.claim("two", 5) == [ASKED]
    assert len(measured.jobs()) == 1
    assert len(measured.jobs()["askers"][0].split(", ")) == 30


def test_what_is_cancelled_while_it_is_measured_again_is_done(measured):
    """Its row is there."""
    measured.enqueue([ASKED], "bob", again=True)
    measured.cancel([ASKED.id], "bob")

    assert (state(measured).status, state(measured).error) == ("done", "")


def test_what_fails_when_measured_again_is_done_and_says_why(measured):
    """The row is as good as before; who waits for the model learns why there is none."""
    measured.enqueue([ASKED], "bob", again=True)
    measured.claim("two", 1)
    measured.fail(ASKED.id, "two", "The data set has changed.")

    assert (state(measured).status, state(measured).error) == ("done", "The data set has changed.")


def test_again_keeps_to_the_queues_limit(measured, setting):
    """A repeated experiment takes a place like any other."""
    setting("max_queued", 1)
    with pytest.raises(QuotaExceeded):
        measured.enqueue([ASKED, Experiment("digits", "cnn", 10)], "bob", again=True)

    assert state(measured).status == "done"


def test_the_engine_measures_again_when_told(store, tmp_path):
    """Asked twice it measures once; asked for it again, twice."""
    log = tmp_path / "log"
    engine = open_engine(store, "inline", VERB)
    try:
        for again in (False, False, True):
            engine.wait(engine.submit(toys(log, n=1), "ann", again=again), timeout=PATIENCE)
    finally:
        engine.close()

    assert starts(log) == [10, 10]
