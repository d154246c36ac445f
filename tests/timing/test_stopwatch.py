"""Seconds that mean something: no warm-up in them, an idle device at every reading, copies where they are named."""

from itertools import pairwise

import pytest

from tests.timing.fake import FakeDevice, measured
from timing.stopwatch import COLD, FEWEST_TURNS, ROUNDS, SHORTEST, TURN, Work, is_due, rehearsed, repeat, repetition

pytestmark = pytest.mark.slow


@pytest.fixture
def device():
    """A device that has done nothing yet."""
    return FakeDevice()


def test_warm_up_is_not_counted(device):
    """A first call of ten seconds changes no median and no quartile; it is told apart."""
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
    """Work that someone else gave to the device is over when the first reading is taken."""
    device.give(100.0)

    assert repetition(Work(device.work(1.0)), device, {}) == {"compute": 1.0}


def test_what_the_device_does_later_is_counted(device):
    """A device that answers before it has worked gains nothing by it."""
    assert measured(Work(device.work(2.0)), device).quartiles() == (2.0, 2.0, 2.0)


def test_named_copies_are_counted(device):
    """Where copies are named, the seconds are those of copy, work and copy together, and each is told."""
    work = Work(device.work(1.0), None, device.work(0.25), device.work(0.125))
    found = measured(work, device)

    assert found.quartiles() == (1.375, 1.375, 1.375)
    assert found.parts() == {"warm_up": 1.375, "copy_in": 0.25, "compute": 1.0, "copy_out": 0.125}


def test_copies_that_are_not_named_are_not_there(device):
    """Work that stays where it is has no seconds of copying, not even zero."""
    assert set(measured(Work(device.work(1.0)), device).parts()) == {"warm_up", "compute"}


def test_each_part_goes_on_with_what_the_one_before_gave(device):
    """The work computes on the copy, and its answer is what is copied back."""
    seen = []
    work = Work(
        compute=lambda value: seen.append(value) or "answer",
        given="here",
        copy_in=lambda value: seen.append(value) or "there",
        copy_out=seen.append,
    )
    repetition(work, device, {})

    assert seen == ["here", "there", "answer"]


def test_a_row_takes_a_bounded_time(device):
    """Work of an eighth of a second is repeated for the five seconds that it was given, and not much longer."""
    found = measured(Work(device.work(0.125)), device, seconds=5)

    assert [len(turn) for turn in found.turns] == [1] * 40
    assert device.time == (2 + 40) * 0.125


def test_a_turn_of_short_work_is_filled(device):
    """Short work comes by in every round, and its turn has as many repetitions as fit, one of which is not counted."""
    found = measured(Work(device.work(TURN / 4)), device, seconds=ROUNDS)

    assert [len(turn) for turn in found.turns] == [3] * ROUNDS


def test_short_work_warms_up_what_others_cooled(device):
    """The first call of each turn is not counted; beside a longer one cold caches do not show."""
    found = measured(Work(device.work(COLD / 2)), device, seconds=0)

    assert found.turns == [[{"compute": pytest.approx(COLD / 2)}]] * FEWEST_TURNS
    assert device.time == pytest.approx((2 + 2 * FEWEST_TURNS) * COLD / 2)


def test_slow_work_is_repeated_once_a_turn(device):
    """A spread needs a few repetitions, however long they take."""
    assert measured(Work(device.work(60.0)), device, seconds=1).turns == [[{"compute": 60.0}]] * FEWEST_TURNS
    assert device.time == (2 + FEWEST_TURNS) * 60.0


def test_turns_lie_evenly_between_the_rounds(device):
    """The few turns of a slow row meet the whole run, not its beginning."""
    found = rehearsed(Work(device.work(60.0)), device)
    rounds = [number for number in range(ROUNDS) if is_due(found, 1.0, number)]
    apart = {later - earlier for earlier, later in pairwise([-1, *rounds])}

    assert rounds[-1] == ROUNDS - 1
    assert apart == {ROUNDS // FEWEST_TURNS, ROUNDS // FEWEST_TURNS + 1}


def test_short_work_is_called_many_times_between_two_readings(device):
    """A clock cannot tell a microsecond; the row's seconds are nevertheless those of one call."""
    found = measured(Work(device.work(1e-6)), device)

    assert found.n_calls["compute"] * 1e-6 >= SHORTEST
    assert found.quartiles() == pytest.approx((1e-6, 1e-6, 1e-6))


def test_short_work_beside_slow_copies_is_called_as_often(device):
    """Each part has its own number of calls: read alone, a kernel would be its own start more than its work."""
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


def test_turns_add_to_what_was_repeated(device):
    """Rows take turns; each warms up what the others cooled, uncounted, and adds its repetitions."""
    work = Work(device.work([0.009, 0.008, 0.007, 0.001, 0.007, 0.002]))
    found = rehearsed(work, device)
    assert found.turns == []
    for _ in range(2):
        repeat(work, device, found)

    assert found.turns == [[{"compute": pytest.approx(0.001)}], [{"compute": pytest.approx(0.002)}]]
