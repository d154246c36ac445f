"""How well small networks and fixed features approximate functions: the measurement, and answers to pages.

Pages have a worker call `fit`, `fixed` and `network`.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from catalogue import targets
from experiments.approximation.row import Approximation
from models.approximation import FAMILIES, MOST_DEPTH, FixedFeatures, SmallNetwork, most_features, n_parameters
from timing.provenance import provenance

SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
"""Hidden units of the networks that are measured, in all layers together."""
DEPTHS = tuple(range(1, MOST_DEPTH + 1))
SEEDS = 5
LIBRARIES = ("python", "numpy", "scikit-learn")

N_CURVE = 501
"""Points of a drawn curve."""
MOST_PIECES = 12
"""Of a network with more units only this many are drawn."""


class Problem:
    """A target by its name, or drawn through heights: the points to learn and to test it at, and its values there.

    ValueError, one sentence, if there is no such target.
    """

    def __init__(self, name: str, heights: Sequence[float] = ()) -> None:
        self.values = targets.target(name, heights)
        self.X, self.X_test = targets.training_points(name), targets.test_points(name)
        self.y, self.y_test = self.values(self.X), self.values(self.X_test)

    def timed(self, model: SmallNetwork | FixedFeatures) -> tuple[float, float]:
        """Train the model: its root mean square error on the test points, and the seconds."""
        start = time.perf_counter()
        model.fit(self.X, self.y)
        error = float(np.sqrt(np.mean((model.predict(self.X_test) - self.y_test) ** 2)))
        return error, time.perf_counter() - start


@dataclass(frozen=True)
class Fitted:
    """One model in the points of a chart, and its error on the test points."""

    n_parameters: int
    values: targets.Values
    error: float
    seconds: float


@dataclass(frozen=True)
class Answer:
    """A target and its models in the points of a chart: evenly spaced, from the left, or row by row of an image.

    `pieces` has a column for each of the units that add most to the fit, the largest first, out of `n_pieces`.
    """

    points: targets.Points
    target: targets.Values
    fits: dict[str, Fitted]
    pieces: targets.Values
    n_pieces: int


def sizes(depth: int) -> list[int]:
    """The usual numbers of units that suffice for this depth."""
    return [units for units in SIZES if units >= depth]


def fixed_sizes(n_points: int, n_inputs: int) -> list[int]:
    """Numbers of fixed features: as many as the networks of one layer have parameters, as far as the points allow."""
    each = [n_parameters(units, 1, n_inputs) for units in SIZES]
    return [n for n in each if n <= most_features(n_points)]


def rows(name: str, depths: Sequence[int], n_seeds: int, heights: Sequence[float] = ()) -> Iterator[Approximation]:
    """Every row of a target, the quick ones first; `heights` are those of a drawing."""
    yield from _fixed(name, heights)
    for depth in depths:
        yield from (network(name, heights, units, depth, range(n_seeds)) for units in sizes(depth))


def n_rows(name: str, depths: Sequence[int]) -> int:
    """How many rows `rows` yields."""
    n_fixed = len(FAMILIES) * len(fixed_sizes(*targets.training_points(name).shape))
    return n_fixed + sum(len(sizes(depth)) for depth in depths)


def fixed(name: str, heights: Sequence[float]) -> list[Approximation]:
    """The rows of all numbers of fixed features."""
    return list(_fixed(name, heights))


def _fixed(name: str, heights: Sequence[float]) -> Iterator[Approximation]:
    problem = Problem(name, heights)
    for family in FAMILIES:
        for n in fixed_sizes(*problem.X.shape):
            yield _row(name, family, (0, 0, n), [problem.timed(FixedFeatures(family, n))])


def network(name: str, heights: Sequence[float], units: int, depth: int, seeds: Sequence[int]) -> Approximation:
    """The row of one network size, with an error for each seed."""
    problem = Problem(name, heights)
    n = n_parameters(units, depth, problem.X.shape[1])
    return _row(name, "network", (depth, units, n), [problem.timed(SmallNetwork(units, depth, seed)) for seed in seeds])


def _row(name: str, family: str, size: tuple[int, int, int], made: list[tuple[float, float]]) -> Approximation:
    """The row, with three figures of each number: more would say nothing."""
    where = provenance("cpu")
    errors, seconds = ([float(f"{value:.3g}") for value in part] for part in zip(*made, strict=True))
    versions = {library: where.versions[library] for library in LIBRARIES}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Approximation(name, family, *size, errors, seconds, where.machine, versions, where.commit, now)


def fit(name: str, heights: Sequence[float], units: int, depth: int, seed: int) -> Answer:
    """The network and fixed features with as many parameters, fitted; ValueError, one sentence, if that cannot be."""
    problem = Problem(name, heights)
    points = targets.even_points(name, targets.SIDE if name == targets.IMAGE else N_CURVE)

    def fitted(n: int, model: SmallNetwork | FixedFeatures) -> Fitted:
        error, seconds = problem.timed(model)
        return Fitted(n, model.predict(points), error, seconds)

    n = n_parameters(units, depth, problem.X.shape[1])
    n_fixed = min(n, most_features(len(problem.X)))
    trained = SmallNetwork(units, depth, seed)
    fits = {"network": fitted(n, trained)}
    fits |= {family: fitted(n_fixed, FixedFeatures(family, n_fixed)) for family in FAMILIES}
    pieces = trained.pieces(points)
    largest = np.argsort(-np.ptp(pieces, axis=0), kind="stable")[:MOST_PIECES]
    return Answer(points, problem.values(points), fits, pieces[:, largest], pieces.shape[1])
