"""Time left follows what a sweep takes, admits what is not known yet, and never stands still while it works."""

from dataclasses import replace
from itertools import accumulate, pairwise

import numpy as np
import pytest

from analysis.common.time_left import OVERDUE, Left, Work, time_left

FORECAST = (2.0, 2.0, 4.0, 8.0)
COLD = (2.0, 2.0, 4.0, 8.0, 1.5, 3.0, 10.0, 20.0)
"""Forecasts from rows of other machines."""


def left_at(moments, takes, forecast=FORECAST, shares=False, starting=0.0, **about):
    """The time left at each moment of a sweep on one worker, whose experiments take `takes` seconds."""
    found = []
    for moment in moments:
        work, begun = [], 0.0
        for number, (counted, seconds) in enumerate(zip(forecast, takes, strict=True)):
            start = 0.0 if number else starting  # the first one also waits for its worker
            taken = min(max(moment - begun, 0.0), start + seconds)
            is_done = taken >= start + seconds
            share = max(taken - start, 0.0) / seconds if shares else 0.0
            overhead = 8.0 if start and not is_done else 0.0
            work.append(Work(counted, overhead, seconds if is_done else taken, share, is_done, **about))
            begun += start + seconds
        found.append(time_left(work))
    return found


def middle(left):
    """The seconds that are said where the range is narrow."""
    return (left.low * left.high) ** 0.5


def test_at_first_it_is_the_forecast_and_then_it_runs_down():
    """A sweep that takes what was forecast on this machine: a second less each second."""
    found = [middle(left) for left in left_at(range(16), FORECAST)]

    assert found == pytest.approx([16 - moment for moment in range(16)], abs=0.5)


def test_with_nothing_measured_here_it_is_a_range_that_holds_the_truth():
    """A busy server took 4.4 and 6.7 times as long as other machines: at no moment is that ruled out."""
    for shares in [False, True]:
        for slower in [0.7, 1.0, 2.0, 4.4, 6.7]:
            takes = [slower * seconds for seconds in COLD]
            moments = np.arange(0, sum(takes) - 5, 0.5)
            found = left_at(moments, takes, COLD, shares, is_known=False)

            assert found[0].in_words() == "27 s to 6.2 min"
            slack = OVERDUE * max(takes)
            truth = [(left, sum(takes) - moment) for moment, left in zip(moments, found, strict=True)]
            assert [one for one in truth if not one[0].low - slack < one[1] < one[0].high + slack] == []


def test_the_first_finished_experiment_tells_the_pace():
    """Whatever was believed before: within a quarter of the truth, after a thirtieth of the work."""
    for is_known in [False, True]:
        for slower in [0.3, 1.0, 3.0, 10.0]:
            takes = [slower * seconds for seconds in COLD]
            (left,) = left_at([takes[0] + 0.01], takes, COLD, is_known=is_known)

            assert middle(left) == pytest.approx(sum(takes[1:]), rel=0.25)


def test_a_worker_that_starts_slowly_is_no_slow_pace():
    """44 s instead of 8 s until libraries are loaded: the experiments after it are not expected to take minutes."""
    takes = [1.2 * seconds for seconds in COLD]
    for shares in (False, True):
        found = left_at(range(44, 100), takes, COLD, shares, starting=44.0)
        assert max(left.low for left in found) < 3 * sum(takes)


def test_paces_of_kinds_differ():
    """An SVM as fast as forecast and a CNN six times as slow: what is left of each follows its own kind."""
    done = [Work(2.0, taken=2.0, is_done=True, kind="svm"), Work(2.0, taken=12.0, is_done=True, kind="cnn")]
    svm, cnn = (middle(time_left([*done, Work(10.0, kind=kind)])) for kind in ("svm", "cnn"))

    assert svm < 20
    assert cnn > 40


def test_what_was_measured_here_says_nothing_of_forecasts_from_elsewhere():
    """A known SVM on time narrows nothing for a CNN that never ran on this machine."""
    cnn = Work(20.0, kind="cnn", is_known=False)

    assert time_left([Work(2.0, taken=2.0, is_done=True, kind="svm"), cnn]).high > 6 * 20


def test_it_never_stands_still():
    """Neither on time nor late: the words change within 20 seconds, or a twentieth of what is left."""
    for shares in [False, True]:
        for is_known in [False, True]:
            for slower in [0.5, 1.0, 3.0, 8.0]:
                takes = [slower * seconds for seconds in COLD]
                n = int(2 * sum(takes))
                found = left_at([0.5 * tick for tick in range(n)], takes, COLD, shares, is_known=is_known)

                same = list(accumulate(pairwise(found), _for_how_long, initial=0.0))
                assert all(seconds <= max(20.0, left.high / 20) for seconds, left in zip(same, found, strict=True))
                assert min(left.low for left in found) > 0


def _for_how_long(so_far, pair):
    return so_far + 0.5 if pair[0].in_words() == pair[1].in_words() else 0.0


def test_the_forecast_grows_while_an_experiment_is_late():
    """At four times its forecast it is expected to go on, and those that wait are expected to take longer too."""
    on_time, late = (time_left([Work(10.0, taken=taken), Work(10.0)]) for taken in (10.0, 40.0))

    assert late.low > 2 * on_time.low
    assert late.high > 2 * on_time.high


def test_what_a_row_does_not_count_is_no_pace():
    """2 s of starting are not part of the share, which tells nothing while the start is most of what was taken."""
    assert Work(10.0, overhead=2.0, taken=27.0, share=0.5).by_share == pytest.approx(52.0)
    assert Work(10.0, overhead=20.0, taken=25.0, share=0.5).by_share is None


def test_a_start_measured_here_is_not_multiplied_by_what_is_unknown():
    """Pretrained features of ten images: under a second of work that never ran here, and 12 s to load the libraries."""
    work = Work(0.3, overhead=12.0, is_known=False)

    assert time_left([work]).high > 60
    assert time_left([replace(work, starts_known=True)]).in_words() == "about 13 s"


def test_workers_share_the_work_but_not_one_experiment():
    """Two of 2 s and one of 15 s on two workers take 15 s, on one 19 s; those done count no more."""
    work = [Work(2.0), Work(2.0), Work(15.0)]

    assert middle(time_left(work)) == pytest.approx(19.0)
    assert middle(time_left(work, 2)) == pytest.approx(15.0)
    assert middle(time_left([*work[:2], replace(work[2], taken=15.0, is_done=True)])) == pytest.approx(4.0)
    assert time_left([]) == Left(0, 0)


def test_a_range_is_said_where_it_matters():
    """One duration where the ends are near each other, by a factor or by seconds."""
    assert Left(100.0, 140.0).in_words() == "about 2 min"
    assert Left(2.0, 6.0).in_words() == "about 3.5 s"
    assert Left(30.0, 300.0).in_words() == "30 s to 5 min"
