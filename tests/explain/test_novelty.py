"""Distances to the nearest training images, and their place among the usual ones."""

import numpy as np
import pytest

from explain.novelty import nearest, squared_norms, unlikeness

LINE = np.array([[0.0], [1.0], [3.0], [7.0]], np.float32)


def test_the_nearest_on_a_line():
    """Of 0, 1, 3 and 7 the nearest three to 2.9 are 3, 1 and 0."""
    found, distances = nearest(np.array([[2.9]], np.float32), LINE, squared_norms(LINE), n=3)

    assert found.tolist() == [[2, 1, 0]]
    assert distances[0] == pytest.approx([0.1, 1.9, 2.9], abs=1e-6)


def test_fewer_than_asked_for_are_all():
    """Four training images have four nearest."""
    found, _ = nearest(np.array([[6.0]], np.float32), LINE, squared_norms(LINE))

    assert found.tolist() == [[3, 2, 1, 0]]


def test_distances_are_those_of_their_definition():
    """In a thousand dimensions far from the middle, where float32 squares lose digits, they still agree to 1e-6."""
    random = np.random.default_rng(0)
    training = (100 + random.standard_normal((300, 1_000))).astype(np.float32)
    rows = training[:7] + random.standard_normal((7, 1_000)).astype(np.float32) / 100
    found, distances = nearest(rows, training, squared_norms(training))
    expected = np.linalg.norm(rows[:, np.newaxis].astype(float) - training, axis=2)

    assert found[:, 0].tolist() == list(range(7))
    assert distances == pytest.approx(np.take_along_axis(expected, found, axis=1), rel=1e-6)


def test_percentages_count_the_smaller_ones():
    """Of the usual distances 1, 2, 2 and 4: none is below 1, one below 2, three below 3, all below 5."""
    usual = np.array([1.0, 2.0, 2.0, 4.0])

    assert unlikeness(np.array([1.0, 2.0, 3.0, 5.0]), usual).tolist() == [0, 25, 75, 100]
