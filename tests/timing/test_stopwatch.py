"""Seconds that mean something: without the warm-up, an idle device at every reading, copies where they are named."""

from itertools import pairwise

import pytest

from tests.timing.fake import FakeDevice, measured
from timing.stopwatch import COLD, FEWEST_TURNS, ROUNDS, SHORTEST, TURN, Work, is_due, repetition, take_turn, warm_up

pytestmark = pytest.mark.slow


@pytest.fixture
def device():
    """A device that has done nothing yet."""
    return FakeDevice()


def test_warm_up_is_not_counted(device):
    """A first call of ten seconds changes no median and no quartile; it is reported separately."""
    found = measured(Work(device.work([10.0, 0.5])), device, seconds=5)

    assert found.quartiles() == (0.5, 0.5, 0.5)
    assert found.parts() == {"warm_up": 10.0, "compute": 0.5}


def test_the_device_is_idle_at_every_reading(device):
    """Before each reading of the clock the device is waited for, and nothing is given to it in between."""
    copy = device.work(0.25)
    measured(Work(device.work(1.0), None, copy, copy), device)
    before = [event for event, after in zip(device.events, device.events[1:], strict=False) if after == "read"]

    assert set(before) == {"synchronize"}
    assert len(before) > 10


def test_what_was_queued_before_is_not_counted(device):
    """Work that was queued on the device before is done when the clock is first read."""
    device.give(100.0)

    assert repetition(Work(device.work(1.0)), device) == {"compute": 1.0}


def test_what_the_device_does_later_is_counted(device):
    """A device that returns before the work is done is not measured as faster for it."""
    assert measured(Work(device.work(2.0)), device).quartiles() == (2.0, 2.0, 2.0)


def test_named_copies_are_counted(device):
    """Where copies are named, the seconds are those of copy, work and copy together, and each is reported."""
    work = Work(device.work(1.0), None, device.work(0.25), device.work(0.125))
    found = measured(work, device)

    assert found.quartiles() == (1.375, 1.375, 1.375)
    assert found.parts() == {"warm_up": 1.375, "copy_in": 0.25, "compute": 1.0, "copy_out": 0.125}


def test_copies_that_are_not_named_have_no_seconds(device):
    """Work that stays where it is has no seconds of copying, not even zero."""
    assert set(measured(Work(device.work(1.0)), device).parts()) == {"warm_up", "compute"}


def test_each_part_takes_the_result_of_the_one_before(device):
    """The work computes on the copy, and its result is copied back."""
    seen = []
    work = Work(
        compute=lambda value: seen.append(value) or "result",
        given="here",
        copy_in=lambda value: seen.append(value) or "there",
        copy_out=seen.append,
    )
    repetition(work, device)

    assert seen == ["here", "there", "result"]


def test_a_row_takes_a_bounded_time(device):
    """Work of an eighth of a second is repeated for the five seconds it is given."""
    found = measured(Work(device.work(0.125)), device, seconds=5)

    assert [len(turn) for turn in found.turns] == [1] * 40
    assert device.time == (2 + 40) * 0.125


def test_a_turn_of_short_work_is_filled(device):
    """Short work has a turn in every round with as many repetitions as fit, one of which is not counted."""
    found = measured(Work(device.work(TURN / 4)), device, seconds=ROUNDS)

    assert [len(turn) for turn in found.turns] == [3] * ROUNDS


def test_the_first_call_of_a_short_turn_warms_the_caches(device):
    """It is not counted; with longer work, cold caches make no difference."""
    found = measured(Work(device.work(COLD / 2)), device, seconds=0)

    assert found.turns == [[{"compute": pytest.approx(COLD / 2)}]] * FEWEST_TURNS
    assert device.time == pytest.approx((2 + 2 * FEWEST_TURNS) * COLD / 2)


def test_slow_work_is_repeated_once_a_turn(device):
    """A spread needs a few repetitions, however long they take."""
    assert measured(Work(device.work(60.0)), device, seconds=1).turns == [[{"compute": 60.0}]] * FEWEST_TURNS
    assert device.time == (2 + FEWEST_TURNS) * 60.0


def test_turns_are_spread_evenly_over_the_rounds(device):
    """The few turns of a slow row are spread over the whole run."""
    found = warm_up(Work(device.work(60.0)), device)
    rounds = [round for round in range(ROUNDS) if is_due(found, 1.0, round)]
    apart = {later - earlier for earlier, later in pairwise([-1, *rounds])}

    assert rounds[-1] == ROUNDS - 1
    assert apart == {ROUNDS // FEWEST_TURNS, ROUNDS // FEWEST_TURNS + 1}


def test_short_work_is_called_many_times_between_two_readings(device):
    """A clock cannot measure a microsecond; the row's seconds are still those of one call."""
    found = measured(Work(device.work(1e-6)), device)

    assert found.n_calls["compute"] * 1e-6 >= SHORTEST
    assert found.quartiles() == pytest.approx((1e-6, 1e-6, 1e-6))


def test_short_work_beside_slow_copies_is_called_as_often(device):
    """Each part has its own number of calls: of a single short call, most would be its start."""
    found = measured(Work(device.work(1e-6), None, device.work(0.25), device.work(0.125)), device, seconds=1)

    assert (found.n_calls["copy_in"], found.n_calls["copy_out"]) == (1, 1)
    assert found.n_calls["compute"] * 1e-6 >= SHORTEST
    assert found.quartiles() == pytest.approx((0.375001, 0.375001, 0.375001))


def test_the_spread_is_between_the_quartiles(device):
    """Of five repetitions the second, third and fourth fastest; the two calls before them warm up."""
    taken = [0.09, 0.08, *[0.1, 0.102, 0.098, 0.101, 0.099] * ROUNDS]
    found = measured(Work(device.work(taken)), device, seconds=0.08 * ROUNDS)

    assert [len(turn) for turn in found.turns] == [1] * ROUNDS
    assert found.quartiles() == pytest.approx((0.099, 0.1, 0.101))
    assert found.n_left_out == 0


def test_each_turn_adds_its_repetitions(device):
    """Rows take turns; the first repetition of each warms the caches and is not counted."""
    work = Work(device.work([0.009, 0.008, 0.007, 0.001, 0.007, 0.002]))
    found = warm_up(work, device)
    assert found.turns == []
    for _ in range(2):
        take_turn(work, device, found)

    assert found.turns == [[{"compute": pytest.approx(0.001)}], [{"compute": pytest.approx(0.002)}]]
