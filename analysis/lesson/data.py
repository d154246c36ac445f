"""Verdicts on what more images do: plateau, growth, crossing, the law of errors, and how many images each needs."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.common.learners import clause
from analysis.common.summary import summarise
from analysis.common.wording import about, count, figures, percent, times
from analysis.data_size.crossover import Crossover
from analysis.data_size.learning_curve import PowerLaw, Share
from analysis.lesson.evidence import CURVE, PRETRAINED, Evidence, Place
from analysis.lesson.verdict import Answer, Condition, Verdict, judge
from analysis.lesson.words import ONE_SEED, as_much, who_leads

NO_FLOOR = 0.0005
"""A floor whose interval begins below this, 0.1 % when rounded, may be zero, and is not mentioned."""
FLAT = 0.97
"""A curve is called flat if a doubling of the images leaves more than this share of the errors."""

HALF = 0.5
"""The share of the errors that four times the images leave, according to the lesson."""

SCATTERED = 0.8
"""If the interval of a share is wider than this, the share is not reported."""

TOO_SCATTERED = "too scattered to say"

WIDEST = 0.2
"""If the interval of a share is wider than this, it cannot confirm a number that it contains."""

WITH_OTHERS = "With features that were first trained on other images"

LEVEL_AT = 1_000
"""The SVM's accuracy with at most this many images is the level to reach in the question of sample efficiency."""


def plateaus(evidence: Evidence) -> Verdict:
    """Whether the SVM's last doubling of images leaves nearly all errors."""
    return judge([_doubling_condition(place, law, "yes") for place, law in evidence.laws if law.learner == "svm"])


def keeps_improving(evidence: Evidence) -> Verdict:
    """Whether the CNN's last doubling of images still removes errors."""
    return judge([_doubling_condition(place, law, "no") for place, law in evidence.laws if law.learner == "cnn"])


def _doubling_condition(place: Place, law: PowerLaw, if_flat: Answer) -> Condition:
    """What the last doubling did; `if_flat` is the answer if it did next to nothing."""
    share = law.errors_remaining(2)
    answer: Answer = "open"
    if law.fits_end and share.low > FLAT:
        answer = if_flat
    elif law.fits_end and share.high < FLAT:
        answer = "no" if if_flat == "yes" else "yes"
    low, high = np.quantile(law.draws[:, 0], (0.025, 0.975))
    floor = f"; fitted floor {100 * law.floor:.1f} % ({100 * low:.1f} to {100 * high:.1f})"
    taken = (round(100 * (1 - left)) for left in (share.high, share.value, share.low))
    least, gone, most = (str(percentage).replace("-", "−") for percentage in taken)
    flat = f"flat means less than {100 * (1 - FLAT):.0f} %{floor if low > NO_FLOOR else ''}"
    doubling = f"the last doubling, to {count(law.largest)} images"
    measured = (
        f"{doubling}: {TOO_SCATTERED}"
        if _is_scattered(share)
        else f"{doubling}, took away {gone} % of the errors ({least} to {most}); {flat}"
    )
    return place.condition(answer, measured, law.largest, share.weight)


def four_times(evidence: Evidence) -> Verdict:
    """Whether four times the images halve the CNN's error."""
    laws = [(place, law) for place, law in evidence.laws if law.learner == "cnn" and law.largest >= 4 * law.smallest]
    return judge([_four_times_condition(place, law) for place, law in laws], "the error falls even faster")


def _four_times_condition(place: Place, law: PowerLaw) -> Condition:
    share = law.errors_remaining(4)
    answer: Answer = "open"
    if share.low > HALF:
        answer = "no"
    elif share.high < HALF:
        answer = "partly"  # even better than claimed
    elif share.high - share.low <= WIDEST:
        answer = "yes"
    not_half = "" if answer in ("yes", "open") else ", not a half"
    left = f"{share.value:.2f}; {share.low:.2f} to {share.high:.2f}"
    gone = f" take away {percent(1 - share.value)} of errors (leave {left}){not_half}"
    gone = f": {TOO_SCATTERED}" if _is_scattered(share) else gone
    measured = f"four times the images{gone}{_hundred(law)}"
    return place.condition(answer if law.fits_end else "open", measured, law.largest, share.weight)


def _hundred(law: PowerLaw) -> str:
    """What a hundred times the images leave, if the law is trusted for so many."""
    if 100 * law.smallest > law.trusted_to:
        return ""
    share = law.errors_remaining(100, max(law.largest, 100 * law.smallest))
    return "" if _is_scattered(share) else f"; a hundred times: {share.value:.2f} ({share.low:.2f} to {share.high:.2f})"


def _is_scattered(share: Share) -> bool:
    return share.high - share.low > SCATTERED


def cross(evidence: Evidence) -> Verdict:
    """Whether handcrafted features lead with few images and the CNN with many; curves with one size are left out."""
    return judge(
        [crossing(place, one) for place, one in evidence.crossings if len(one.sizes) > 1],
        "the CNN is ahead in the end, but handcrafted features are not clearly ahead before",
    )


def crossing(place: Place, one: Crossover) -> Condition:
    """What one pair of curves says: only sizes at which a side is clearly ahead speak for or against the claim."""
    end = _led(one, -1)
    if one.kind == "crosses":
        end = _led(one, max(index for index, sign in enumerate(one.signs) if sign))
        low, high = (about(size) if size else None for size in (one.low, one.high))
        within = f"between {low} and {high}" if low and high else f"below {high}" if high else f"above {low}"
        return place.condition("yes", f"the CNN overtakes {within} images; {end}", one.largest)
    if one.signs[-1] == 0:
        return place.condition("open", f"no crossing is clear; {end}", one.largest)
    first = next(index for index, sign in enumerate(one.signs) if sign)
    fewest = ", the fewest measured," if first == 0 else ""
    start = f"with {count(one.sizes[first])} images{fewest} {who_leads(one.gaps[first])}"
    answer: Answer = "partly" if one.signs[-1] > 0 else "no"
    return place.condition(answer, start if one.sizes[first] == one.largest else f"{start}; {end}", one.largest)


def _led(one: Crossover, index: int) -> str:
    """`with 500 images the CNN is 3.1 points ahead (2.0 to 4.2)`."""
    return f"with {count(one.sizes[index])} images {who_leads(one.gaps[index])}"


def sample_efficiency(evidence: Evidence) -> Verdict:
    """Whether the CNN needs more images to reach the accuracy that the SVM has with few."""
    found = judge(_need_conditions(evidence.summaries, "cnn"))
    rows = evidence.pretrained
    others = _need_conditions(evidence.each(summarise(rows), CURVE) if len(rows) else (), PRETRAINED)
    return found.adding(judge(others).quoting(WITH_OTHERS, {"no": "fewer suffice", "yes": "it takes more"}))


def _need_conditions(summaries: Iterable[tuple[Place, pd.DataFrame]], learner: str) -> list[Condition | None]:
    return [
        _need_condition(place, *(_longest(group[group["learner"] == one]) for one in ("svm", learner)))
        for place, group in summaries
    ]


def _longest(curve: pd.DataFrame) -> pd.DataFrame:
    """The curve of the machine, device and settings with the most sizes."""
    curves = [one.sort_values("n_train") for _, one in curve.groupby(["settings", "device", "machine"], sort=True)]
    return max(curves, key=len, default=curve)


def _need_condition(place: Place, svm: pd.DataFrame, other: pd.DataFrame) -> Condition | None:
    """How many times as many images `other` needs for the accuracy of the SVM with at most `LEVEL_AT` images."""
    few = svm[svm["n_train"] <= LEVEL_AT]
    if len(svm) < 2 or len(other) < 2 or few.empty:
        return None
    goal = few.iloc[-1]
    n = float(goal["n_train"])
    # The fewest images: the upper end of the other's band reaches the lower end of the SVM's; the most: vice versa.
    low, high = (_size_at(other, end, float(goal[level])) / n for end, level in (("high", "low"), ("low", "high")))
    value = _size_at(other, "accuracy", float(goal["accuracy"])) / n
    answer: Answer = "yes" if low > 1 else "no" if high < 1 else "open"
    least = float(other["n_train"].min()) / n
    reach = f"more than the {count(other['n_train'].max())} measured"
    if np.isfinite(value):
        reach = f"{'at most ' if np.isclose(value, least) else ''}{as_much(value, 'many')}"
    ends = f" ({figures(low)} to {figures(high)})" if np.isfinite(high) else f" (at least {times(low)})"
    ends = "" if low == high else ends
    who = clause(str(other["learner"].iloc[0]), "need", "needs")
    for_goal = f"for the accuracy that the SVM has with {count(n)} images"
    is_scattered = np.isclose(low, least) and not np.isfinite(high)
    measured = f"how many {who} {for_goal}: {TOO_SCATTERED}" if is_scattered else f"{for_goal} {who} {reach}{ends}"
    one_seed = ONE_SEED if 1 in (goal["n_seeds"], other["n_seeds"].max()) else ""
    return place.condition(answer, f"{measured}{one_seed}", int(other["n_train"].max()))


def _size_at(curve: pd.DataFrame, column: str, level: float) -> float:
    """The number of images at which a curve first reaches a level, interpolated in log n.

    This is the smallest size if the curve starts above the level, and infinity if it never reaches the level.
    """
    shares, sizes = np.maximum.accumulate(curve[column].to_numpy(float)), curve["n_train"].to_numpy(float)
    if level > shares[-1]:
        return float("inf")
    return float(np.exp(np.interp(level, shares, np.log(sizes))))
