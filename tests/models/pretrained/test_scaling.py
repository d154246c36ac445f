"""Scaling between two ends: features as they are, and standardised ones."""

import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from models.pretrained.scaling import Scaling

X = np.array([[0, 0], [2, 8]], np.float32)
"""Deviations 1 and 4, means 1 and 4."""


@pytest.mark.parametrize(
    ("power", "expected"),
    [
        (1.0, [1.0, 1.0]),
        (0.0, [1 / np.sqrt(8.5), 4 / np.sqrt(8.5)]),  # mean variance (1 + 16) / 2
        (0.5, [1 / np.sqrt(2.5), 2 / np.sqrt(2.5)]),  # mean variance (1 + 4) / 2
    ],
)
def test_small_numbers_are_scaled_as_by_hand(power, expected):
    """Deviations 1 and 4 become 1 and 4^(1 - power), both divided by the root of their mean square."""
    np.testing.assert_allclose(Scaling(power).fit(X).transform(X)[1], expected, rtol=1e-6)


def test_power_one_is_scikit_learns_standardisation():
    """A constant column becomes zeros in both."""
    X = np.random.default_rng(0).normal(3, [[1, 5, 0]], (20, 3)).astype(np.float32)
    X[:, 2] = 7

    standardised = StandardScaler().fit_transform(X[:, :2])
    scaled = Scaling(1.0).fit(X[:, :2]).transform(X[:, :2])
    np.testing.assert_allclose(scaled, standardised, rtol=1e-4, atol=1e-5)
    assert (Scaling(1.0).fit(X).transform(X)[:, 2] == 0).all()


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0])
def test_the_mean_variance_is_one(power):
    """So that the SVM's gamma means the same for every power."""
    X = np.random.default_rng(0).normal(3, [[1, 5, 0.1]], (50, 3)).astype(np.float32)

    assert Scaling(power).fit(X).transform(X).var(axis=0).mean() == pytest.approx(1, rel=1e-4)
