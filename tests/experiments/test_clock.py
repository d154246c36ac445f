"""Seconds that mean something: the device has finished before either reading."""

import os
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
import torch

from experiments import clock


@pytest.fixture
def events(monkeypatch):
    """What happens, in its order, on a clock that gains a second at each reading."""
    events = []

    def read():
        events.append("read")
        return float(events.count("read"))

    monkeypatch.setattr(clock, "synchronise", lambda: events.append("synchronise"))
    monkeypatch.setattr(clock.time, "perf_counter", read)
    return events


def test_the_device_is_empty_at_both_readings(events):
    """Work that was queued before is not counted, and work that is still queued at the end is waited for."""
    with clock.clock() as stopwatch:
        events.append("work")

    assert events == ["synchronise", "read", "work", "synchronise", "read"]
    assert stopwatch.seconds == 1.0


def test_a_stopwatch_is_at_zero_until_the_end(events):
    """A half-measured block has no seconds, and what goes wrong in it is not swallowed."""
    with pytest.raises(ZeroDivisionError), clock.clock() as stopwatch:
        raise ZeroDivisionError

    assert stopwatch.seconds == 0.0


@pytest.mark.parametrize("there_is_one", [True, False])
def test_the_accelerator_is_waited_for_where_there_is_one(monkeypatch, there_is_one):
    """Without an accelerator there is nothing to wait for, and asking for it would be an error."""
    calls = []
    monkeypatch.setattr(torch.accelerator, "is_available", lambda: there_is_one)
    monkeypatch.setattr(torch.accelerator, "synchronize", lambda: calls.append("waited"))
    clock.synchronise()

    assert calls == ["waited"] * there_is_one


def test_ones_own_work_is_not_that_of_others(monkeypatch, tmp_path):
    """In two seconds all cores were busy for six, of which this process computed for three."""
    counts, own, now = tmp_path / "stat", iter([1.0, 4.0]), iter([10.0, 12.0])
    readings = {"process_time": lambda: next(own), "perf_counter": lambda: next(now)}
    monkeypatch.setattr(clock, "time", SimpleNamespace(**readings))
    monkeypatch.setattr(clock, "COUNTS", counts)
    counts.write_text("cpu 0 0 0 0 0 0 0 0\n")
    with clock.others_watched() as others:
        counts.write_text(f"cpu {6 * os.sysconf('SC_CLK_TCK')} 0 0 9 0 0 0 0\n")

    assert others.cores == 1.5


def test_work_of_others_is_seen():
    """Another program that computes is seen in what the system counts, whoever else computes."""
    other = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        time.sleep(0.2)
        with clock.others_watched() as beside:
            time.sleep(1)
    finally:
        other.kill()
        other.wait()

    assert beside.cores > 0.4
