"""A shared processor slows down for seconds at a time: what was repeated meanwhile is brought to its best pace."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from tests.timing.fake import FakeDevice
from timing.measure import rehearsed_rows
from timing.pace import TRIES, MachinePace, Steady, keep_to
from timing.row import Way
from timing.stopwatch import WATCHED, Measured, Work, measured, rehearsed, repeat


class ByTheClock:
    """A machine whose work takes twice as long, whoever asks, during its slow seconds."""

    def __init__(self, device, slow):
        self.device = device
        self.slow = slow
        self.best = float("inf")

    def speed(self):
        """1 or 2, at the device's time."""
        return 2.0 if any(start <= self.device.time < end for start, end in self.slow) else 1.0

    def now(self, seconds=0.0):  # noqa: ARG002
        """How long the fixed piece of work takes."""
        self.best = min(self.best, self.speed())
        return self.speed()


def timed(slow, seconds=1.0):
    """A row of work that takes a sixteenth of a second, or an eighth during the slow seconds."""
    device = FakeDevice()
    pace = ByTheClock(device, slow)
    return measured(Work(lambda _: device.give(0.0625 * pace.speed())), device, seconds, pace)


def test_slow_seconds_change_no_median():
    """A row has the median and the spread of a machine that nobody else uses, and tells that others did."""
    calm, disturbed = timed([]), timed([(1.0, 1.5), (2.0, 3.0)])

    assert disturbed.quartiles() == calm.quartiles() == (0.0625, 0.0625, 0.0625)
    assert disturbed.parts()["compute"] == 0.0625
    assert (calm.n_disturbed, calm.slowed) == (0, 1.0)
    assert 0 < disturbed.n_disturbed < len(disturbed.repetitions)


def test_a_machine_that_is_slow_most_of_the_time_has_its_best_pace():
    """Even where hardly any repetition met it; the row says how much slower the others were."""
    found = timed([(0.3, 1e9)], seconds=4.0)

    assert found.quartiles() == (0.0625, 0.0625, 0.0625)
    assert found.slowed == 2.0
    assert found.n_disturbed > 0.9 * len(found.repetitions)


def test_a_slow_beginning_is_known_when_the_machine_was_seen_at_its_best():
    """What was slow at first, when nothing faster was known, is brought to the best pace in the end."""
    assert timed([(0.0, 1.0)]).quartiles() == (0.0625, 0.0625, 0.0625)


def test_a_machine_that_is_always_slow_is_measured_as_it_is():
    """Its best is slow."""
    found = timed([(0.0, 1e9)])

    assert found.quartiles() == (0.125, 0.125, 0.125)
    assert (found.n_disturbed, found.slowed) == (0, 1.0)


def test_each_repetition_is_divided_by_its_own_pace():
    """Three seconds at half again the best pace's time are two; a boost makes seconds more."""
    repetitions, paces = [{"compute": 3.0}, {"compute": 2.0}, {"compute": 1.0}], [1.5, 1.0, 0.5]
    found = Measured(0.0, {"compute": 1}, {"compute": 1.0}, Steady(), repetitions, paces)

    assert [seconds["compute"] for seconds in found.at_best] == [2.0, 2.0, 2.0]
    assert found.n_disturbed == 1


class Readings:
    """A pace that gives what it was told to, and notes for how long it was watched."""

    best = 1.0

    def __init__(self, *readings):
        self.readings = list(readings)
        self.watched = []

    def now(self, seconds=0.0):
        """The next reading."""
        self.watched.append(seconds)
        return self.readings.pop(0)


def test_the_pace_is_that_of_before_and_after():
    """It is watched the longer the longer a repetition takes: one moment says little of a minute."""
    device, pace = FakeDevice(), Readings(1.0, 1.5, 2.0)
    work = Work(device.work(10.0))
    found = rehearsed(work, device, pace)
    repeat(work, device, found, seconds=100.0)

    assert found.paces == [1.25, 1.75]
    assert pace.watched == pytest.approx([WATCHED * 10.0] * 3)


def test_the_best_pace_is_one_that_comes_again():
    """One moment of twenty may be faster: a boost would make every other moment a slow one."""
    pace = MachinePace(2)
    seen = sorted(pace.now() for _ in range(40))

    assert pace.best == seen[2] > 0


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="threads cannot be kept to cores here")
def test_several_threads_are_each_kept_to_a_core_of_their_own():
    """A slow core is not missed because both threads happened to run on the other; the caller's freedom stays."""
    free = os.sched_getaffinity(0)
    with ThreadPoolExecutor(1, initializer=keep_to, initargs=(1,)) as thread:
        kept = thread.submit(os.sched_getaffinity, 0).result()

    assert kept == {sorted(free)[1 % len(free)]}
    assert os.sched_getaffinity(0) == free


def test_one_thread_is_the_caller_s_own(monkeypatch):
    """Work in one thread is as fast as the core that it runs on, whatever the others do."""
    threads = []

    def noted(*_):
        threads.append(threading.get_ident())
        return 1.0, 4.0

    monkeypatch.setattr("timing.pace.seconds_of", noted)

    assert MachinePace(1).now() == 2.0  # between computing and copying the geometric mean
    assert threads == [threading.get_ident()] * TRIES


def test_the_pace_of_several_cores_is_their_mean(monkeypatch):
    """Work is shared between them: where one is three times as slow, half of it is."""
    seconds = {}

    def by_thread(*_):
        return (seconds.setdefault(threading.get_ident(), 1.0 + 2.0 * len(seconds)),) * 2

    monkeypatch.setattr("timing.pace.seconds_of", by_thread)

    assert MachinePace(2).now() == pytest.approx(2.0)


def test_a_pace_is_watched_for_as_long_as_asked():
    """What is told is the mean of the readings, of which the best is one."""
    pace = MachinePace(1)
    start = time.perf_counter()
    seen = pace.now(0.05)

    assert time.perf_counter() - start >= 0.05
    assert 0 < pace.best < seen


@pytest.mark.parametrize(("copies", "gauged"), [(True, []), (False, [2])])
def test_an_accelerator_has_a_pace_of_its_own(copies, gauged):
    """Its seconds are divided by nothing; a processor's by the pace of the cores that a row uses."""
    device, asked = FakeDevice(), []
    device.name, device.copies = "a device", copies
    operation = SimpleNamespace(
        name="rest", ways=lambda _: [Way(threads=2)], sizes_on=lambda _: [1], make=lambda *_: Work(device.work(1.0))
    )
    (row,) = rehearsed_rows(operation, device, lambda threads: asked.append(threads) or Readings(), print)

    assert asked == gauged
    assert isinstance(row.found.pace, Steady) == copies
