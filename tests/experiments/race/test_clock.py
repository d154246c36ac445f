"""The race's clock: what it counts, when it stands still, and how it ends a round."""

import threading
from types import SimpleNamespace

import pytest

from experiments.race import clock as race_clock
from experiments.race.clock import OutOfTime, RaceClock, ticking
from experiments.spec import Stopped
from tests.experiments.race.racing import clock, stop_time


def test_only_what_is_counted_counts(monkeypatch):
    """Two seconds of features, three of fitting and five of neither are five seconds, of sixty."""
    time, one = stop_time(monkeypatch), clock(60)
    with one.counting("feature_seconds"):
        time.now += 2
    time.now += 5
    with one.counting("fit_seconds"):
        time.now += 3
        assert (one.seconds, one.left) == (5, 55)

    assert one.spent == {"feature_seconds": 2, "fit_seconds": 3, "predict_seconds": 0}
    assert (one.seconds, one.left) == (5, 55)


def test_what_is_broken_off_counts_too(monkeypatch):
    """A round that the budget ended took its seconds, and the clock stands still after it."""
    time, one = stop_time(monkeypatch), clock()
    with pytest.raises(OutOfTime), one.counting("fit_seconds"):
        time.now += 4
        raise OutOfTime
    time.now += 9

    assert one.seconds == one.spent["fit_seconds"] == 4


def test_an_accelerator_is_waited_for_before_each_reading(monkeypatch):
    """Work that is still in its queue would count for nobody."""
    events = []
    monkeypatch.setattr(race_clock, "synchronise", lambda: events.append("waited"))
    monkeypatch.setattr(race_clock, "time", SimpleNamespace(perf_counter=lambda: events.append("read") or 0.0))
    with clock().counting("fit_seconds"):
        events.append("worked")

    assert events == ["waited", "read", "worked", "waited", "read"]


def test_the_budget_ends_a_round_at_its_last_moment(monkeypatch):
    """A moment before, the round goes on."""
    time, one = stop_time(monkeypatch), clock(10)
    with one.counting("fit_seconds"):
        time.now += 9.9
        one.check()
        time.now += 0.1
        with pytest.raises(OutOfTime):
            one.check()


def test_a_full_queue_hides_no_seconds(monkeypatch):
    """A device that works long after each step was handed to it ends a round with the budget, not with its queue."""
    time, one, queued = stop_time(monkeypatch), clock(10), []

    def finish():
        time.now += sum(queued)
        queued.clear()

    monkeypatch.setattr(race_clock, "synchronise", finish)
    with pytest.raises(OutOfTime), one.counting("fit_seconds"):
        for _ in range(1_000):
            queued.append(0.1)  # seconds of work, handed over in a moment
            time.now += 0.01
            one.check()

    assert 10 <= one.seconds < 10 + 3.0


def test_whether_to_stop_is_asked_a_few_times_a_second(monkeypatch):
    """A thousand steps in one second ask five times; the first that hears yes stops the round."""
    time, asked = stop_time(monkeypatch), []
    one = RaceClock(60, lambda: asked.append(time.now) or time.now >= 1)
    with pytest.raises(Stopped), one.counting("fit_seconds"):
        for _ in range(2_000):
            time.now += 0.001
            one.check()

    assert len(asked) <= 6
    assert 1 <= time.now < 1.3


def test_ticks_come_while_something_is_busy_and_end_with_it(monkeypatch):
    """From another thread, again and again; after the block there is none."""
    monkeypatch.setattr(race_clock, "SECONDS_BETWEEN_TICKS", 0.001)
    twice, told = threading.Semaphore(0), []
    with ticking(lambda: told.append(threading.current_thread().name) or twice.release()):
        assert twice.acquire(timeout=60)
        assert twice.acquire(timeout=60)
    n_told = len(told)

    assert set(told) == {"race-clock"}
    assert len(told) == n_told
    assert "race-clock" not in [thread.name for thread in threading.enumerate()]
