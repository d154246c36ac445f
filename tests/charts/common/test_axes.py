"""Numbers and ticks the way people read them."""

from itertools import pairwise, product

import numpy as np

from analysis.common.wording import count
from charts.common.axes import FINER, log_axis, ticks


def test_a_value_that_must_have_a_tick_has_one():
    """Visitors' largest sizes are rarely round; round values too close to it have no tick."""
    written = log_axis(9, 36, count, most_ticks=9, also=32)["ticktext"]
    assert written == ["10", "20", "32"]
    assert log_axis(90, 5_800, count, most_ticks=10, also=5_200)["ticktext"][-2:] == ["2,000", "5,200"]
    assert log_axis(90, 5_800, count, most_ticks=10, also=5_000) == log_axis(90, 5_800, count, most_ticks=10)


def test_ticks_are_at_one_two_five():
    """From 100 to 2,000."""
    assert ticks(100, 2000) == [100, 200, 500, 1000, 2000]


def test_a_crowded_axis_keeps_the_powers_of_ten():
    """With room for three ticks from 100 to 50,000 only 100, 1,000 and 10,000 stay."""
    assert log_axis(100, 50_000, str, most_ticks=3)["tickvals"] == [100, 1000, 10_000]


def test_labels_side_by_side_do_not_overlap():
    """Whatever the width, the values and the one that must have a tick; a good six pixels a letter."""
    for width, low, largest in product([180, 276, 424, 600], [1, 90], [400, 5_200, 50_000, 500_000]):
        axis = log_axis(low, 1.1 * largest, count, most_ticks=10, also=largest, width=width)
        left, right = axis["range"]
        places = [width * (np.log10(value) - left) / (right - left) for value in axis["tickvals"]]
        halves = [6.3 * len(word) / 2 for word in axis["ticktext"]]
        ends = [(place - half, place + half) for place, half in zip(places, halves, strict=True)]
        assert len(ends) >= 2
        assert all(one[1] < other[0] for one, other in pairwise(ends)), axis["ticktext"]


def test_a_short_axis_has_more_than_one_tick():
    """Errors of 20 to 60 % are less than one power of ten."""
    assert len(log_axis(20, 60, str, most_ticks=8, choices=FINER)["tickvals"]) >= 4
