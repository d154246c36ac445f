"""The rows that support an advice, and the one that contradicts it most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.decide.advice import Advice
from analysis.decide.curve import Candidate
from analysis.decide.measured import Margin, Measured

AROUND = 4.0
"""Measured sizes up to this factor from the number of images are evidence."""


@dataclass(frozen=True)
class Evidence:
    """Two candidates compared at a measured size: the margin by which `one` leads, and the rows."""

    one: Candidate
    other: Candidate
    n_train: int
    margin: Margin
    ids: tuple[str, ...]
    seconds: float = 0.0  # to train `other`
    is_out: bool = False  # whether `other` breaks a bound of the question at this size


@dataclass(frozen=True)
class Cited:
    """What supports the advice, nearest size first; what contradicts it most, or what comes closest to that."""

    supports: tuple[Evidence, ...] = ()
    contradicts: Evidence | None = None
    closest: Evidence | None = None


def cite(found: Measured, advice: Advice) -> Cited:
    """The evidence for and against an advice, from its own data set, test set and machine alone.

    Winner and rival support it at the two nearest sizes at which the rival is not clearly ahead. Only an option that is
    clearly ahead of the winner, whatever its effort and bounds, contradicts it; the surest of these is returned.
    """
    if advice.winner is None:
        return Cited()
    winner, n = advice.winner.candidate, advice.question.n_images
    supports = []
    if advice.rival:
        pairs = _compare(found, advice, winner, advice.rival.candidate)
        supports = sorted((one for one in pairs if one.margin.high >= 0), key=lambda one: _distance(one.n_train, n))
    every = [one for other in found.curves if other != winner for one in _compare(found, advice, winner, other)]
    against = min(filter(_contradicts, every), key=lambda one: one.margin.high, default=None)
    closest = None if against else min(every, key=lambda one: one.margin.value, default=None)
    return Cited(tuple(supports[:2]), against, closest)


def contradiction_elsewhere(others: Sequence[Measured], advice: Advice) -> tuple[Measured, Evidence] | None:
    """The comparison on other images in which another learner is most surely ahead of the advised one, if any is."""
    if advice.winner is None:
        return None
    winner = advice.winner.candidate
    against = [
        (place, one)
        for place in others
        for rival in place.curves
        if winner in place.curves and rival.learner != winner.learner
        for one in _compare(place, advice, winner, rival)
        if _contradicts(one)
    ]
    return min(against, key=lambda pair: pair[1].margin.high, default=None)


def _contradicts(evidence: Evidence) -> bool:
    """Whether the other candidate is ahead in the whole interval."""
    return evidence.margin.high < 0


def _compare(found: Measured, advice: Advice, one: Candidate, other: Candidate) -> list[Evidence]:
    """Both candidates compared at each measured size near the question's number of images."""
    question = advice.question
    made = []
    for n in found.sizes_of_both(one, other):
        margin = found.margin(one, other, n)
        if margin is None or _distance(n, question.n_images) > np.log(AROUND) + 1e-9:
            continue
        rows = found.rows[found.rows["n_train"] == n]
        ids = tuple(sorted(rows.loc[_is_of(rows, one) | _is_of(rows, other), "id"]))
        curve = found.curves[other]
        costs = {cost: curve.cost(cost, n) for cost in ("seconds", "milliseconds", "megabytes")}
        is_out = any((bound := question.bound(cost)) is not None and value > bound for cost, value in costs.items())
        made.append(Evidence(one, other, n, margin, ids, costs["seconds"], is_out))
    return made


def _is_of(rows: pd.DataFrame, candidate: Candidate) -> pd.Series:
    own = rows[["learner", "recipe", "device"]] == [candidate.learner, candidate.recipe, candidate.device]
    return own.all(axis=1)


def _distance(n: float, other: float) -> float:
    """How far apart two sizes are on the log scale."""
    return abs(float(np.log(n / other)))
