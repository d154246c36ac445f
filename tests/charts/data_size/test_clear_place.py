"""Words along a ribbon leave every curve to be seen."""

import numpy as np

from analysis.common.summary import summarise
from charts.common.curves import curves
from charts.data_size.margin_band import Plot, clear_place
from tests.analysis.synthetic import rows

PLOT = Plot(90, 11_000, 680, 400, 0, 100)
N = np.array([100.0, 10_000.0])
LINES = ["two lines of words", "about so long"]
TALL = (2 * 19 + 4) / 4


def placed(*accuracies, low=40.0, high=60.0, rising=0.0):
    """The place of the words beside horizontal curves, on a ribbon from low to high that rises by this much."""
    names = ("svm", "cnn", "raw_svm")
    made = {(name, "quick"): lambda n, share=share: share for name, share in zip(names, accuracies, strict=False)}
    summary = summarise(rows(made, sizes=(100, 1000, 10_000), n_test=1000, seed_spread=0))
    summary["accuracy"] = [accuracies[names.index(name)] for name in summary["learner"]]
    edges = (np.array([edge, edge + rising]) for edge in (low, high))
    return clear_place(N, *edges, list(curves(summary)), LINES, PLOT)


def test_words_stand_on_the_upper_edge_at_the_left_where_nothing_is_there():
    """They begin at the edge and are two lines high."""
    put = placed(0.48, 0.52)

    assert (put.right, put.above, put.away) == (False, True, 0)
    assert (put.low, put.high) == (60, 60 + TALL)


def test_words_leave_the_edge_along_which_a_curve_runs():
    """They are below the lower edge."""
    put = placed(0.62, 0.5)

    assert (put.above, put.high) == (False, 40)


def test_between_two_curves_far_outside_the_words_stand_inside():
    """Outside, they would be further from the edge."""
    put = placed(0.7, 0.3)

    assert (put.above, put.high) == (False, 60)


def test_words_move_off_their_edge_until_they_are_clear():
    """They are just beyond the curve outside."""
    put = placed(0.61, 0.5, 0.39)

    assert put.low == 61 + 2.5
    assert put.away == 3.5


def test_words_may_reach_over_a_rising_edge():
    """They stay by the ribbon's end."""
    assert placed(0.48, rising=10).low == 60


def test_no_words_stand_above_all():
    """At 100 % there is no place above."""
    assert not placed(0.9, low=80, high=100).above


def test_words_hide_no_curve_however_many_there_are():
    """Three curves on a ribbon narrower than a line of words."""
    put = placed(0.55, 0.5, 0.45, low=48, high=52)

    assert all(not put.low < height < put.high for height in (45, 50, 55))
