"""A warning for small sets: where only quick training was measured, effort may decide which learner is ahead."""

import json

import pandas as pd

from analysis.common.learners import clause, name
from analysis.common.wording import count, counted, number, points
from analysis.data_size.crossover import Crossover, crossovers
from analysis.data_size.finding import preferred

SMALL = 1_000
"""Training images below which a set is small."""

QUICK = "quick"


def small_set_note(rows: pd.DataFrame) -> str:
    """A warning about quick training on a small set; empty for other rows. `rows` are of one set of test images.

    The warning says how often the CNN saw each image, and whether chance explains the difference at the largest size
    that both learners have, by the interval that decides the finding.
    """
    if not {"svm", "cnn"} <= set(rows["learner"]) or set(rows["recipe"]) != {QUICK} or rows["n_train"].max() >= SMALL:
        return ""
    compared = preferred(crossovers(rows))
    if not compared:
        return ""
    n = compared[0].largest
    return " ".join(
        [
            _effort(rows[(rows["learner"] == "cnn") & (rows["n_train"] == n)], n),
            _difference(compared[0], int(rows["n_test"].iloc[0])),
            "Measure thorough training too before you conclude which is better.",
        ]
    )


def _effort(rows: pd.DataFrame, n: int) -> str:
    epochs = max((int(json.loads(details or "{}").get("epochs") or 0) for details in rows["details"]), default=0)
    passes = f" The CNN saw each of the {counted(n, 'image')} only {number(epochs)} times." if epochs else ""
    return f"Effort may decide here, for only quick training was measured.{passes}"


def _difference(compared: Crossover, n_test: int) -> str:
    """`On the same 150 test images handcrafted features are 6 points ahead ...`: whether chance explains that."""
    gap, sign = compared.gaps[-1], compared.signs[-1]
    half = gap.half
    test = f"On the same {count(n_test)} test images"
    if sign == 0:
        may_be_chance = points(max(half, abs(gap.value)), half)  # the gap may exceed half an interval that holds zero
        return (
            f"{test} {name(compared.first)} and {name(compared.second)} differ by {points(gap.value, half)}, and up to "
            f"{may_be_chance} may be chance: neither is clearly ahead."
        )
    behind, ahead = (compared.first, compared.second) if sign > 0 else (compared.second, compared.first)
    of_one = " for the models of this one seed" if gap.n_seeds == 1 else ""
    return (
        f"{test} {clause(ahead, 'are', 'is')} {points(gap.value, half)} ahead of {name(behind)} at this effort, more "
        f"than chance explains (95 % interval){of_one}."
    )
