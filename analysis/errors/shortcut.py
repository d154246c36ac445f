"""The shortcut trap: what a swapped background costs each learner that has learned from the usual one.

A data set's *share* is the percentage of its training images with their class's usual background. The test images are
in two groups, as in Sagawa et al. (2020, arXiv:1911.08731): those with the usual background and those with the other
class's. How far a learner falls is its accuracy on the first minus that on the second: 0 if it looks at the shape
alone, 100 points if it looks at the background alone.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.learners import by_rank
from analysis.common.paired import Gap, right_of
from analysis.errors.classes import by_class, contrast
from analysis.errors.disagreement import gaps_of
from analysis.errors.matched import Right

KEYS = ["learner", "recipe", "origin", "share"]
"""Rows that agree in these are the seeds of one point."""

HasUsual = NDArray[np.bool_]
"""(test images,): whether each has its class's usual background."""


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
    for name, (_, group) in zip(("usual", "swapped"), table.iterrows(), strict=True):
        found |= {name: group["accuracy"], f"{name}_low": group["low"], f"{name}_high": group["high"]}
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
