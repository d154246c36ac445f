"""Fixed features: golden rows by hand, as many as asked for, and never a worse fit with more of them."""

from itertools import pairwise

import numpy as np
import pytest

from models.approximation import FAMILIES, FixedFeatures, fourier, polynomials

X = np.cos(np.pi * (np.arange(128) + 0.5) / 128)[:, np.newaxis]
GRID = np.stack(np.meshgrid(X[:16, 0], X[::8, 0]), axis=-1).reshape(-1, 2)


def test_polynomials_by_hand():
    """At x = 1/2 the Chebyshev polynomials are 1, 1/2, -1/2, -1; at (1/2, -1) products follow by degree."""
    assert np.allclose(polynomials(np.array([[0.5]]), 4), [[1, 0.5, -0.5, -1]])
    assert np.allclose(polynomials(np.array([[0.5, -1.0]]), 6), [[1, -1, 0.5, 1, -0.5, -0.5]])


def test_fourier_by_hand():
    """At x = 1/2: 1, cos(pi/2), sin(pi/2), cos(pi), sin(pi)."""
    assert np.allclose(fourier(np.array([[0.5]]), 5), [[1, 0, 1, -1, 0]])


def test_there_are_as_many_features_as_asked_for_and_no_copies():
    """Each is a feature of its own: they are linearly independent."""
    for points in [X, GRID]:
        for family in FAMILIES:
            for n in [1, 2, 7, 30, 33]:
                features = FixedFeatures(family, n).transform(points)

                assert features.shape == (len(points), n)
                assert np.linalg.matrix_rank(features) == n


@pytest.mark.parametrize("points", [X, GRID])
@pytest.mark.parametrize("family", FAMILIES)
def test_more_features_never_fit_the_training_points_worse(family, points):
    """Least squares: each number of features contains all smaller ones."""
    y = np.sign(points[:, 0] - 0.3) + points[:, -1] ** 2
    models = (FixedFeatures(family, n).fit(points, y) for n in range(1, 50))
    errors = [np.sqrt(np.mean((model.predict(points) - y) ** 2)) for model in models]

    assert all(after <= before + 1e-12 for before, after in pairwise(errors))
    assert errors[-1] < errors[0] / 2
