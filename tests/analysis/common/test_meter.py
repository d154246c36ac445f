"""How far so many test images reach."""

import numpy as np
import pytest
from scipy import stats

from analysis.common.meter import margin, meter, needed, wilson
from analysis.common.wording import points


@pytest.mark.parametrize(
    ("n_test", "half"),
    [
        (0, 0.5),  # nothing is known
        (60, 1.96 / (2 * np.sqrt(60 + 1.96**2))),  # 0.1226, by hand
        (96, 0.098),
        (10_000, 0.0098),
    ],
)
def test_the_margin_is_half_of_wilson_s_interval_at_one_half(n_test, half):
    """Which there is z / (2 sqrt(n + z²))."""
    assert margin(n_test) == pytest.approx(half, abs=1e-4)


@pytest.mark.parametrize(("right", "n"), [(0, 7), (7, 7), (30, 60), (59, 60), (950, 1000), (1, 1)])
def test_intervals_are_those_of_scipy(right, n):
    """SciPy's own take half a second to import, which the first page would wait."""
    theirs = stats.binomtest(right, n).proportion_ci(method="wilson")
    low, high = wilson(right, n)

    assert (float(low), float(high)) == pytest.approx((theirs.low, theirs.high))


def test_intervals_are_worked_out_for_many_shares_at_once():
    """One end a share; of no images nothing is known."""
    low, high = wilson([0, 3, 0], [4, 6, 0])

    assert low.shape == high.shape == (3,)
    assert (low[2], high[2]) == (0, 1)


@pytest.mark.parametrize("aim", [0.2, 0.05, 0.01])
def test_as_many_as_needed_are_enough_and_one_fewer_is_not(aim):
    """The advice is neither too little nor too much."""
    assert margin(needed(aim)) <= aim < margin(needed(aim) - 1)


def test_the_meter_says_the_margin_and_what_would_help():
    """In whole points, with the number of images that would tell five."""
    assert meter(60) == ("With 60 test images, an accuracy is known to ±12 points. About 380 would make it ±5 points.")


@pytest.mark.parametrize("n_test", [381, 370, 5_000])
def test_where_the_test_images_are_enough_there_is_no_advice(n_test):
    """±5 points, or less, needs no more images."""
    assert meter(n_test).endswith(" points.")
    assert "About" not in meter(n_test)


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.1226, "12 points"), (0.0196, "2 points"), (0.0139, "1.4 points"), (0.0098, "1.0 points"), (0.02, "2 points")],
)
def test_points_have_no_more_figures_than_they_bear(share, told):
    """Whole from two points on, and one alone is a point."""
    assert points(share, share) == told


def test_one_test_image_is_one_image():
    """And tells nearly nothing."""
    assert meter(1).startswith("With 1 test image, an accuracy is known to ±45 points.")


def test_fewer_than_no_images_are_refused():
    """One sentence says what would be right."""
    with pytest.raises(ValueError, match="must be 0 or more, not -1"):
        margin(-1)
