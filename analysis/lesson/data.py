"""Verdicts on what more images do: plateau, growth, crossing, the law of errors, and how many images each needs."""

import numpy as np
import pandas as pd

from analysis.common.wording import about, count
from analysis.data_size.crossover import Crossover
from analysis.data_size.learning_curve import PowerLaw
from analysis.data_size.share_left import errors_remaining
from analysis.lesson.evidence import SIDES, Evidence, Place
from analysis.lesson.verdict import Answer, Condition, Verdict, judge
from analysis.lesson.words import who_leads

FLAT = 0.97
"""A curve is called flat if a doubling of the images leaves more than this share of the errors."""

HALF = 0.5
"""The share of the errors that four times the images leave, as the lesson has it."""

WIDEST = 0.2
"""An interval of a share that is wider than this decides nothing in favour of one number."""

LEVEL_AT = 1_000
"""The SVM's accuracy with at most this many images is the level to reach in the question of sample efficiency."""


def plateaus(evidence: Evidence) -> Verdict:
    """Whether the SVM's last doubling of images leaves nearly all errors."""
    return judge([_doubled(place, law, "yes") for place, law in evidence.laws if law.learner == "svm"])


def keeps_improving(evidence: Evidence) -> Verdict:
    """Whether the CNN's last doubling of images still removes errors."""
    return judge([_doubled(place, law, "no") for place, law in evidence.laws if law.learner == "cnn"])


def _doubled(place: Place, law: PowerLaw, if_flat: Answer) -> Condition:
    """What the last doubling did; `if_flat` is the answer if it did next to nothing."""
    share = errors_remaining(law, 2)
    answer: Answer = "open"
    if law.fits_end and share.low > FLAT:
        answer = if_flat
    elif law.fits_end and share.high < FLAT:
        answer = "no" if if_flat == "yes" else "yes"
    low, high = np.quantile(law.draws[:, 0], (0.025, 0.975))
    floor = f"; fitted floor {100 * law.floor:.1f} % ({100 * low:.1f} to {100 * high:.1f})"
    measured = f"the last doubling, to {count(law.largest)} images, left {share.of('the error')}{floor}"
    return _condition(place, answer, measured, share.weight)


def four_times(evidence: Evidence) -> Verdict:
    """Whether four times the images halve the CNN's error."""
    laws = [(place, law) for place, law in evidence.laws if law.learner == "cnn" and law.largest >= 4 * law.smallest]
    return judge([_four(place, law) for place, law in laws], "the error falls even faster")


def _four(place: Place, law: PowerLaw) -> Condition:
    share = errors_remaining(law, 4)
    answer: Answer = "open"
    if share.low > HALF:
        answer = "no"
    elif share.high < HALF:
        answer = "partly"  # even better than claimed
    elif share.high - share.low <= WIDEST:
        answer = "yes"
    measured = f"four times the images leave {share.of('the error')}, not a half{_hundred(law)}"
    if answer in ("yes", "open"):
        measured = measured.replace(", not a half", "")
    return _condition(place, answer if law.fits_end else "open", measured, share.weight)


def _hundred(law: PowerLaw) -> str:
    """What a hundred times the images leave, where this many are measured or nearly."""
    if 100 * law.smallest > law.trusted_to:
        return ""
    share = errors_remaining(law, 100, max(law.largest, 100 * law.smallest))
    return f"; a hundred times leave {share.value:.2f} ({share.low:.2f} to {share.high:.2f}), where a tenth is claimed"


def cross(evidence: Evidence) -> Verdict:
    """Whether handcrafted features lead with few images and the CNN with many; one size alone says nothing of it."""
    return judge(
        [crossed(place, one) for place, one in evidence.crossings if len(one.sizes) > 1],
        "the CNN is ahead in the end, but handcrafted features are not clearly ahead before",
    )


def crossed(place: Place, one: Crossover) -> Condition:
    """What one pair of curves says: only sizes at which a side is clearly ahead speak for or against the claim."""
    end = f"with {count(one.largest)} images {who_leads(one.gaps[-1])}"
    if one.kind == "crosses":
        low, high = (about(end) if end else None for end in (one.low, one.high))
        within = f"between {low} and {high}" if low and high else f"below {high}" if high else f"above {low}"
        return _condition(place, "yes", f"the CNN overtakes {within} images; {end}", one.largest)
    if one.signs[-1] == 0:
        return _condition(place, "open", f"no crossing is clear; {end}", one.largest)
    first = next(index for index, sign in enumerate(one.signs) if sign)
    fewest = ", the fewest measured," if first == 0 else ""
    start = f"with {count(one.sizes[first])} images{fewest} {who_leads(one.gaps[first])}"
    answer: Answer = "partly" if one.signs[-1] > 0 else "no"
    return _condition(place, answer, start if one.sizes[first] == one.largest else f"{start}; {end}", one.largest)


def sample_efficiency(evidence: Evidence) -> Verdict:
    """Whether the CNN needs more images than the SVM to reach what the SVM has with few."""
    conditions = []
    for place, group in evidence.summaries:
        sides = [_longest(group[group["learner"] == learner]) for learner in SIDES]
        if all(len(side) > 1 for side in sides) and (condition := _needed(place, *sides)):
            conditions.append(condition)
    return judge(conditions)


def _longest(curve: pd.DataFrame) -> pd.DataFrame:
    """The curve of the machine, device and settings with the most sizes."""
    each = [one.sort_values("n_train") for _, one in curve.groupby(["settings", "device", "machine"], sort=True)]
    return max(each, key=len, default=curve)


def _needed(place: Place, svm: pd.DataFrame, cnn: pd.DataFrame) -> Condition | None:
    """How many times as many images the CNN needs for the SVM's accuracy with at most `LEVEL_AT` images."""
    few = svm[svm["n_train"] <= LEVEL_AT]
    if few.empty:
        return None
    at = few.iloc[-1]
    n = float(at["n_train"])
    ends = [_reached(cnn, end, float(at[level])) / n for end, level in (("high", "low"), ("low", "high"))]
    value = _reached(cnn, "accuracy", float(at["accuracy"])) / n
    answer: Answer = "yes" if ends[0] > 1 else "no" if ends[1] < 1 else "open"
    most = f"more than the {count(cnn['n_train'].max())} measured"
    reach = f"{value:.2g} times as many" if np.isfinite(value) else most
    upper = f"{ends[0]:.2g} to {ends[1]:.2g}" if np.isfinite(ends[1]) else f"at least {ends[0]:.2g} times"
    measured = f"for the accuracy that the SVM has with {count(n)} images the CNN needs {reach} ({upper})"
    return _condition(place, answer, measured, float(cnn["n_train"].max()))


def _reached(curve: pd.DataFrame, column: str, level: float) -> float:
    """The number of images at which a curve first reaches a level, interpolated in log n.

    Its smallest size if it starts above the level, and infinity if it never gets there.
    """
    shares, sizes = np.maximum.accumulate(curve[column].to_numpy(float)), curve["n_train"].to_numpy(float)
    if level > shares[-1]:
        return float("inf")
    return float(np.exp(np.interp(level, shares, np.log(sizes))))


def _condition(place: Place, answer: Answer, measured: str, weight: float) -> Condition:
    return Condition(place.where, answer, measured, weight, place.source, place.dataset, place.origin)
