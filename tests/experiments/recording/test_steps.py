"""A recording's steps: their order, what fits into the time, and what becomes of the others."""

from experiments.recording.steps import Outcome, Step, do_all
from experiments.spec import Stopped


class Clock:
    """A clock that goes on only while a step is done."""

    def __init__(self):
        self.time = 0.0
        self.done = []

    def __call__(self):
        """The time."""
        return self.time

    def step(self, title, seconds, work=1.0, guess=1.0, kind="", raises=None, **more):
        """A step that takes this many seconds, and makes a row unless it raises something."""

        def do(left):
            self.time += seconds
            self.done.append(title)
            if raises:
                raise raises
            return 1

        return Step(title, kind or title, work, guess, do, **more)


def recorded(clock, steps, seconds):
    """The outcomes within this many seconds."""
    return list(do_all(steps, seconds, lambda line: None, clock))


def test_steps_are_done_in_their_order_within_the_time():
    """One that would not fit is left out with both numbers, and a shorter one after it is still done."""
    clock = Clock()
    steps = [clock.step("first", 6), clock.step("long", 9, guess=9), clock.step("short", 2, guess=2)]
    outcomes = recorded(clock, steps, 10)

    assert clock.done == ["first", "short"]
    assert outcomes[1].left_out == "as it takes about 9 s and 4 s were left"
    assert clock.time <= 10


def test_a_forecast_comes_from_the_last_step_of_its_kind():
    """A guess counts only until one was measured: what took three seconds a unit is expected to take that again."""
    clock = Clock()
    steps = [clock.step("one", 30, 10, guess=1, kind="cnn"), clock.step("two", 60, 20, guess=1, kind="cnn")]
    outcomes = recorded(clock, steps, 80)

    assert clock.done == ["one"]
    assert "about 60 s and 50 s" in outcomes[1].left_out


def test_a_step_that_fails_costs_no_other():
    """Its first line is told, and its seconds are no forecast."""
    clock = Clock()
    bad = clock.step("bad", 9, guess=1, kind="same", raises=RuntimeError("out of memory\nat 0x0"))
    outcomes = recorded(clock, [bad, clock.step("good", 1, kind="same")], 12)

    assert outcomes == [Outcome("bad", failed="out of memory"), Outcome("good", n_rows=1)]


def test_what_is_stopped_or_missing_is_left_out_and_so_is_what_needs_it():
    """Each with a reason of its own."""
    clock = Clock()
    steps = [
        clock.step("stopped", 1, raises=Stopped()),
        clock.step("needing", 1, after="stopped"),
        clock.step("missing", 1, missing="as it is not here"),
    ]
    reasons = [one.left_out for one in recorded(clock, steps, 10)]

    assert clock.done == ["stopped"]
    assert reasons == [
        "as it was not done when the time was over",
        "as it needs the step 'stopped'",
        "as it is not here",
    ]
