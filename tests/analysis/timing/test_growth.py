"""A power of x is found again, and what is not known of it is told."""

import numpy as np
import pytest

from analysis.timing.scaling import fit_growth

SIZES = np.array([100.0, 1_000, 10_000, 100_000])


def test_a_perfect_power_is_found_again():
    """Seconds that are an exact power have an exact exponent and are predicted exactly."""
    for b in [0.5, 1.0, 2.0, 3.0]:
        growth = fit_growth(SIZES, 0.25 * SIZES**b)

        assert growth.b == pytest.approx(b)
        assert growth.high - growth.low < 1e-6
        assert growth.at(1e6) == pytest.approx(0.25 * 1e6**b)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    """In about 95 of 100 fits to points that scatter by a fifth."""
    random = np.random.default_rng(0)
    fits = [fit_growth(SIZES, SIZES**1.5 * np.exp(random.normal(0, 0.2, 4))) for _ in range(400)]

    assert np.mean([growth.low <= 1.5 <= growth.high for growth in fits]) == pytest.approx(0.95, abs=0.03)


def test_draws_spread_as_the_interval_does():
    """Predictions beyond the sizes are as uncertain as the exponent."""
    growth = fit_growth(SIZES, SIZES * np.array([1.2, 0.8, 1.1, 0.9]))
    low, high = np.quantile(growth.draws[:, 0], (0.025, 0.975))

    assert (low, high) == pytest.approx((growth.low, growth.high), rel=0.1)
    assert np.ptp(growth.drawn_at([1e7])) > np.ptp(growth.drawn_at([1e5]))


def test_two_sizes_are_no_law():
    """Two points are always on a line."""
    for sizes in [[100], [100, 1000], [100, 100, 1000]]:
        with pytest.raises(ValueError, match="at least 3 sizes"):
            fit_growth(sizes, np.ones(len(sizes)))


def test_a_law_of_almost_nothing_stays_finite():
    """Three points with a large scatter predict very large numbers, but not infinity."""
    growth = fit_growth([1.0, 2.0, 3.0], [1.0, 1e6, 1e-6])

    assert np.isfinite(growth.drawn_at([1e9])).all()
