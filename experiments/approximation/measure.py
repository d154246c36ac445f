"""Measure how well a target is approximated: by the network, by polynomials and by a Fourier series."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from catalogue import targets
from experiments.approximation.row import Approximation
from models.approximation.fixed import FAMILIES, Family, FixedFeatures, most_features
from models.approximation.network import MOST_DEPTH, SmallNetwork, n_parameters
from timing.provenance import provenance

Model = SmallNetwork | FixedFeatures

NETWORK = "network"
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
"""Hidden units of the networks that are measured, in all layers together."""
DEPTHS = tuple(range(1, MOST_DEPTH + 1))
SEEDS = 5
LIBRARIES = ("python", "numpy", "scikit-learn")


@dataclass(frozen=True)
class Problem:
    """A target's points, and its values there."""

    X: targets.Points
    y: targets.Values
    X_test: targets.Points
    y_test: targets.Values

    @property
    def n_inputs(self) -> int:
        """One for a curve, two for an image."""
        return int(self.X.shape[1])

    def error(self, model: Model) -> float:
        """The root mean square error of a fitted model on the test points."""
        return float(np.sqrt(np.mean((model.predict(self.X_test) - self.y_test) ** 2)))


def make_problem(name: str, heights: Sequence[float] = ()) -> Problem:
    """The target of this name, or drawn through these heights; ValueError, one sentence, if there is none."""
    values = targets.target(name, heights)
    X, X_test = targets.training_points(name), targets.test_points(name)
    return Problem(X, values(X), X_test, values(X_test))


def sizes(depth: int) -> list[int]:
    """The usual numbers of units that suffice for this depth."""
    return [units for units in SIZES if units >= depth]


def fixed_sizes(n_inputs: int, n_points: int) -> list[int]:
    """Numbers of fixed features: as many as the networks of one layer have parameters, as far as the points allow."""
    each = [n_parameters(units, 1, n_inputs) for units in SIZES]
    return [n for n in each if n <= most_features(n_points)]


def network_row(problem: Problem, name: str, units: int, depth: int, seeds: Sequence[int]) -> Approximation:
    """The errors of one network size, one for each seed."""
    made = [timed(problem, SmallNetwork(units, depth, seed)) for seed in seeds]
    return _row(name, NETWORK, (depth, units, n_parameters(units, depth, problem.n_inputs)), made)


def fixed_row(problem: Problem, name: str, family: Family, n: int) -> Approximation:
    """The error of this many fixed features."""
    return _row(name, family, (0, 0, n), [timed(problem, FixedFeatures(family, n))])


def rows(name: str, depths: Sequence[int], n_seeds: int, heights: Sequence[float] = ()) -> Iterator[Approximation]:
    """Every row of a target, the quick ones first; `heights` are those of a drawing."""
    problem = make_problem(name, heights)
    for family in FAMILIES:
        yield from (fixed_row(problem, name, family, n) for n in fixed_sizes(problem.n_inputs, len(problem.X)))
    for depth in depths:
        yield from (network_row(problem, name, units, depth, range(n_seeds)) for units in sizes(depth))


def n_rows(name: str, depths: Sequence[int]) -> int:
    """How many rows `rows` yields."""
    n_inputs, n_points = targets.training_points(name).shape[::-1]
    return len(FAMILIES) * len(fixed_sizes(n_inputs, n_points)) + sum(len(sizes(depth)) for depth in depths)


def timed(problem: Problem, model: Model) -> tuple[float, float]:
    """The error of the model after training, and the seconds that it took."""
    start = time.perf_counter()
    model.fit(problem.X, problem.y)
    return problem.error(model), time.perf_counter() - start


def _row(name: str, family: str, size: tuple[int, int, int], made: list[tuple[float, float]]) -> Approximation:
    """The row, with three figures of each number: more would say nothing."""
    where = provenance("cpu")
    errors, seconds = ([float(f"{value:.3g}") for value in part] for part in zip(*made, strict=True))
    versions = {library: where.versions[library] for library in LIBRARIES}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Approximation(name, family, *size, errors, seconds, where.machine, versions, where.commit, now)
