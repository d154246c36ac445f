"""The finding: who loses more on average over all changes, who breaks first and under which, and what helps."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.common.learners import clause, name
from analysis.common.wording import NOT_ENOUGH, TOO_CLOSE, capitalised, listed, number
from analysis.robustness.names import named

BREAKS = 0.25
"""A learner breaks where it has certainly lost this share of its accuracy."""

SIDES = ["svm", "cnn"]


@dataclass(frozen=True)
class Break:
    """Where a learner first breaks: under this change, at this level of five."""

    learner: str
    change: str
    level: int
    amount: float

    @property
    def where(self) -> str:
        """`under noise at 20 grey levels`."""
        return f"under {named(self.change).at(self.amount)}"


def finding(means: pd.DataFrame, points: pd.DataFrame) -> str:
    """Both learners' mean losses and first breaks, of one data set, size, recipe and origin."""
    both = means.set_index("learner").reindex(SIDES).dropna(subset=["lost"])
    if len(both) < len(SIDES):
        return f"{NOT_ENOUGH} to compare: both learners must be tested on the same changed images."
    n = number(int(both["n_changes"].iloc[0]))
    each = listed([f"{clause(learner, 'lose')} {share(both.loc[learner])}" for learner in SIDES])
    luck = " With one seed, luck in training is not in the intervals." if (both["n_seeds"] == 1).any() else ""
    return f"Over {n} changes {each} of what they got right: {who_loses_more(both)}. {who_breaks_first(points)}{luck}"


def share(row: pd.Series, lost: str = "lost") -> str:
    """`31 % (30 to 32)`."""
    value, low, high = (100 * row[f"{lost}{end}"] for end in ("", "_low", "_high"))
    decimals = 0 if high - low >= 2 else 1
    written = f"{value:.{decimals}f} % ({low:.{decimals}f} to {high:.{decimals}f})"
    return written.replace("(-", "(−").replace("-", "−")


def who_loses_more(both: pd.DataFrame) -> str:
    """The learner that certainly loses the larger share, as if each had its own test images."""
    svm, cnn = (both.loc[learner] for learner in SIDES)
    gap, half = difference(svm, cnn)
    if abs(gap) <= half:
        return f"the difference is {TOO_CLOSE}"
    return f"{clause('svm' if gap > 0 else 'cnn', 'lose')} more"


def difference(one: pd.Series, other: pd.Series) -> tuple[float, float]:
    """How much larger the share is that `one` loses, and half the width of its interval, too wide if anything."""
    halves = [(side["lost_high"] - side["lost_low"]) / 2 for side in (one, other)]
    return float(one["lost"] - other["lost"]), float(np.hypot(*halves))


def first_break(points: pd.DataFrame, learner: str) -> Break | None:
    """At the lowest level at which the learner breaks under any change, the change that costs it most."""
    broken = points[(points["learner"] == learner) & (points["lost_low"] >= BREAKS)]
    if broken.empty:
        return None
    first = broken[broken["level"] == broken["level"].min()]
    worst = first.loc[first["lost"].idxmax()]
    return Break(learner, str(worst["change"]), int(worst["level"]), float(worst["amount"]))


def who_breaks_first(points: pd.DataFrame) -> str:
    """The learner that breaks at the lower level, the other one, and under which changes."""
    found = [one for learner in SIDES if (one := first_break(points, learner))]
    if not found:
        return "Neither certainly loses a quarter of its accuracy under any change."
    found.sort(key=lambda one: one.level)
    first, *others = found
    where = f"{first.where}, step {first.level} of 5"
    if others and others[0].level == first.level:
        each = listed([f"{name(one.learner)} {one.where}" for one in found])
        return f"Both first lose a quarter of their accuracy at step {first.level} of 5: {each}."
    opening = f"{capitalised(clause(first.learner, 'break'))} first: a quarter of the accuracy is gone {where}"
    if not others:
        other = next(learner for learner in SIDES if learner != first.learner)
        return f"{opening}; {clause(other, 'keep')} more than three quarters under every change."
    return f"{opening}; for {name(others[0].learner)} only {others[0].where}, step {others[0].level}."


def at_last_step(points: pd.DataFrame, change: str) -> str:
    """How many test images both still get right at the last step of one change."""
    last = points[(points["change"] == change) & (points["level"] == points["level"].max())]
    each = [
        f"{clause(row['learner'], 'get')} {100 * row['accuracy']:.0f} % of the test images right instead of "
        f"{100 * row['before']:.0f} %"
        for _, row in last.iterrows()
    ]
    amount = float(last["amount"].iloc[0])
    return f"With {named(change).at(amount)}, the last of five steps, {listed(each)}."


def what_helps(means: pd.DataFrame) -> str:
    """Whether thorough training lowers the share lost, for each learner that was measured with both recipes."""
    clauses = []
    for learner, rows in means.groupby("learner", sort=False):
        by_recipe = rows.drop_duplicates("recipe", keep="last").set_index("recipe")
        if {"quick", "thorough"} <= set(by_recipe.index):
            quick, thorough = by_recipe.loc["quick"], by_recipe.loc["thorough"]
            gap, half = difference(quick, thorough)
            verdict = TOO_CLOSE if abs(gap) <= half else "it helps" if gap > 0 else "it makes things worse"
            clauses.append(
                f"{clause(str(learner), 'lose')} {share(thorough)} instead of {share(quick)} on average, {verdict}"
            )
    return f"With thorough training {'; '.join(clauses)}." if clauses else ""
