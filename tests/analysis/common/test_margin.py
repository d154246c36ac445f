"""How far this many test images reach."""

import numpy as np
import pytest
from scipy import stats

from analysis.common.margin import describe_margin, images_needed, margin, wilson


def test_the_margin_is_half_of_wilson_s_interval_at_one_half():
    """It is z / (2 sqrt(n + z²))."""
    for n_test, half in [
        (0, 0.5),  # nothing is known
        (60, 1.96 / (2 * np.sqrt(60 + 1.96**2))),  # 0.1226, by hand
        (96, 0.098),
        (10_000, 0.0098),
    ]:
        assert margin(n_test) == pytest.approx(half, abs=1e-4)


def test_intervals_are_those_of_scipy():
    """SciPy is not used, because its import would delay the first page by half a second."""
    for right, n in [(0, 7), (7, 7), (30, 60), (59, 60), (950, 1000), (1, 1)]:
        theirs = stats.binomtest(right, n).proportion_ci(method="wilson")
        low, high = wilson(right, n)

        assert (float(low), float(high)) == pytest.approx((theirs.low, theirs.high))


def test_intervals_are_worked_out_for_many_shares_at_once():
    """One interval a share; it is 0 to 1 without images."""
    low, high = wilson([0, 3, 0], [4, 6, 0])

    assert low.shape == high.shape == (3,)
    assert (low[2], high[2]) == (0, 1)


def test_as_many_as_needed_are_enough_and_one_fewer_is_not():
    """The advice is neither too little nor too much."""
    for aim in [0.2, 0.05, 0.01]:
        assert margin(images_needed(aim)) <= aim < margin(images_needed(aim) - 1)


def test_the_meter_says_the_margin_and_what_would_help():
    """In whole points, with the number of images needed for five points."""
    assert describe_margin(60) == (
        "With 60 test images, an accuracy is known to ±12 points. About 380 would make it ±5 points."
    )


def test_where_the_test_images_are_enough_there_is_no_advice():
    """±5 points, or less, needs no more images."""
    for n_test in [381, 370, 5_000]:
        assert describe_margin(n_test).endswith(" points.")
        assert "About" not in describe_margin(n_test)


def test_one_test_image_is_one_image():
    """One image says almost nothing."""
    assert describe_margin(1).startswith("With 1 test image, an accuracy is known to ±45 points.")


def test_fewer_than_no_images_are_refused():
    """The error says what is allowed."""
    with pytest.raises(ValueError, match="must be 0 or more, not -1"):
        margin(-1)
