"""Temperature scaling: the likeliest temperature, no label changed, and no certainty from few images."""

import numpy as np
import pytest

from explain.calibration import probabilities, temperature


def drawn(n, true_temperature, seed=0):
    """Scores of n images of four classes, and labels drawn with the probabilities of the true temperature."""
    random = np.random.default_rng(seed)
    scores = 3 * random.standard_normal((n, 4))
    chances = probabilities(scores, true_temperature)
    return scores, (chances.cumsum(axis=1) < random.random((n, 1))).sum(axis=1)


def test_a_temperature_by_hand():
    """The better of two classes, one point ahead, is right 3 times of 4: e^(1/T) = 3, softened for 4 images."""
    scores, y = np.tile([1.0, 0.0], (4, 1)), np.array([0, 0, 0, 1])
    softened = 5 / 6 * 3 / 4 + 1 / 6 / 2

    assert temperature(scores, y) == pytest.approx(1 / np.log(softened / (1 - softened)), rel=1e-3)


def test_the_true_temperature_is_found():
    """From 20,000 labels that were drawn with a temperature, it comes out to a twentieth."""
    for true_temperature in [0.2, 1.0, 5.0]:
        assert temperature(*drawn(20_000, true_temperature)) == pytest.approx(true_temperature, rel=0.05)


def test_no_label_changes():
    """Whatever the temperature, the class with the highest score has the highest probability, and all sum to one."""
    for hotter in [0.01, 0.7, 100.0]:
        scores, _ = drawn(100, 1.0)
        chances = probabilities(scores, hotter)

        assert np.array_equal(chances.argmax(axis=1), scores.argmax(axis=1))
        assert np.allclose(chances.sum(axis=1), 1)


def test_a_few_right_answers_are_no_certainty():
    """Ten images, all labelled right by far: the mean probability promises no more than 11 of 12 and a bit."""
    scores = np.tile([9.0, 0.0], (10, 1))
    chances = probabilities(scores, temperature(scores, np.zeros(10, int)))

    assert chances[:, 0].max() == pytest.approx(11 / 12 + 1 / 24, abs=1e-3)
