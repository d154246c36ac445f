"""The progress of a sweep: a count whose total stays, and a time left that includes what waits before it."""

import time
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import catalogue
from analysis.common.duration import each_seconds
from experiments.plan import plan
from experiments.store.database import writing
from experiments.store.owner import new_owner
from experiments.store.schema import jobs
from settings import settings
from tests.experiments.toy import result
from ui.common import source, sweep

pytestmark = pytest.mark.slow


@pytest.fixture
def digits():
    """The images, and a sweep of four experiments on them."""
    images = catalogue.load("digits")
    return images, plan("digits", images, ["svm", "cnn"], [100, 500], n_seeds=1)


def progress():
    """The progress of the sweep of four."""
    import catalogue
    from experiments.plan import plan
    from ui.common.sweep import show_progress, states

    images = catalogue.load("digits")
    asked = plan("digits", images, ["svm", "cnn"], [100, 500], n_seeds=1)
    show_progress(asked, images, states(asked))


def said():
    """The words beside the bar."""
    return AppTest.from_function(progress, default_timeout=60).run().get("progress")[0].proto.text


def test_the_total_stays_when_one_is_done_and_one_has_failed(digits):
    """Of four, one measured and one failed leave "1 of 4", not "1 of 3"."""
    store = source.store()
    store.enqueue(digits[1], "ann")
    assert said().startswith("0 of 4 measured")
    first, second = store.claim("one", 2)
    store.finish(result(first))
    store.fail(second.id, "one", "It broke.")

    assert said().startswith("1 of 4 measured, 1 failed")


def test_what_is_all_measured_is_called_done(digits):
    """Nothing waits or runs any more, so the offer does not say that it might."""
    images, asked = digits
    store = source.store()
    store.enqueue(asked, "ann")
    assert sweep.describe_offer(asked, images, []).endswith(
        "4 experiments of this choice are measured, running or waiting."
    )
    for one in store.claim("one", 4):
        store.finish(result(one))

    assert sweep.describe_offer(asked, images, []) == "All 4 experiments of this choice are done."


def test_a_busy_start_is_not_the_overhead_of_every_experiment(monkeypatch):
    """The first four of two workers waited for their libraries, one of them for the server: the middle counts."""
    monkeypatch.setattr(sweep, "n_workers", lambda: 2)
    monkeypatch.setattr(sweep, "engine", lambda: SimpleNamespace(measured={"svm": 3, "cnn": 2}))
    monkeypatch.setattr(sweep, "store", lambda: SimpleNamespace(overheads=lambda: [97.0, 36.0, 18.0, 9.0, 0.4]))

    assert sweep.overheads() == (0.4, 27.0, True)


def test_after_many_warm_experiments_a_new_server_still_waits_for_its_libraries(monkeypatch):
    """The last fifty rows remember no start; the first two of two workers are not expected at once."""
    monkeypatch.setattr(sweep, "n_workers", lambda: 2)
    monkeypatch.setattr(sweep, "engine", lambda: SimpleNamespace(measured={}))
    monkeypatch.setattr(sweep, "store", lambda: SimpleNamespace(overheads=lambda: [0.2] * 50))

    assert sweep.overheads() == (0.2, 8.0, True)


def test_on_a_machine_that_measured_nothing_the_first_experiment_tells_its_pace(digits, measured):
    """Rows of another machine promise a range; one experiment that took six times as long moves all of it."""
    images, asked = digits
    measured("digits", "other-machine", sizes=(100, 500), recipes=("quick",))
    cold = sweep.forecast(asked, images)
    assert cold.high > 5 * cold.low

    store = source.store()
    (foretold,) = each_seconds(asked[:1], source.all_rows())
    store.enqueue(asked, "ann")
    (first,) = store.claim("one", 1)
    store.finish(result(first, feature_seconds=0.0, fit_seconds=6 * foretold, predict_seconds=0.0))
    st.cache_data.clear()
    found = sweep.forecast(asked, images)

    assert found.high < 3 * found.low
    assert cold.low < found.low < found.high < 1.5 * cold.high


def test_libraries_that_load_are_no_slow_machine(digits, measured):
    """A worker that has measured an SVM loads torch for its first CNN: twenty seconds of that make no sweep long."""
    images, asked = digits
    measured("digits", "other-machine", sizes=(100, 500), recipes=("quick",))
    store, owner = source.store(), new_owner()
    svm, cnn = asked[0], next(one for one in asked if one.learner == "cnn")
    store.enqueue([svm, cnn], "ann")
    store.claim(owner, 2)
    (seconds,) = each_seconds([svm], source.all_rows())
    store.finish(result(svm, feature_seconds=0.0, fit_seconds=seconds, predict_seconds=0.0))
    source.engine().measured["svm"] += 1
    before = sweep.forecast(asked, images)
    with writing(store.database).begin() as connection:
        connection.execute(jobs.update().where(jobs.c.id == cnn.id).values(started_at=time.time() - 20))
    st.cache_data.clear()

    assert sweep.forecast(asked, images).high < 1.5 * before.high


def test_the_forecast_includes_what_waits_before(digits, measured):
    """A press on Run behind a class's thirty seconds of work does not promise three."""
    images, asked = digits
    measured("digits", "live", sizes=(100, 500), recipes=("quick",))
    alone = sweep.forecast(asked, images)
    source.store().enqueue(plan("digits", images, ["svm", "cnn"], [500], n_seeds=9), "bob")
    st.cache_data.clear()

    assert sweep.forecast(asked, images).low > 2 * alone.low
    assert settings().engine == "inline"
