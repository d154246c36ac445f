"""Other programs slow a shared machine down for seconds or minutes: turns during that time do not count."""

import pytest

from tests.timing.fake import FakeDevice, measured
from timing.stopwatch import CALM, FEWEST_CALM, ROUNDS, Measurement, Work


def timed(slow):
    """A row of work that takes a sixteenth of a second, or an eighth during the slow seconds."""
    device = FakeDevice()

    def work(_):
        device.give(0.125 if any(start <= device.time < end for start, end in slow) else 0.0625)

    return measured(Work(work), device, seconds=0.0625 * ROUNDS)


def turns(*medians):
    """A measurement in which each turn has one repetition of these seconds."""
    return Measurement(0.0, {"compute": 1}, {"compute": 1.0}, [[{"compute": seconds}] for seconds in medians])


def counted(found):
    """The seconds that count, in the order in which they were measured."""
    return [seconds["compute"] for seconds in found.counted]


@pytest.mark.parametrize("slow", [[(1.0, 1.5), (2.0, 3.0)], [(0.0, 2.0)], [(1.0, 1e9)]])
def test_slow_seconds_change_no_median(slow):
    """Whether they come and go, come at the beginning or stay: a row is as if nobody else used the machine."""
    calm, disturbed = timed([]), timed(slow)

    assert calm.n_left_out == 0 < disturbed.n_left_out
    assert disturbed.quartiles() == calm.quartiles() == (0.0625, 0.0625, 0.0625)
    assert disturbed.parts()["compute"] == 0.0625


def test_a_machine_that_is_always_slow_is_measured_as_it_is():
    """Nothing faster was measured, so every repetition counts."""
    found = timed([(0.0, 1e9)])

    assert found.quartiles() == (0.125, 0.125, 0.125)
    assert (len(found.counted), found.n_left_out) == (len(found.turns), 0)


def test_a_turn_a_little_slower_counts():
    """Up to a tenth is the work's own spread."""
    assert counted(turns(1.0, 1.02, CALM, 1.05, 1.11, 1.01)) == [1.0, 1.02, CALM, 1.05, 1.01]


def test_one_fast_turn_is_no_measurement():
    """If one or two are far ahead, the fastest few count, and their spread says how far apart they are."""
    found = turns(2.0, 1.0, 3.0, 1.5, 4.0, 5.0)

    assert len(found.counted) == FEWEST_CALM
    assert counted(found) == [2.0, 1.0, 1.5]
    assert found.quartiles() == (1.25, 1.5, 1.75)
    assert found.n_left_out == 3


def test_a_slow_repetition_in_a_calm_turn_counts():
    """Turns are left out whole, by their medians: what also happens on a calm machine is part of the work."""
    turn = [{"compute": seconds} for seconds in (1.0, 1.0, 9.0)]
    found = Measurement(0.0, {"compute": 1}, {"compute": 1.0}, [turn] * 4)

    assert found.n_left_out == 0
    assert max(counted(found)) == 9.0


def test_a_turn_is_slow_by_all_its_parts():
    """Copies are measured too, and may be what was slowed down."""
    turn = [{"copy_in": 1.0, "compute": 1.0}]
    found = Measurement(0.0, {}, {}, [turn, [{"copy_in": 3.0, "compute": 0.5}], turn, turn])

    assert found.counted == turn * 3


def test_few_turns_are_enough():
    """If there are fewer than must count, all count."""
    assert counted(turns(1.0, 9.0)) == [1.0, 9.0]
