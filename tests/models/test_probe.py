"""The linear probe reads what a line can separate, and nothing else."""

import numpy as np
import pytest

from models.probe import C_VALUES, LinearProbe


def separable(n: int = 1000, seed: int = 0):
    """Two classes on the two sides of a line, and two columns of noise."""
    X = np.random.default_rng(seed).standard_normal((n, 4)).astype(np.float32)
    return X, (X[:, 0] + X[:, 1] > 0).astype(np.int64)


def test_a_line_is_found():
    """On rows that it has not seen."""
    X, y = separable()
    X_new, y_new = separable(seed=1)

    assert (LinearProbe().fit(X, y).predict(X_new) == y_new).mean() > 0.97


def test_what_no_line_separates_is_not_read():
    """The classes are the quadrants, crosswise: a probe is no better than guessing."""
    X, _ = separable()
    y = (X[:, 0] * X[:, 1] > 0).astype(np.int64)

    assert (LinearProbe().fit(X, y).predict(X) == y).mean() < 0.6


def test_units_do_not_matter():
    """A column in other units, and one that is always the same, change nothing."""
    X, y = separable()
    scaled = np.column_stack([X * np.float32([1000, 0.001, 1, 1]), np.ones(len(X), np.float32)])

    assert np.array_equal(LinearProbe().fit(X, y).predict(X), LinearProbe().fit(scaled, y).predict(scaled))


def test_the_setting_is_one_of_the_named_ones_and_pure_noise_gets_a_small_one():
    """It is chosen on rows held out of the training rows."""
    X, y = separable()
    noise = np.random.default_rng(2).integers(0, 2, len(y))

    assert LinearProbe().fit(X, y).C_ in C_VALUES
    assert C_VALUES[2] >= LinearProbe().fit(X, noise).C_


@pytest.mark.parametrize("n_each", [1, 2, 5, 6])
def test_a_few_rows_of_a_class_suffice(n_each):
    """Down to one, from which nothing can be held out."""
    y = np.repeat(np.arange(3), n_each)
    X = np.eye(3, dtype=np.float32)[y]

    assert np.array_equal(LinearProbe().fit(X, y).predict(X), y)
