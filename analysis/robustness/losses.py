"""Accuracy and what is lost of it, with 95 % intervals: at each amount of each change, and on average over all."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.learners import by_rank
from analysis.common.summary import half_width, t_half_width, variance_over_seeds
from analysis.robustness.names import CHANGES, named

CURVE = [
    *("origin", "dataset", "data_version", "n_test", "n_train", "recipe", "learner", "trained_on", "device", "machine")
]
"""Rows that agree in all of these differ only in their seed."""

Numbers = NDArray[np.float64]


def losses(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each curve, change and level; level 0 is the unchanged test set.

    `accuracy` has the band `low` to `high`. `lost` is the accuracy lost, as a share of the unchanged accuracy, from
    `lost_low` to `lost_high`: counted on the same images, so it is known better than the two accuracies are.
    """
    found = [point for curve, models in _curves(rows) for point in _points(curve, models)]
    return _table(found)


def means(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each curve: the unchanged `accuracy`, and `lost` as in `losses`, on average over all amounts."""
    found = []
    for curve, models in _curves(rows):
        lost = models["mean_lost"].to_numpy(float)
        by_images = models["variance"].to_numpy(float) / models["n_test"].to_numpy(float)
        found.append({**curve, "n_changes": len(models["amounts"].iloc[0]), **_loss(curve, lost, by_images)})
    return _table(found)


def apart(rows: pd.DataFrame, change: str) -> pd.DataFrame:
    """A row for each curve: unchanged `accuracy`, and what is `lost` to one change and to all `others`, on average.

    The rows do not say how much these means vary over the test images. They say it of the mean over all changes and of
    each amount, which bounds it from above, so that the intervals are too wide rather than too narrow.
    """
    found = []
    for curve, models in _curves(rows):
        n_changes, n = len(models["amounts"].iloc[0]), models["n_test"].to_numpy(float)
        shares, variances = _shares(models, change, n)
        lost, spread = shares.mean(axis=1), np.sqrt(variances.mean(axis=1))
        n_others = max(n_changes - 1, 1)
        rest = (n_changes * models["mean_lost"].to_numpy(float) - lost) / n_others
        spread_of_rest = (n_changes * np.sqrt(models["variance"].to_numpy(float)) + spread) / n_others
        others = _loss(curve, rest, spread_of_rest**2 / n, "others")
        accuracy = _accuracy(curve, models["n_right"].to_numpy(float) / n)
        found.append({**curve, "n_changes": n_changes, **accuracy, **_loss(curve, lost, spread**2 / n), **others})
    return _table(found)


def _table(found: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(found).sort_values(["learner", "recipe"], key=by_rank, kind="stable", ignore_index=True)


def _curves(rows: pd.DataFrame) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """What is common to the models of a curve, and one row for each of its seeds."""
    latest = rows.sort_values("measured_at").drop_duplicates([*CURVE, "seed"], keep="last")
    for key, models in latest.groupby(CURVE, sort=True):
        accuracy = (models["n_right"] / models["n_test"]).to_numpy(float)
        ends = {"measured_first": models["measured_at"].min(), "measured_last": models["measured_at"].max()}
        yield {**dict(zip(CURVE, key, strict=True)), "n_seeds": len(models), "before": accuracy.mean(), **ends}, models


def _points(curve: dict[str, Any], models: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The points of a curve: the levels of each change, from the unchanged images on."""
    n = models["n_test"].to_numpy(float)
    before = models["n_right"].to_numpy(float) / n
    changes = models["amounts"].iloc[0]
    for change in sorted(changes, key=list(CHANGES).index):
        shares, variances = (np.column_stack([np.zeros(len(n)), one]) for one in _shares(models, change, n))
        for level, amount in enumerate([named(change).neutral, *changes[change]]):
            where = {"change": change, "level": level, "amount": amount}
            share, by_images = shares[:, level], variances[:, level] / (n + 2)
            yield {**curve, **where, **_accuracy(curve, before - share), **_loss(curve, share, by_images)}


def _shares(models: pd.DataFrame, change: str, n: Numbers) -> tuple[Numbers, Numbers]:
    """The accuracy lost by each model at each amount, and its variance over the `n` test images."""
    lost, won = (np.array([one[change] for one in models[side]], float) for side in ("lost", "won"))
    shares = (lost - won) / n[:, np.newaxis]
    # One image lost and one won are added, so that a loss of nothing has an interval too.
    return shares, (lost + won + 2) / (n[:, np.newaxis] + 2) - shares**2


def _accuracy(curve: dict[str, Any], by_seed: Numbers) -> dict[str, float]:
    """The mean over seeds and its band."""
    mean = by_seed.mean()
    half = half_width(mean, variance_over_seeds(by_seed), len(by_seed), curve["n_test"])
    return {"accuracy": mean, "low": max(mean - half, 0.0), "high": min(mean + half, 1.0)}


def _loss(curve: dict[str, Any], by_seed: Numbers, by_images: Numbers, name: str = "lost") -> dict[str, float]:
    """The mean over seeds as a share of the unchanged accuracy; all seeds share the test images."""
    before = max(curve["before"], 1e-9)
    half = t_half_width(variance_over_seeds(by_seed) / len(by_seed), by_images.mean(), len(by_seed))
    half = np.nan_to_num(half)  # a loss of exactly nothing, at level 0, has no doubt
    ends = {name: by_seed.mean(), f"{name}_low": by_seed.mean() - half, f"{name}_high": by_seed.mean() + half}
    return {end: float(value) / before for end, value in ends.items()}
