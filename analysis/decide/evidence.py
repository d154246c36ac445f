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
    """What supports the advice, nearest size first, and what contradicts it most, if anything does."""

    supports: tuple[Evidence, ...] = ()
    contradicts: Evidence | None = None


def cited(found: Measured, advice: Advice, most: int = 2) -> Cited:
    """The evidence for and against an advice: of its own data set, test set and machine alone.

    Winner against runner-up at the nearest sizes at which the runner-up is not clearly ahead supports it. Of the
    winner's comparisons with other learners, whatever their effort and bounds, the one that is most surely against it
    contradicts it. If none is against it, the rivals are compared with the winner's learner at its other efforts.
    """
    if advice.winner is None:
        return Cited()
    winner, n = advice.winner.candidate, advice.question.n_images
    supports = []
    if advice.runner_up:
        pair = _compared(found, advice, winner, advice.runner_up.candidate)
        supports = sorted((one for one in pair if one.margin.high >= 0), key=lambda one: _distance(one.n_train, n))
    rivals = [candidate for candidate in found.curves if candidate.learner != winner.learner]
    efforts = [candidate for candidate in found.curves if candidate.learner == winner.learner]
    own = _against(found, advice, [winner], rivals)
    against = own or _against(found, advice, efforts, rivals)
    return Cited(tuple(supports[:most]), min(against, key=lambda one: one.margin.high, default=None))


def contradiction_elsewhere(others: Sequence[Measured], advice: Advice) -> tuple[Measured, Evidence] | None:
    """The comparison on other images in which another learner is most surely ahead of the advised one, if any is."""
    if advice.winner is None:
        return None
    winner, found = advice.winner.candidate, []
    for other in others:
        rivals = [candidate for candidate in other.curves if candidate.learner != winner.learner]
        against = _against(other, advice, [winner] if winner in other.curves else [], rivals)
        found += [(other, one) for one in against if one.margin.high < 0]
    return min(found, key=lambda pair: pair[1].margin.high, default=None)


def _against(found: Measured, advice: Advice, own: Sequence[Candidate], rivals: Sequence[Candidate]) -> list[Evidence]:
    """The comparisons in which a rival is ahead."""
    pairs = [_compared(found, advice, one, rival) for one in own for rival in rivals]
    return [one for pair in pairs for one in pair if one.margin.value < 0]


def _compared(found: Measured, advice: Advice, one: Candidate, other: Candidate) -> list[Evidence]:
    """Both candidates at each size around the number of images."""
    question = advice.question
    made = []
    for n in found.sizes_of_both(one, other):
        margin = found.margin(one, other, n)
        if margin is None or _distance(n, question.n_images) > np.log(AROUND) + 1e-9:
            continue
        rows = found.rows[found.rows["n_train"] == n]
        mine = [_is_of(rows, candidate) for candidate in (one, other)]
        ids = tuple(sorted(rows.loc[mine[0] | mine[1], "id"]))
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
