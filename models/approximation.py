"""Small models of functions of one or two numbers: a network that learns its features, and features that are fixed."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Literal, Self

import numpy as np
from numpy.polynomial.chebyshev import chebvander
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, solve
from scipy.optimize import minimize
from sklearn.base import BaseEstimator, RegressorMixin

Array = NDArray[np.float64]
Family = Literal["polynomials", "fourier"]

FAMILIES: tuple[Family, ...] = ("polynomials", "fourier")
MOST_OF_POINTS = 0.4
"""With more features than this share of the points, a fit may swing between them."""

BUDGET = 2e9
"""About how many additions and multiplications a training may take: within a second on one core."""
LEAST_ROUNDS, MOST_ROUNDS = 30, 200
MOST_UNITS, MOST_DEPTH = 512, 3
KEPT_STEPS = 10
"""How many former steps L-BFGS learns the curvature from."""
UNIT_COST = 40
"""What a unit costs in addition to its weights (bias, ReLU and their slopes), counted in weights."""
RIDGE_BEFORE, RIDGE_AFTER = 1e-6, 1e-12
"""The ridge of the least squares, relative to the features' mean square: units may be copies of each other."""


@dataclass(frozen=True)
class Layer:
    """The weights (inputs, units) and biases (units) of one layer."""

    weights: Array
    biases: Array


def widths(units: int, depth: int) -> list[int]:
    """The units of each hidden layer, as equal as possible; ValueError, one sentence, if that is impossible."""
    if not 1 <= depth <= MOST_DEPTH:
        raise ValueError(f"A network here has 1 to {MOST_DEPTH} hidden layers, not {depth}.")
    if not depth <= units <= MOST_UNITS:
        raise ValueError(f"A network of depth {depth} has {depth} to {MOST_UNITS} hidden units, not {units:,}.")
    return [units // depth + (layer < units % depth) for layer in range(depth)]


def n_parameters(units: int, depth: int, n_inputs: int) -> int:
    """Weights and biases of all layers."""
    sizes = [n_inputs, *widths(units, depth), 1]
    return sum((before + 1) * after for before, after in pairwise(sizes))


@dataclass(eq=False, repr=False)  # hashable, and printed by scikit-learn
class SmallNetwork(RegressorMixin, BaseEstimator):
    """A regressor with `units` hidden ReLU units in all, spread evenly over `depth` layers.

    It is trained on all points at once with L-BFGS. Without torch: the matrices are so small that NumPy is as fast and
    starts at once. The output layer is the only one whose best weights are known by a formula (least squares); it is
    used before training and after.
    """

    units: int = 8
    depth: int = 1
    seed: int = 0

    def fit(self, X: Array, y: Array) -> Self:
        """Train on points X (n, inputs) and their values y."""
        hidden = initial(X.shape[1], widths(self.units, self.depth), np.random.default_rng(self.seed))
        start = with_best_output(hidden, X, y, RIDGE_BEFORE)
        shapes, n = [layer.weights.shape for layer in start], rounds(start, len(X))
        options = {"maxiter": n, "maxfun": n + n // 4, "maxcor": KEPT_STEPS, "ftol": 1e-15}
        found = minimize(loss, flat(start), (shapes, X, y), jac=True, method="L-BFGS-B", options=options)
        trained = unflat(found.x, shapes)
        ends = [trained, with_best_output(trained[:-1], X, y, RIDGE_AFTER)]
        self.layers_ = min(ends, key=lambda layers: float(np.mean((output(layers, X) - y) ** 2)))
        return self

    def predict(self, X: Array) -> Array:
        """The values at points X (n, inputs)."""
        return output(self.layers_, X)

    def pieces(self, X: Array) -> Array:
        """What each unit of the last hidden layer adds to the output: (n, units). Their sum and a bias are the fit."""
        return activations(self.layers_[:-1], X)[-1] * self.layers_[-1].weights[:, 0]


def initial(n_inputs: int, sizes: list[int], rng: np.random.Generator) -> list[Layer]:
    """Random hidden layers (He et al. 2015); the first one's kinks lie at random, uniformly over the points' range."""
    layers = []
    for number, size in enumerate(sizes):
        weights = rng.normal(size=(n_inputs, size)) * np.sqrt(2 / n_inputs)
        places = rng.uniform(-1, 1, size=(n_inputs, size))
        layers.append(Layer(weights, np.zeros(size) if number else -(places * weights).sum(axis=0)))
        n_inputs = size
    return layers


def activations(layers: list[Layer], X: Array) -> list[Array]:
    """The points, and the outputs of each hidden layer."""
    found = [X]
    for layer in layers:
        found.append(np.maximum(found[-1] @ layer.weights + layer.biases, 0))
    return found


def output(layers: list[Layer], X: Array) -> Array:
    """The values of the whole network, whose last layer is linear."""
    return (activations(layers[:-1], X)[-1] @ layers[-1].weights + layers[-1].biases)[:, 0]


def with_best_output(hidden: list[Layer], X: Array, y: Array, ridge: float) -> list[Layer]:
    """The hidden layers, and the output layer that fits best, by least squares."""
    features = np.column_stack([activations(hidden, X)[-1], np.ones(len(X))])
    products = features.T @ features
    products[np.diag_indices_from(products)] += ridge * np.trace(products) / len(products)
    try:
        weights = solve(products, features.T @ y, assume_a="pos")
    except LinAlgError:  # too many equal units for so small a ridge
        weights = np.linalg.lstsq(features, y, rcond=None)[0]
    return [*hidden, Layer(weights[:-1, np.newaxis], weights[-1:])]


def loss(parameters: Array, shapes: list[tuple[int, int]], X: Array, y: Array) -> tuple[float, Array]:
    """Half the mean squared error, and its slope in each parameter (backpropagation)."""
    layers = unflat(parameters, shapes)
    values = activations(layers[:-1], X)
    residuals = (values[-1] @ layers[-1].weights + layers[-1].biases)[:, 0] - y
    slope = (residuals / len(y))[:, np.newaxis]
    slopes = []
    for number in range(len(layers) - 1, -1, -1):
        slopes.append(Layer(values[number].T @ slope, slope.sum(axis=0)))
        if number:
            slope = (slope @ layers[number].weights.T) * (values[number] > 0)
    return float(0.5 * np.mean(residuals**2)), flat(slopes[::-1])


def rounds(layers: list[Layer], n_points: int) -> int:
    """How many rounds of L-BFGS the budget allows; wide networks get fewer."""
    n_weights = sum(layer.weights.size for layer in layers)
    n_units = sum(layer.biases.size for layer in layers)
    per_point = n_weights + UNIT_COST * n_units
    return int(np.clip(BUDGET / (n_points * per_point), LEAST_ROUNDS, MOST_ROUNDS))


def flat(layers: list[Layer]) -> Array:
    """All parameters in one vector."""
    return np.concatenate([part for layer in layers for part in (layer.weights.ravel(), layer.biases)])


def unflat(parameters: Array, shapes: list[tuple[int, int]]) -> list[Layer]:
    """The layers of a vector of parameters."""
    layers, at = [], 0
    for n_inputs, n_units in shapes:
        end = at + n_inputs * n_units
        layers.append(Layer(parameters[at:end].reshape(n_inputs, n_units), parameters[end : end + n_units]))
        at = end + n_units
    return layers


@dataclass(eq=False, repr=False)  # hashable, and printed by scikit-learn
class FixedFeatures(RegressorMixin, BaseEstimator):
    """A regressor with the first `n_features` features of a family, the constant included; only weights are fitted.

    Polynomials are Chebyshev's, which span the same functions as the powers of x but are not nearly copies of each
    other. The Fourier series has the whole interval from -1 to 1 as its period. With two coordinates, polynomials are
    multiplied with each other, and Fourier takes plane waves, cos and sin of π (k · x); the lowest degree or frequency
    comes first. The weights are the least squares solution, so there is no luck and no seed.
    """

    family: Family = "polynomials"
    n_features: int = 8

    def fit(self, X: Array, y: Array) -> Self:
        """Find the best weights for points X (n, inputs) and their values y."""
        self.weights_ = np.asarray(np.linalg.lstsq(self.transform(X), y, rcond=None)[0], np.float64)
        return self

    def predict(self, X: Array) -> Array:
        """The values at points X (n, inputs)."""
        return self.transform(X) @ self.weights_

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
