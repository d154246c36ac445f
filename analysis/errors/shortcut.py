"""The shortcut trap: what a swapped background costs each learner that has learned from the usual one; in words.

A data set's *share* is the percentage of its training images with their class's usual background. The test images are
in two groups, as in Sagawa et al. (2020, arXiv:1911.08731): those with the usual background and those with the other
class's. How far a learner falls is its accuracy on the first minus that on the second: 0 if it looks at the shape
alone, 100 points if it looks at the background alone.
"""

from collections.abc import Iterable, Mapping
from itertools import permutations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.learners import PLURAL_MODELS, by_rank
from analysis.common.learners import model as name
from analysis.common.paired import Gap, right_of
from analysis.common.wording import TOO_CLOSE, capitalised, listed, number, percent, range_of
from analysis.common.wording import points as in_points
from analysis.errors.classes import by_class, contrast
from analysis.errors.disagreement import gaps_of
from analysis.errors.matched import Right

KEYS = ["learner", "recipe", "origin", "share"]
"""Rows that agree in these are the seeds of one point."""

HasUsual = NDArray[np.bool_]
"""(test images,): whether each has its class's usual background."""

FELL = 0.2
"""A learner that loses at least this much accuracy without its background has fallen for it."""
BALANCED = 50


def with_share(rows: pd.DataFrame, shares: Mapping[str, int], n_test: int) -> pd.DataFrame:
    """The rows of these data sets with their `share`, only the latest of each seed."""
    found = rows[rows["dataset"].isin(shares) & (rows["n_test"] == n_test)]
    found = found.assign(share=found["dataset"].map(dict(shares))).sort_values("measured_at")
    return found.drop_duplicates([*KEYS, "seed"], keep="last").sort_values([*KEYS, "seed"])


def points(rows: pd.DataFrame, has_usual: HasUsual) -> pd.DataFrame:
    """One row per learner, recipe, origin and share, from rows with a share.

    Its columns are `usual` and `swapped` (the accuracy of each group) and `fall` (their difference), each with the ends
    of its 95 % interval over seeds and test images, as in `fall_low`; and `n_seeds`.
    """
    made = [
        dict(zip(KEYS, keys, strict=True)) | _point(right_of(part, len(has_usual)), has_usual)
        for keys, part in rows.groupby(KEYS)
    ]
    table = pd.DataFrame(made, columns=None if made else KEYS)
    return table.sort_values(KEYS, key=by_rank, ignore_index=True)


def _point(right: Right, has_usual: HasUsual) -> dict[str, float]:
    """Both groups, computed as if they were classes, and the fall."""
    table = by_class(right, (~has_usual).astype(np.int64), 2).table
    found: dict[str, float] = {"n_seeds": len(right)}
    for part, (_, group) in zip(("usual", "swapped"), table.iterrows(), strict=True):
        found |= {part: group["accuracy"], f"{part}_low": group["low"], f"{part}_high": group["high"]}
    accuracies = np.stack([right[:, has_usual].mean(axis=1), right[:, ~has_usual].mean(axis=1)], axis=1)
    fall = contrast(accuracies, table["n_test"].to_numpy(), np.array([1.0, -1.0]), 1)
    return found | {"fall": fall.value, "fall_low": max(fall.low, -1.0), "fall_high": min(fall.high, 1.0)}


def difference_in_fall(first: pd.DataFrame, second: pd.DataFrame, has_usual: HasUsual) -> Gap | None:
    """How much further the second falls than the first, image by image and seed by seed; None without common seeds."""
    seeds = sorted(set(first["seed"]) & set(second["seed"]))
    if not seeds:
        return None
    right = [right_of(rows.set_index("seed").loc[seeds], len(has_usual)) for rows in (first, second)]
    weights = np.where(has_usual, len(has_usual) / has_usual.sum(), -len(has_usual) / (~has_usual).sum())
    pair = (right[1].astype(np.float32) - right[0]) * weights.astype(np.float32)
    return gaps_of([pair])[0]


def origin_to_describe(table: pd.DataFrame, share: int) -> str:
    """The origin that sentences are about: the one with most learners at this share, then most shares."""
    n_there = table[table["share"] == share].groupby("origin")["learner"].nunique()
    n_shares = table.groupby("origin")["share"].nunique()
    return str(max(n_shares.index, key=lambda origin: (n_there.get(origin, 0), n_shares[origin])))


def share_to_describe(shares: Iterable[int], preferred: int = 95) -> int:
    """The share that sentences are about: the preferred one, or the nearest that is measured."""
    return min(sorted(shares), key=lambda share: abs(share - preferred))


def finding(table: pd.DataFrame, rows: pd.DataFrame, share: int, has_usual: HasUsual) -> str:
    """What swapping costs each learner at this share, who fell for it more, and which learner loses at least 20 points.

    `table` and `rows` have one origin and one recipe.
    """
    here = table[table["share"] == share].sort_values("fall", ascending=False, kind="stable")
    costs = [f"{name(one.learner)} {_in_words(_fall(one))}" for one in here.itertuples()]
    headline = (
        f"With the usual background in {share} % of the training images, swapping it costs {listed(costs)}. "
        f"{capitalised(_who(list(here['learner']), rows[rows['share'] == share], has_usual))}."
    )
    return " ".join([headline, _by_background(here), _who_fell(here)])


def _fall(one: object) -> Gap:
    return Gap(one.fall_low, one.fall, one.fall_high)  # type: ignore[attr-defined]


def _in_words(gap: Gap) -> str:
    return in_points(gap.value, gap.half) if gap.value >= 0 else f"−{in_points(gap.value, 1)}"


def _who(learners: list[str], rows: pd.DataFrame, has_usual: HasUsual) -> str:
    """Who fell for it more, of learners in the order of their falls: only what the paired intervals support."""
    if len(learners) < 2:
        return "only one learner is measured"
    rows_of = {learner: rows[rows["learner"] == learner] for learner in learners}
    two = permutations(learners, 2)
    apart = {(one, other): _falls_further(rows_of[one], rows_of[other], has_usual) for one, other in two}
    first, *others = learners
    beaten = [other for other in others if apart[first, other]]
    if beaten == others:
        return f"{name(first)} fell for it {'more' if len(others) == 1 else 'most'}"
    if all(apart[learner, learners[-1]] for learner in learners[:-1]):
        return f"{name(learners[-1])} fell for it least"
    if beaten:
        return f"{name(first)} fell for it more than {listed([name(one) for one in beaten])}"
    return f"who fell for it more is {TOO_CLOSE}"


def _falls_further(one: pd.DataFrame, other: pd.DataFrame, has_usual: HasUsual) -> bool:
    difference = difference_in_fall(other, one, has_usual)  # how much further `one` falls
    return difference is not None and difference.low > 0


def _by_background(here: pd.DataFrame) -> str:
    """The accuracies before and after the background is swapped."""
    right = range_of(here["usual"], percent)
    other = range_of(here["swapped"], percent)
    return f"On test images with the usual background {right} are right, on those with the other one {other}."


def _who_fell(here: pd.DataFrame) -> str:
    """Which learners certainly fall by at least 20 points, and which do not."""
    at_least = f"at least {round(100 * FELL)} points"
    fell = here["fall_low"] >= FELL
    if fell.all():
        return f"{'All' if len(fell) > 2 else 'Both' if len(fell) == 2 else 'It'} fell by {at_least}."
    spared = listed([name(learner) for learner in here.loc[~fell, "learner"]])
    fallen = listed([name(learner) for learner in here.loc[fell, "learner"]])
    if not fallen:
        return f"No learner certainly fell by {at_least}."
    return f"{capitalised(fallen)} certainly fell by {at_least}; it is not certain that {spared} did."


def helps(table: pd.DataFrame, rows: pd.DataFrame, share: int, has_usual: HasUsual) -> list[str]:
    """What helps, as far as measured: balanced training images, and thorough instead of quick training."""
    return [*_effect_of_balance(table), *_effect_of_effort(rows[rows["share"] == share], table, share, has_usual)]


def _effect_of_balance(table: pd.DataFrame) -> list[str]:
    """What is left of the fall where the background tells nothing."""
    here = table[(table["share"] == BALANCED) & (table["recipe"] == "quick")]
    if here.empty:
        return []
    left = listed([f"{percent(one.swapped)} for {name(one.learner)}" for one in here.itertuples()])
    fall = [one.learner for one in here.itertuples() if one.fall_low > 0]
    rest = (
        f"{capitalised(listed([name(one) for one in fall]))} still certainly {_lose(fall)} accuracy "
        "when the background is swapped."
        if fall
        else "No learner then certainly loses accuracy when the background is swapped."
    )
    return [
        f"Balanced training images help: at {BALANCED} % the background says nothing about the class, and accuracy on "
        f"test images with the other background is {left}. {rest}"
    ]


def _effect_of_effort(rows: pd.DataFrame, table: pd.DataFrame, share: int, has_usual: HasUsual) -> list[str]:
    """For each learner with both recipes, whether thorough training falls less."""
    said = []
    for learner in dict.fromkeys(table["learner"]):
        quick, thorough = (
            rows[(rows["learner"] == learner) & (rows["recipe"] == recipe)] for recipe in ("quick", "thorough")
        )
        difference = difference_in_fall(thorough, quick, has_usual) if len(quick) and len(thorough) else None
        if difference is not None:
            said.append(f"{name(learner)} {_change(difference)}")
    if not said:
        return []
    how = "Thorough training at a share of"
    return [
        f"{how} {share} % (for the CNN, the images are also shifted, mirrored and partly hidden): {'; '.join(said)}."
    ]


def _change(less: Gap) -> str:
    """`falls 12 points less (8 to 16)`, or that no change is certain."""
    if not less.sign:
        return "shows no certain change from quick training"
    size, how = (less, "less") if less.sign > 0 else (less.turned, "further")
    return f"falls {size.in_points.replace(' (', f' {how} (')}"


def _lose(learners: list[str]) -> str:
    return "lose" if len(learners) > 1 or learners[0] in PLURAL_MODELS else "loses"


def measured_here(table: pd.DataFrame, share: int) -> str:
    """What was measured on this machine at this share."""
    here = table[table["share"] == share]
    each = [
        f"{name(one.learner)} {percent(one.usual)} and {percent(one.swapped)}, a fall of {_in_words(_fall(one))}"
        for one in here.itertuples()
    ]
    seeds = number(int(here["n_seeds"].min()))
    return (
        f"Measured here at {share} % ({seeds} {'seed' if seeds == 'one' else 'seeds'}), right with the usual and with "
        f"the other background: {listed(each)}."
    )
