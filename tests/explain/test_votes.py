"""Family votes: what happens to the margin when a family says nothing."""

import numpy as np
import pytest

from explain.handcrafted import family_votes, margin

WEIGHTS = np.array([[1.0, 2.0, -4.0], [0.0, 0.0, 0.0]])
FAMILIES = {"first": (0, 2), "second": (2, 3)}


def scores(rows):
    """Two classes: the first one's score is a weighted sum, the second one's is zero."""
    return rows @ WEIGHTS.T


def test_votes_of_a_weighted_sum_by_hand():
    """The row 5, 1, 1 has the margin 5 + 2 - 4 = 3; without its first two it is -4, without its last 7."""
    votes = family_votes(np.array([5.0, 1.0, 1.0], np.float32), FAMILIES, 0, scores)

    assert votes == {"first": pytest.approx(-7), "second": pytest.approx(4)}


def test_a_family_at_the_mean_has_no_vote():
    """Zeros instead of zeros change nothing."""
    votes = family_votes(np.array([0.0, 0.0, 1.0], np.float32), FAMILIES, 1, scores)

    assert votes["first"] == 0
    assert votes["second"] < 0


def test_all_families_are_asked_at_once():
    """One batch: the row itself, and one row per family."""
    asked = []
    family_votes(np.ones(3, np.float32), FAMILIES, 0, lambda rows: asked.append(rows.copy()) or scores(rows))

    assert [rows.tolist() for rows in asked] == [[[1, 1, 1], [0, 0, 1], [1, 1, 0]]]


def test_the_margin_is_to_the_best_of_the_others():
    """Negative where another class is ahead."""
    given = np.array([[3.0, 1.0, 2.5], [0.0, 4.0, 1.0]])

    assert margin(given, 0).tolist() == [0.5, -4.0]
