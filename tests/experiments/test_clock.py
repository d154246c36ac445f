"""Seconds that mean something: the device has finished before either reading; and the words that go beside them."""

import subprocess
from importlib.metadata import PackageNotFoundError

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


def test_the_machine_is_what_did_the_work(monkeypatch):
    """The graphics processor's name stands before the processor's when it computed, and only then."""
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "Fast Card")

    assert clock.machine("cuda") == f"Fast Card, {clock.processor()}"
    assert clock.machine("cpu") == clock.processor()


def test_the_processor_has_a_name_and_a_number_of_cores():
    """Never an empty name: what a row was measured on can be told."""
    name, _, cores = clock.processor().rpartition(", ")

    assert name.strip()
    assert int(cores.removesuffix(" cores")) >= 1


def test_a_library_that_is_not_there_has_no_version(monkeypatch):
    """scikit-learn-intelex exists on some platforms only; the others are told all the same."""

    def version(library):
        if library == "scikit-learn-intelex":
            raise PackageNotFoundError(library)
        return "7"

    monkeypatch.setattr(clock, "version", version)
    found = clock.versions.__wrapped__()

    assert set(found) == {"python", *clock.LIBRARIES} - {"scikit-learn-intelex"}
    assert {found[library] for library in found if library != "python"} == {"7"}


@pytest.mark.parametrize("problem", [FileNotFoundError("git"), subprocess.CalledProcessError(128, "git")])
def test_without_git_there_is_no_commit(monkeypatch, problem):
    """A downloaded archive of the code measures too."""

    def fail(*arguments, **options):
        raise problem

    monkeypatch.setattr(clock.subprocess, "run", fail)

    assert clock.commit.__wrapped__() == ""
