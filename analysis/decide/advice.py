"""The advice: which candidate to use, by rules that never look at names, and the rows that support or contradict it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.data_size.learning_curve import Share
from analysis.decide.measured import COSTS, PRETRAINED, Candidate, Margin, Measured

NAMED_QUANTITIES = ("svm",)
"""Learners that explain predictions by named quantities: preferred, if asked for, where no difference was shown."""

Tie = Literal["", "seconds", "explaining", "neither"]

NOT_NEAR = "not measured near"
"""What rules an option out, like a cost or that it is pretrained."""

AROUND = 4.0
"""Measured sizes up to this factor from the number of images are evidence."""


@dataclass(frozen=True)
class Question:
    """The question "which learner should I use?": the number of images, and the bounds on costs, None without one."""

    n_images: int
    seconds: float | None = None
    milliseconds: float | None = None
    megabytes: float | None = None
    explain: bool = False  # whether predictions must be explained
    pretrained: bool = True  # whether a model that was trained on other images may be used

    @property
    def bounds(self) -> dict[str, float]:
        """The bound of each cost that has one."""
        return {cost: bound for cost in COSTS if (bound := getattr(self, cost)) is not None}

    def broken_by(self, costs: Mapping[str, float]) -> list[str]:
        """The costs that exceed their bounds."""
        return [cost for cost, bound in self.bounds.items() if costs[cost] > bound]


@dataclass(frozen=True)
class Option:
    """A candidate with n images: its accuracy, what it costs, and what rules it out."""

    candidate: Candidate
    accuracy: Share
    seconds: float
    milliseconds: float
    megabytes: float
    out: tuple[str, ...] = ()
    most_images: int | None = None  # so many could be trained on in time; None unless time is the only bound it breaks

    @property
    def is_near(self) -> bool:
        """Whether it was measured near this number of images."""
        return NOT_NEAR not in self.out

    def need(self, cost: str) -> float:
        """One of its costs."""
        value: float = getattr(self, cost)
        return value


@dataclass(frozen=True)
class Advice:
    """The winner, its rival, and their margin; None without options that keep every bound.

    The rival is the best such option of another learner or, without any, the best other one. `tie_broken_by` says what
    broke the tie where the margin shows no difference.
    """

    question: Question
    options: tuple[Option, ...]
    winner: Option | None = None
    rival: Option | None = None
    margin: Margin | None = None
    tie_broken_by: Tie = ""

    @property
    def admitted(self) -> list[Option]:
        """The options that keep every bound."""
        return [option for option in self.options if not option.out]

    @property
    def runner_up(self) -> Option | None:
        """The most accurate option after the advised one, of any learner, of those that keep every bound."""
        return most_accurate([option for option in self.admitted if option is not self.winner])

    @property
    def is_near(self) -> bool:
        """Whether anything was measured near this number of images."""
        return any(option.is_near for option in self.options)


def advise(found: Measured, question: Question) -> Advice:
    """The advice for a question.

    Starting with the quickest to train, a slower candidate is advised only if it is clearly more accurate. So with
    more seconds the advised accuracy never falls, and nothing that keeps the bounds is clearly better.
    """
    options = tuple(_option(found, candidate, question) for candidate in found.curves)
    advice = Advice(question, options)
    admitted = sorted(advice.admitted, key=lambda option: (option.seconds, option.candidate))
    if not admitted:
        return advice

    def beats(one: Option, other: Option) -> bool:
        margin = found.margin(one.candidate, other.candidate, question.n_images)
        return margin is not None and margin.sign > 0 and one.accuracy.value > other.accuracy.value

    quickest = unbeaten(admitted, beats)
    winner = _easier_to_explain(quickest, admitted, beats) if question.explain else quickest
    rival = _rival(winner, admitted)
    margin = found.margin(winner.candidate, rival.candidate, question.n_images) if rival else None
    tie_broken_by: Tie = ""
    if rival and (margin is None or not margin.sign):
        by_time: Tie = "seconds" if winner.seconds <= rival.seconds else "neither"
        tie_broken_by = "explaining" if winner is not quickest else by_time
    return Advice(question, options, winner, rival, margin, tie_broken_by)


def unbeaten(quickest_first: Sequence[Option], beats: Callable[[Option, Option], bool]) -> Option:
    """The option that is reached from the quickest by going only to options that clearly beat the present one."""
    present = quickest_first[0]
    # Slower options join one at a time, so that allowing more seconds never lowers the advised accuracy.
    for n in range(1, len(quickest_first) + 1):
        while better := [one for one in quickest_first[:n] if beats(one, present)]:
            present = better[0]
    return present


def _option(found: Measured, candidate: Candidate, question: Question) -> Option:
    curve, n = found.curves[candidate], question.n_images
    costs = curve.costs(n)
    out = [NOT_NEAR] if not curve.is_near(n) else []
    out += [PRETRAINED] if candidate.is_pretrained and not question.pretrained else []
    out += question.broken_by(costs)
    fewer = curve.most_images(question.bounds["seconds"], n) if out == ["seconds"] else None
    return Option(candidate, curve.accuracy(n), **costs, out=tuple(out), most_images=fewer)


def _easier_to_explain(winner: Option, admitted: Sequence[Option], beats: Callable[[Option, Option], bool]) -> Option:
    """The winner or, if it names no quantities, the most accurate option that does and is not clearly worse, if any."""
    if winner.candidate.learner in NAMED_QUANTITIES:
        return winner
    named = [one for one in admitted if one.candidate.learner in NAMED_QUANTITIES and not beats(winner, one)]
    return max(named, key=lambda one: one.accuracy.value, default=winner)


def _rival(winner: Option, admitted: Sequence[Option]) -> Option | None:
    others = [one for one in admitted if one is not winner]
    return most_accurate([one for one in others if one.candidate.learner != winner.candidate.learner] or others)


def most_accurate(options: Sequence[Option]) -> Option | None:
    """The option with the highest accuracy; None if there are no options."""
    return max(options, key=lambda one: one.accuracy.value, default=None)


def way_out(advice: Advice) -> Option | None:
    """The option that breaks its bounds by the smallest factor, for a question whose bounds no option keeps."""
    allowed = [one for one in advice.options if not {PRETRAINED, NOT_NEAR} & set(one.out)]
    return min(allowed, key=lambda one: max(_excess(one, advice.question), default=1.0), default=None)


def _excess(option: Option, question: Question) -> list[float]:
    """By what factor the option exceeds each bound that it breaks."""
    broken = [(option.need(cost), bound) for cost, bound in question.bounds.items() if cost in option.out]
    return [need / bound if bound else float("inf") for need, bound in broken]


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
    question, made = advice.question, []
    rows = pd.concat([found.curves[side].rows for side in (one, other)])
    for n in found.sizes_of_both(one, other):
        margin = found.margin(one, other, n)
        if margin is None or _distance(n, question.n_images) > np.log(AROUND) + 1e-9:
            continue
        ids = tuple(sorted(rows.loc[rows["n_train"] == n, "id"]))
        costs = found.curves[other].costs(n)
        made.append(Evidence(one, other, n, margin, ids, costs["seconds"], bool(question.broken_by(costs))))
    return made


def _distance(n: float, other: float) -> float:
    """How far apart two sizes are on the log scale."""
    return abs(float(np.log(n / other)))
