"""A warning for small sets: where only quick training was measured, effort may decide which learner is ahead."""

import json

import numpy as np
import pandas as pd

from analysis.common.learners import clause, name
from analysis.common.paired import PerImage, difference_draws
from analysis.common.wording import capitalised, count, counted, number, points
from analysis.data_size.crossover import paired_by_size

SMALL = 1_000
"""Training images below which a set is small."""

QUICK = "quick"


def small_set_note(rows: pd.DataFrame, first: str = "svm", second: str = "cnn") -> str:
    """What to think of a small set's quick rows, in words; empty for others. `rows` are of one set of test images.

    It says how often the CNN saw each image, and whether the difference at the largest size that both learners have is
    more than chance explains: a paired test on the same test images.
    """
    if not {first, second} <= set(rows["learner"]) or set(rows["recipe"]) != {QUICK} or rows["n_train"].max() >= SMALL:
        return ""
    pairs = paired_by_size(rows, first, second)
    if not pairs:
        return ""
    n = max(pairs)
    return " ".join(
        [
            _effort(rows[(rows["learner"] == second) & (rows["n_train"] == n)], second, n),
            _difference(pairs[n], first, second),
            "Measure thorough training too before you conclude which is better.",
        ]
    )


def _effort(rows: pd.DataFrame, second: str, n: int) -> str:
    epochs = max((int(json.loads(details or "{}").get("epochs") or 0) for details in rows["details"]), default=0)
    passes = (
        f"{capitalised(name(second))} saw each of the {counted(n, 'image')} only {number(epochs)} times. "
        if epochs
        else ""
    )
    return f"Effort may decide here, for only quick training was measured. {passes}".strip()


def _difference(pairs: PerImage, first: str, second: str) -> str:
    """`On the same 150 test images handcrafted features are 6 points ahead ...`: whether chance explains that."""
    draws = difference_draws([pairs], 1000, np.random.Generator(np.random.SFC64(0)))[:, 0]
    low, high = np.quantile(draws, (0.025, 0.975))
    value, half = float(pairs.mean()), float(high - low) / 2
    ahead = second if value > 0 else first
    test = f"On the same {count(pairs.shape[1])} test images"
    if low <= 0 <= high:
        may_be_chance = points(max(half, abs(value)), half)  # the interval's middle is a little nearer to zero
        return (
            f"{test} the difference is {points(value, half)}, and up to {may_be_chance} may be chance: neither is "
            "clearly ahead."
        )
    of_one = " for the models of this one seed" if len(pairs) == 1 else ""
    return (
        f"{test} {clause(ahead, 'are', 'is')} {points(value, half)} ahead at this effort, more than chance explains "
        f"(95 % interval){of_one}."
    )
