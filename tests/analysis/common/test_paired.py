"""A difference is clear when a test of pairs would call it so, and not before."""

import numpy as np
import pytest
from scipy import stats

from analysis.common.paired import difference_draws, unpack_correct


def interval(pair: np.ndarray, n_draws: int = 4000) -> tuple[float, float]:
    """The 95 % interval of the mean of (seeds, images)."""
    draws = difference_draws([pair.astype(np.float32)], n_draws, np.random.default_rng(0))
    low, high = np.quantile(draws[:, 0], (0.025, 0.975))
    return float(low), float(high)


def lost(n_lost: int, n_won: int = 0, n: int = 1500) -> np.ndarray:
    """One seed with this many images lost and won."""
    pair = np.zeros((1, n))
    pair[0, :n_lost], pair[0, n_lost : n_lost + n_won] = -1, 1
    return pair


def test_answers_are_unpacked_in_their_order():
    """The first nine of sixteen bits."""
    assert unpack_correct(np.packbits([1, 0, 1, 1, 0, 0, 0, 0, 1]).tobytes(), 9).tolist() == [1, 0, 1, 1, 0, 0, 0, 0, 1]


def test_an_answer_takes_one_byte_and_a_difference_may_be_negative():
    """Hundreds of seeds on 10,000 test images are in memory at once; right, wrong and one minus the other fit."""
    right, wrong = (unpack_correct(np.packbits(bits).tobytes(), 2) for bits in ([1, 1], [0, 1]))

    assert right.itemsize == 1
    assert (wrong - right).tolist() == [-1, 0]


def test_what_a_test_of_pairs_leaves_open_is_open():
    """Where McNemar's exact test has p > 0.1, zero lies inside the interval."""
    for n_lost, n_won in [(0, 0), (1, 0), (2, 0), (4, 0), (7, 2), (30, 20), (100, 90)]:
        assert stats.binomtest(n_won, max(n_lost + n_won, 1)).pvalue > 0.1 or n_lost + n_won == 0
        low, high = interval(lost(n_lost, n_won))

        assert low < 0 < high


def test_what_a_test_of_pairs_calls_sure_is_sure():
    """Where McNemar's exact test has p < 0.02, zero lies outside the interval."""
    for n_lost, n_won in [(7, 0), (14, 2), (40, 15), (100, 60)]:
        assert stats.binomtest(n_won, n_lost + n_won).pvalue < 0.02
        assert interval(lost(n_lost, n_won))[1] < 0


def test_the_interval_of_many_images_is_the_usual_one():
    """300 lost and 150 won of 1,500: -0.1 with a standard error of sqrt((0.3 - 0.01) / 1500)."""
    low, high = interval(lost(300, 150), 20_000)
    error = np.sqrt((0.3 - 0.01) / 1500)

    assert low == pytest.approx(-0.1 - 1.96 * error, abs=0.0015)
    assert high == pytest.approx(-0.1 + 1.96 * error, abs=0.0015)


def test_seeds_count_with_student_s_tails():
    """Three seeds at -0.02, -0.03, -0.04: 4.3 standard errors (Student's t) instead of 1.96, and a little more."""
    pair = np.concatenate([lost(30), lost(45), lost(60)])
    low, high = interval(pair, 20_000)
    of_seeds = stats.t.ppf(0.975, 2) * 0.01 / np.sqrt(3)

    assert (high - low) / 2 > of_seeds
    assert (high - low) / 2 == pytest.approx(of_seeds, rel=0.25)
