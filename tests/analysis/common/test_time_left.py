"""Time left follows what a sweep takes, and never stands still while it works."""

from dataclasses import replace

import pytest

from analysis.common.time_left import Work, time_left

FORECAST = (2.0, 2.0, 4.0, 8.0)


def left_at(moments, takes, forecast=FORECAST, shares=False):
    """The time left at each moment of a sweep on one worker, whose experiments take so many seconds."""
    found = []
    for moment in moments:
        work, begun = [], 0.0
        for counted, seconds in zip(forecast, takes, strict=True):
            taken = min(max(moment - begun, 0.0), seconds)
            share = taken / seconds if shares else 0.0
            work.append(Work(counted, taken=taken, share=share, is_done=taken >= seconds))
            begun += seconds
        found.append(time_left(work))
    return found


def test_at_first_it_is_the_forecast_and_then_it_runs_down():
    """A sweep that takes what was forecast: a second less each second."""
    assert left_at(range(16), FORECAST) == pytest.approx([16 - moment for moment in range(16)], abs=0.35)


@pytest.mark.parametrize("shares", [False, True])
def test_a_slow_machine_is_noticed_while_the_first_experiment_runs(shares):
    """Everything takes five times as long as forecast: half-way through, most of the truth is known."""
    takes = [5 * seconds for seconds in FORECAST]
    early, half = left_at((1, 40), takes, shares=shares)

    assert early < 20
    assert half == pytest.approx(40, rel=0.35)


@pytest.mark.parametrize("shares", [False, True])
@pytest.mark.parametrize("slower", [0.5, 1.0, 3.0, 8.0])
def test_it_never_stands_still(slower, shares):
    """Neither on time nor late, with or without shares: within two seconds it always moves."""
    takes = [slower * seconds for seconds in FORECAST]
    found = left_at([0.5 * tick for tick in range(int(2 * sum(takes)))], takes, shares=shares)

    windows = [found[start : start + 5] for start in range(len(found) - 4)]
    assert all(max(window) - min(window) > 0.05 for window in windows)
    assert min(found) > 0


def test_the_forecast_grows_while_an_experiment_is_late():
    """At four times its forecast it is expected to go on, and so are those that wait to take longer."""
    on_time, late = (time_left([Work(10.0, taken=taken), Work(10.0)]) for taken in (10.0, 40.0))

    assert late > 2 * on_time


def test_what_a_row_does_not_count_is_no_pace():
    """20 s of starting before a tenth of the work tell nothing of the pace; the share is of what comes after."""
    assert Work(10.0, overhead=20.0, taken=25.0, share=0.5).by_share == pytest.approx(30.0)
    assert Work(10.0, overhead=20.0, taken=15.0, share=0.5).by_share is None


def test_workers_share_the_work_but_not_one_experiment():
    """Two of 2 s and one of 15 s on two workers take 15 s, on one 19 s; those done count no more."""
    work = [Work(2.0), Work(2.0), Work(15.0)]

    assert time_left(work) == pytest.approx(19.0)
    assert time_left(work, 2) == pytest.approx(15.0)
    assert time_left([*work[:2], replace(work[2], taken=15.0, is_done=True)]) == pytest.approx(4.0)
    assert time_left([]) == 0
