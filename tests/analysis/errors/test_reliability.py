"""Reliability: the calibration error by hand, its size by chance, and sentences that go by it."""

import numpy as np
import pytest

from analysis.errors.reliability import finding, reliability

NAMES = ("the SVM", "the CNN")


def test_the_error_is_the_mean_distance_of_each_part():
    """Four predictions sure to 95 %, two of them right, and six sure to 65 %, all right: (4 x 0.45 + 6 x 0.35) / 10."""
    found = reliability(np.r_[np.full(4, 0.95), np.full(6, 0.65)], np.r_[[True, True, False, False], np.ones(6, bool)])

    assert found.error == pytest.approx((4 * 0.45 + 6 * 0.35) / 10)
    assert found.bins[["right", "n"]].to_numpy().tolist() == [[1.0, 6], [0.5, 4]]
    assert found.bins["confidence"].tolist() == pytest.approx([0.65, 0.95])


def test_certainty_is_in_the_last_part():
    """A probability of exactly 1 belongs to the last range, and a model that is always right is not off."""
    found = reliability(np.ones(20), np.ones(20, bool))

    assert found.bins["n"].tolist() == [20]
    assert (found.error, found.is_off) == (0.0, False)


def test_chance_alone_makes_an_error():
    """Answers that are right as often as they are sure: about one in twenty is called off."""
    random = np.random.default_rng(1)
    off = 0
    for _ in range(100):
        confidence = random.uniform(0.5, 1, 300)
        off += reliability(confidence, random.random(300) < confidence).is_off

    assert off <= 12


def test_the_finding_says_in_which_direction():
    """Sure to 99 % and right on 70 %; after calibration sure to 70 %, and chance explains the rest."""
    right = np.arange(1000) % 10 < 7
    before, after = reliability(np.full(1000, 0.99), right), reliability(np.full(1000, 0.7), right)
    modest = reliability(np.full(1000, 0.5), right)

    assert finding(NAMES, [before, modest], [after, after]) == (
        "The SVM is too sure, by 29.0 points on average; the CNN is not sure enough, by 20.0 points on average. After "
        "calibration the SVM's error is 0.0 points, no more than chance explains and the CNN's error is 0.0 points, "
        "no more than chance explains."
    )
