"""A shared processor slows down for seconds at a time: what was repeated meanwhile does not count."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from tests.timing.fake import FakeDevice
from timing.measure import rehearsed_rows
from timing.pace import MachinePace, Steady, keep_to
from timing.row import Way
from timing.stopwatch import FEWEST_CALM, PATIENCE, ROUNDS, TURNS, Measured, Work, measured, rehearsed, repeat


class ByTheClock:
    """A machine whose work takes twice as long, whoever asks, during its slow seconds."""

    def __init__(self, device, slow):
        self.device = device
        self.slow = slow
        self.best = float("inf")

    def speed(self):
        """1 or 2, at the device's time."""
        return 2.0 if any(start <= self.device.time < end for start, end in self.slow) else 1.0

    def now(self):
        """How long the fixed piece of work takes."""
        self.best = min(self.best, self.speed())
        return self.speed()


def timed(slow, seconds=1.0):
    """A row of work that takes a sixteenth of a second, or an eighth during the slow seconds."""
    device = FakeDevice()
    pace = ByTheClock(device, slow)
    return measured(Work(lambda _: device.give(0.0625 * pace.speed())), device, seconds, pace)


def test_slow_seconds_change_no_median():
    """A row has the median and the spread of a machine that nobody else uses."""
    calm, disturbed = timed([]), timed([(1.0, 1.5), (2.0, 3.0)])

    assert disturbed.quartiles() == calm.quartiles() == (0.0625, 0.0625, 0.0625)
    assert len(disturbed.repetitions) > len(disturbed.counted) >= ROUNDS
    assert disturbed.parts()["compute"] == 0.0625


def test_a_slow_beginning_is_known_when_the_machine_was_seen_at_its_best():
    """What counted at first, because nothing faster was known, does not count in the end."""
    assert timed([(0.0, 1.0)]).quartiles() == (0.0625, 0.0625, 0.0625)


def test_a_machine_that_is_always_slow_is_measured_as_it_is():
    """Its best is slow, and every repetition counts."""
    found = timed([(0.0, 1e9)])

    assert found.quartiles() == (0.125, 0.125, 0.125)
    assert found.counted == found.repetitions


def test_patience_has_an_end():
    """After a first calm moment the machine is slow for good: the turns end, and as few count as may."""
    found = timed([(0.2, 1e9)])
    device = FakeDevice()
    pace = ByTheClock(device, [(0.0, 1e9)])
    pace.best = 1.0
    work = Work(lambda _: device.give(0.125))
    row = rehearsed(work, device, pace)
    repeat(work, device, row, seconds=2.5)

    assert found.pace.best == 1.0
    assert FEWEST_CALM < len(found.repetitions) <= PATIENCE * len(TURNS) * 4
    assert len(found.counted) == FEWEST_CALM
    assert len(row.repetitions) == PATIENCE * 4


def test_long_work_has_as_much_patience():
    """A second of work is tried twice a turn where the first was not calm; that none was calm is told."""
    device = FakeDevice()
    pace = ByTheClock(device, [(0.0, 1e9)])
    pace.best = 1.0
    found = measured(Work(device.work(1.0)), device, 1.0, pace)

    assert len(found.repetitions) == found.n_disturbed == PATIENCE * ROUNDS
    assert len(found.counted) == FEWEST_CALM


def test_where_too_few_were_calm_the_calmest_count():
    """In the order in which they were made, also where they were all slow, one a little less than the other."""
    paces = [1.5, 1.3, 1.0, 1.6, 1.2, 1.4, 1.7]
    found = Measured(0.0, {"compute": 1}, {"compute": 1.0}, Steady(), [{"compute": pace} for pace in paces], paces)

    assert [seconds["compute"] for seconds in found.counted] == [1.5, 1.3, 1.0, 1.2, 1.4]
    assert found.n_disturbed == 6


def test_what_was_left_out_is_told():
    """A row says how many repetitions met a slow machine."""
    found = timed([(1.0, 1.5)])

    assert found.n_disturbed == len(found.repetitions) - len(found.counted) > 0


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

    def noted(values):
        threads.append(threading.get_ident())
        return 1.0

    monkeypatch.setattr("timing.pace.seconds_of", noted)
    MachinePace(1).now()

    assert set(threads) == {threading.get_ident()}


@pytest.mark.parametrize(("copies", "gauged"), [(True, 1), (False, 2)])
def test_an_accelerator_is_gauged_by_the_thread_that_feeds_it(copies, gauged):
    """Its rows wait for no other core; a processor's wait for each that they use."""
    device, asked = FakeDevice(), []
    device.name, device.copies = "a device", copies
    operation = SimpleNamespace(
        name="rest", ways=lambda _: [Way(threads=2)], sizes_on=lambda _: [1], make=lambda *_: Work(device.work(1.0))
    )
    rows = list(rehearsed_rows(operation, device, lambda threads: asked.append(threads) or Steady(), print))

    assert len(rows) == 1
    assert asked == [gauged]
