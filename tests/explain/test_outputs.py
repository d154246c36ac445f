"""From decisions of pairs to one score per class: smooth, and with the winner that votes have."""

import numpy as np
import pytest

from explain.outputs import LIFT, lifted, smooth_votes
from models.handcrafted.kernel_svc import tally


def winners(decisions, n_classes):
    """The class with most votes, the first of equals."""
    return tally(decisions, n_classes)[0].argmax(axis=1)


def log_sigmoid(x):
    """Its definition."""
    return -np.log1p(np.exp(-x))


def test_three_classes_by_hand():
    """Each class sums what its two pairs say of it: the decisions are of ab, ac, bc."""
    scores = smooth_votes(np.array([[0.1, -2.0, 3.0]]), 3)

    expected = [
        log_sigmoid(0.1) + log_sigmoid(-2),
        log_sigmoid(-0.1) + log_sigmoid(3),
        log_sigmoid(2) + log_sigmoid(-3),
    ]
    assert scores[0] == pytest.approx(expected)


def test_two_classes_are_logistic():
    """With one pair the scores are the logarithms of two probabilities that sum to one."""
    scores = smooth_votes(np.array([[0.7], [-3.0]]), 2)

    assert np.exp(scores).sum(axis=1) == pytest.approx([1, 1])
    assert scores[0, 0] == pytest.approx(log_sigmoid(0.7))


def test_a_wider_decision_never_lowers_a_score():
    """The surer a pair is of a class, the higher is the class's score, and the lower the other's."""
    decisions = np.array([[0.5, 1.0, -1.0], [0.9, 1.0, -1.0]])
    scores = smooth_votes(decisions, 3)

    assert scores[1, 0] > scores[0, 0]
    assert scores[1, 1] < scores[0, 1]
    assert scores[1, 2] == scores[0, 2]


def test_ties_and_zeros_are_voted_as_libsvm_does():
    """A ring of a, b and c goes to a; a decision of zero to the second of the pair."""
    assert winners(np.array([[0.1, -2.0, 3.0]]), 3).tolist() == [0]
    assert winners(np.array([[0.0]]), 2).tolist() == [1]


def test_the_winner_of_the_votes_has_the_highest_score():
    """After lifting, always; and no other score is touched."""
    for n_classes in [2, 3, 10]:
        decisions = np.random.default_rng(0).standard_normal((500, n_classes * (n_classes - 1) // 2))
        smooth, winner = smooth_votes(decisions, n_classes), winners(decisions, n_classes)
        scores = lifted(smooth, winner)
        changed = (scores != smooth).any(axis=1)

        assert np.array_equal(scores.argmax(axis=1), winner)
        assert np.array_equal(changed, smooth.argmax(axis=1) != winner)
        assert np.allclose(scores[changed].max(axis=1), smooth[changed].max(axis=1) + LIFT, atol=1e-12)
        assert ((scores != smooth).sum(axis=1) == changed).all()
