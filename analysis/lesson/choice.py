"""Verdicts on when to use which side: few images, simple problems, time to train, linear models, little computing."""

import json
from dataclasses import replace

import pandas as pd

from analysis.common.learners import clause
from analysis.common.load import load_note, other_cores
from analysis.common.machine import hosts
from analysis.common.paired import Gap, paired_gaps
from analysis.common.summary import seconds_per_image
from analysis.common.variants import settings_of
from analysis.common.wording import TOO_CLOSE, count, figures, listed, moment, signed
from analysis.data_size.crossover import Crossover, paired_by_size
from analysis.data_size.finding import VARIES
from analysis.lesson.evidence import FEW, IMAGES, SIDES, Evidence, Place
from analysis.lesson.pretrained import third_choice
from analysis.lesson.verdict import Answer, Condition, Verdict, judge
from analysis.lesson.words import as_much, who_leads
from analysis.race.curve import races
from analysis.race.lead import Contest, lead_changes, standing_at, standings

SIMPLE = ("digits", "mnist", "mnist-png")
"""Data sets that the lesson would call simple and well understood."""

POINT = 0.01
"""A side that is behind by less than this suits the problem all the same."""

SOME = "each side leads at some sizes"

LINEAR = {"kernel": "linear"}
"""The settings of a linear SVM."""


def few_images(evidence: Evidence) -> Verdict:
    """Whether handcrafted features are ahead at every size below 1,000 images."""
    found = judge([_few_condition(place, one) for place, one in evidence.crossings if one.smallest < FEW], SOME)
    return found.adding(third_choice(evidence))


def _few_condition(place: Place, pair: Crossover) -> Condition:
    few = [(n, sign, gap) for n, sign, gap in zip(pair.sizes, pair.signs, pair.gaps, strict=True) if n < FEW]
    signs = {sign for _, sign, _ in few} - {0}
    answer: Answer = "open" if not signs else "partly" if len(signs) > 1 else "yes" if signs == {-1} else "no"
    wanted = {"yes": -1, "no": 1, "partly": 1}.get(answer, 0)  # the sign of the gap that is quoted
    n, gap = next((n, gap) for n, sign, gap in reversed(few) if sign == wanted)
    measured = f"with {count(n)} images {who_leads(gap)}"
    return place.condition(answer, measured, n, pair.largest)


def simple_problems(evidence: Evidence) -> Verdict:
    """Whether handcrafted features are at most a point behind on simple data sets."""
    conditions = [
        _simple_condition(place, one.gaps[-1], f"with {count(one.largest)} images", one.largest)
        for place, one in evidence.crossings
        if place.dataset in SIMPLE
    ]
    for place, pair in evidence.contests:
        if place.dataset in SIMPLE:
            end = standing_at(pair, pair.horizon)
            half_width = end.half_width_of_difference(0, 1)
            value = end.difference
            gap = Gap(value - half_width, value, value + half_width, n_seeds=pair.n_seeds)
            n = int(pair.facts["n_train"])
            when = f"after a race of {moment(pair.horizon)} with up to {count(n)} images"
            conditions.append(_simple_condition(place, gap, when, n))
    return judge(conditions, "they are behind, but by less than a point")


def _simple_condition(place: Place, gap: Gap, when: str, n: int) -> Condition:
    """Whether handcrafted features are not behind, behind by less than a point, or by more."""
    answer: Answer = "open"
    if gap.low > POINT:
        answer = "no"
    elif gap.high <= POINT:
        answer = "partly" if gap.low > 0 else "yes"
    return place.condition(answer, f"{when} {who_leads(gap)}", n)


def less_computing(evidence: Evidence) -> Verdict:
    """Whether handcrafted features lead in a race in which both sides have the same seconds."""
    return judge(
        [_race_condition(place, pair, evidence.results) for place, pair in evidence.contests],
        "they lead at first, and the CNN later",
    )


def _race_condition(place: Place, pair: Contest, results: pd.DataFrame) -> Condition:
    race = standings(pair)
    leaders = {standing.leader for standing in race} - {None}
    answer: Answer = "open"
    if leaders:
        answer = "partly" if len(leaders) > 1 else "yes" if leaders == {"svm"} else "no"
    changes = [
        f"{clause(str(change.leader), 'lead')} from {moment(change.seconds)} on" for change in lead_changes(race)
    ]
    lost = "" if race[-1].leader else f"; by {moment(pair.horizon)} it is {TOO_CLOSE}"
    measured = f"with equal time {listed(changes)}{lost}" if changes else "no side is ever clearly ahead"
    measured += _energy(results, place)
    weight = float(pair.facts["n_train"])
    return replace(place, where=f"race on {place.where}").condition(answer, measured, 0, weight)


def _energy(results: pd.DataFrame, place: Place) -> str:
    """The electricity of both sides' races, where it was recorded."""
    rows = races(results[(results["dataset"] == place.dataset) & (results["origin"] == place.origin)])
    used = pd.Series([json.loads(text).get("energy_kwh") for text in rows["details"]], rows.index, dtype=float)
    mean = used.groupby(rows["learner"]).mean().dropna()
    if not {"svm", "cnn"} <= set(mean.index):
        return ""
    svm, cnn = (figures(1000 * mean[learner]) for learner in ("svm", "cnn"))
    return f"; electricity per race: {svm} Wh for the SVM, {cnn} Wh for the CNN"


def trains_faster(evidence: Evidence) -> Verdict:
    """Whether the SVM, its features included, is trained in less time than the CNN, on the same CPU."""
    rows = evidence.curve_rows
    rows = rows.assign(host=hosts(rows), seconds=seconds_per_image(rows) * rows["n_train"] + rows["fit_seconds"])
    rows = rows[rows["device"] == "cpu"]
    found = [
        condition
        for _, group in rows.groupby(["origin", *IMAGES, "recipe", "host"], sort=True)
        if set(SIDES) <= set(group["learner"].unique()) and (condition := _time_condition(evidence.place(group), group))
    ]
    return judge(found, SOME).adding(load_note(other_cores(rows)) if found else "")


def _time_condition(place: Place, rows: pd.DataFrame) -> Condition | None:
    """The ratio of both sides' seconds, seed by seed, at the smallest and the largest size that both have."""
    seconds = rows.pivot_table("seconds", ["n_train", "seed"], "learner")
    ratios = (seconds["cnn"] / seconds["svm"]).dropna()
    if ratios.empty:
        return None
    by_size = ratios.groupby("n_train").agg(["min", "median", "max", "size"])
    faster, slower = (by_size["min"] >= VARIES).any(), (by_size["max"] <= 1 / VARIES).any()
    answer: Answer = "partly" if faster and slower else "yes" if faster else "no" if slower else "open"
    decides = {"yes": by_size["min"] >= VARIES, "no": by_size["max"] <= 1 / VARIES}.get(answer)
    ends = sorted({by_size.index[0], by_size.index[-1]})
    if decides is not None and not decides[ends].any():
        ends = sorted({*ends, decides.idxmax()})
    ratios_at_ends = [f"{_as_long(by_size.loc[n])} with {count(n)} images" for n in ends]
    return place.condition(answer, f"the CNN trains {listed(ratios_at_ends)}", int(ends[-1]))


def _as_long(ratio: pd.Series) -> str:
    """`2.3 times as long as the SVM (2.1 to 2.6 over seeds)`; with a single seed it says so instead of a range."""
    spread = f" ({figures(ratio['min'])} to {figures(ratio['max'])} over seeds)" if ratio["max"] > ratio["min"] else ""
    spread = " (one seed)" if ratio["size"] == 1 else spread
    return f"{as_much(ratio['median'], 'long')} as the SVM{spread}"


def linear_suffices(evidence: Evidence) -> Verdict:
    """Whether a linear SVM is at most a point behind one with an RBF kernel."""
    rows = evidence.results[evidence.results["learner"] == "svm"]
    settings = {text: settings_of(text) for text in rows["settings"].unique()}
    kernels = {text: "linear" if one == LINEAR else "rbf" for text, one in settings.items() if one in ({}, LINEAR)}
    rows = rows.assign(kernel=rows["settings"].map(kernels)).dropna(subset="kernel")
    conditions = []
    for _, group in rows.groupby(["origin", *IMAGES, "recipe"], sort=True):
        if condition := _kernel_condition(evidence.place(group), group):
            conditions.append(condition)
    return judge(conditions)


def _kernel_condition(place: Place, rows: pd.DataFrame) -> Condition | None:
    """The paired difference at the largest size that both kernels have."""
    pairs = paired_by_size(*(rows[rows["kernel"] == kernel] for kernel in ("linear", "rbf")))
    if not pairs:
        return None
    n = max(pairs)
    (gap,) = paired_gaps([pairs[n]])
    answer: Answer = "no" if gap.low > POINT else "yes" if gap.high <= POINT else "open"
    value, low, high = (signed(-100 * one) for one in (gap.value, gap.high, gap.low))
    measured = (
        f"with {count(n)} images, leaving out the kernel changes the accuracy by {value} points ({low} to {high})"
    )
    return place.condition(answer, measured, n)
