"""Features that are fixed before anything is seen: polynomials and Fourier series; only their weights are fitted.

Polynomials are Chebyshev's, which span the same functions as the powers of x but are not nearly copies of each other.
The Fourier series has the whole interval from -1 to 1 as its period. With two coordinates, polynomials are multiplied
with each other, and Fourier takes plane waves, cos and sin of π (k · x); the lowest degree or frequency comes first.
The weights are the least squares solution, so there is no luck and no seed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Literal, Self

import numpy as np
from numpy.polynomial.chebyshev import chebvander
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, RegressorMixin

Array = NDArray[np.float64]
Family = Literal["polynomials", "fourier"]

FAMILIES: tuple[Family, ...] = ("polynomials", "fourier")
MOST_OF_POINTS = 0.4
"""With more features than this share of the points, a fit may swing between them."""


@dataclass(eq=False, repr=False)
class FixedFeatures(RegressorMixin, BaseEstimator):
    """A regressor with the first `n_features` features of a family, the constant included."""

    family: Family = "polynomials"
    n_features: int = 8

    def fit(self, X: Array, y: Array) -> Self:
        """Find the best weights for points X (n, inputs) and their values y."""
        self.weights_ = np.asarray(np.linalg.lstsq(self.transform(X), y, rcond=None)[0], np.float64)
        return self

    def predict(self, X: Array) -> Array:
        """The values at points X (n, inputs)."""
        values: Array = self.transform(X) @ self.weights_
        return values

    def transform(self, X: Array) -> Array:
        """The features of points X (n, inputs): (n, n_features)."""
        return (polynomials if self.family == "polynomials" else fourier)(X, self.n_features)


def most_features(n_points: int) -> int:
    """How many features may be fitted to this many points."""
    return int(MOST_OF_POINTS * n_points)


def polynomials(X: Array, n: int) -> Array:
    """Products of Chebyshev polynomials, by total degree."""
    terms = _lowest(n, X.shape[1], negative=False, rank=lambda degrees: sum(degrees))
    of_degree = chebvander(X, max(map(max, terms)))  # (n, inputs, degree + 1)
    axes = range(X.shape[1])
    return np.column_stack([of_degree[:, axes, degrees].prod(axis=1) for degrees in terms])


def fourier(X: Array, n: int) -> Array:
    """1, and the cosine and sine of each frequency, the lowest first."""
    waves = _lowest(n // 2 + 1, X.shape[1], negative=True, rank=lambda one: sum(part**2 for part in one))
    angles = np.pi * (X @ np.array(waves, float).T)
    both = np.stack([np.cos(angles), np.sin(angles)], axis=2).reshape(len(X), -1)
    return np.delete(both, 1, axis=1)[:, :n]  # the sine of frequency zero is no feature


def _lowest(n: int, n_inputs: int, *, negative: bool, rank: Callable[[tuple[int, ...]], int]) -> list[tuple[int, ...]]:
    """The first `n` tuples of whole numbers by rank; with `negative` ones, of k and -k only one."""
    if n_inputs == 1:
        return [(number,) for number in range(n)]
    most = int(np.sqrt(2 * n)) + 1  # beyond it, ranks are higher than the n-th
    every = product(range(-most if negative else 0, most + 1), repeat=n_inputs)
    found = [one for one in every if not negative or one >= (0,) * n_inputs]
    return sorted(found, key=lambda one: (rank(one), one))[:n]
