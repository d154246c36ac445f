"""What pages ask a worker: one target and its models in every point of a chart, or the row of one size."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from catalogue import targets
from experiments.approximation.measure import fixed_row, fixed_sizes, make_problem, network_row, timed
from experiments.approximation.row import Approximation
from models.approximation.fixed import FAMILIES, FixedFeatures, most_features
from models.approximation.network import SmallNetwork, n_parameters

N_CURVE = 501
"""Points of a drawn curve."""
MOST_PIECES = 12
"""Of a network with more units only this many are drawn."""


@dataclass(frozen=True)
class Fitted:
    """One model in the points of a chart, and its error on the test points."""

    family: str
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


def fit(name: str, heights: Sequence[float], units: int, depth: int, seed: int) -> Answer:
    """The network and fixed features with as many parameters, fitted; ValueError, one sentence, if that cannot be."""
    problem = make_problem(name, heights)
    points = targets.even_points(name, targets.SIDE if name == targets.IMAGE else N_CURVE)
    n = n_parameters(units, depth, problem.n_inputs)
    network = SmallNetwork(units, depth, seed)
    error, seconds = timed(problem, network)
    fits = {"network": Fitted("network", n, network.predict(points), error, seconds)}
    for family in FAMILIES:
        fixed = FixedFeatures(family, min(n, most_features(len(problem.X))))
        error, seconds = timed(problem, fixed)
        fits[family] = Fitted(family, fixed.n_features, fixed.predict(points), error, seconds)
    pieces = network.pieces(points)
    largest = np.argsort(-np.ptp(pieces, axis=0), kind="stable")[:MOST_PIECES]
    return Answer(points, targets.target(name, heights)(points), fits, pieces[:, largest], pieces.shape[1])


def fixed(name: str, heights: Sequence[float]) -> list[Approximation]:
    """The rows of all numbers of fixed features."""
    problem = make_problem(name, heights)
    return [
        fixed_row(problem, name, family, n)
        for family in FAMILIES
        for n in fixed_sizes(problem.n_inputs, len(problem.X))
    ]


def network(name: str, heights: Sequence[float], units: int, depth: int, seeds: Sequence[int]) -> Approximation:
    """The row of one network size."""
    return network_row(make_problem(name, heights), name, units, depth, seeds)
