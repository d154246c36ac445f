"""Kilowatt-hours, where codecarbon is installed: here a stand-in is."""

import sys
from types import ModuleType, SimpleNamespace

import pytest

from experiments.race import energy
from experiments.race.energy import metered


@pytest.fixture
def codecarbon(monkeypatch):
    """A codecarbon that found 0.002 kWh, and notes how it was called."""
    calls = []

    class Tracker:
        def __init__(self, **settings):
            calls.append(settings)

        def start(self):
            calls.append("start")

        def stop(self):
            calls.append("stop")
            self.final_emissions_data = SimpleNamespace(energy_consumed=0.002)

    module = ModuleType("codecarbon")
    module.OfflineEmissionsTracker = Tracker
    monkeypatch.setitem(sys.modules, "codecarbon", module)
    return calls


def test_without_codecarbon_nothing_is_said(monkeypatch):
    """None, and the block runs all the same."""
    monkeypatch.setitem(sys.modules, "codecarbon", None)
    with metered() as meter:
        pass

    assert meter.kilowatt_hours is None
    assert meter.share(1.0) is None


def test_with_codecarbon_a_share_of_the_block_is_told(codecarbon, monkeypatch):
    """Of eight seconds at 0.002 kWh, two are 0.0005 kWh, and more than all are all."""
    readings = iter([10.0, 18.0])
    monkeypatch.setattr(energy, "time", SimpleNamespace(perf_counter=lambda: next(readings)))
    with metered() as meter:
        assert codecarbon[-1] == "start"

    assert codecarbon[-1] == "stop"
    assert meter.share(2.0) == pytest.approx(0.0005)
    assert meter.share(9.0) == pytest.approx(0.002)


def test_it_writes_no_file_and_knows_its_country(codecarbon):
    """Without a country it would ask the network for one."""
    with metered():
        pass

    assert codecarbon[0]["save_to_file"] is False
    assert codecarbon[0]["country_iso_code"]


@pytest.mark.parametrize("method", ["__init__", "start", "stop"])
def test_a_tracker_that_fails_costs_nothing_but_the_number(codecarbon, monkeypatch, method):
    """The measurement goes on, and says None."""

    def fail(*arguments, **settings):
        raise OSError("no such counter")

    monkeypatch.setattr(sys.modules["codecarbon"].OfflineEmissionsTracker, method, fail)
    with metered() as meter:
        pass

    assert meter.share(1.0) is None


def test_the_block_is_metered_to_its_end_whatever_ends_it(codecarbon):
    """A race that is stopped leaves no tracker running."""
    with pytest.raises(KeyError), metered():
        raise KeyError

    assert codecarbon[-1] == "stop"
