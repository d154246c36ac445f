"""An estimate of how long planned experiments will take, from the seconds of finished ones."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.common.summary import SECONDS
from analysis.common.variants import CHANGED, RACE, with_settings, without_settings

STEEPEST = 2.0
"""The largest power of n by which seconds are expected to grow: by chance, two small sizes may differ by more."""

CHANGED_SETS = 50
"""How many changed test sets a model is tested on, at most."""

SECONDS_TO_CHANGE = 1.2e-4
"""Seconds that a core takes to change a small image: 10,000 of CIFAR-10 in 50 ways took a minute."""

QUIET = 0.25
"""The quantile taken of rows on other data sets: a low one, because other work on a machine only ever adds seconds."""

FLAT = ("pretrained",)
"""Learners whose seconds do not depend on the size of an image, because they resize all images to one size."""

SecondsAt = Callable[[int], float | None]
"""From a number of training images to seconds, or None where nothing is known."""


Planned = Any
"""An experiment: it has `dataset`, `learner`, `recipe`, `n_train` and `settings`."""


class Size(NamedTuple):
    """What the seconds of a data set depend on, beside the number of training images."""

    pixels: int  # of an image
    n_test: int | None = None  # None stands for as many test images as the rows have


def seconds_at(
    planned: Planned, rows: pd.DataFrame, sizes: Mapping[str, Size] | None, machine: str | None
) -> SecondsAt:
    """Seconds that experiments like this one take, at any number of training images.

    Log seconds are interpolated in log n over rows of the same data set or, without any, over rows of other data sets,
    scaled by `sizes`. Rows of `machine` are preferred; other rows say how seconds grow outside the sizes measured on
    it. Settings without rows are assumed to take as long as no settings, which is too long where families are left out.
    A race takes its budget. A test on changed images is assumed to take as long as one on unchanged images.
    """
    if planned.recipe == RACE:
        budget = float(dict(planned.settings)["budget_seconds"])
        return lambda _n: budget
    same_kind = rows[(rows["learner"] == planned.learner) & (rows["recipe"] == planned.recipe)]
    with_same = with_settings(same_kind, dict(planned.settings))
    same_kind = with_same if len(with_same) else without_settings(same_kind)
    if CHANGED in dict(planned.settings) and with_same.empty:
        same_kind = _with_changed_sets(same_kind)
    here = same_kind["machine"] == machine
    same_here = here & (same_kind["dataset"] == planned.dataset)
    here = same_here if same_here.any() else here
    # A GPU's seconds grow less with n than a CPU's.
    like_here = same_kind["device"].isin(set(same_kind.loc[here, "device"])) | (not here.any())
    own, others = (_estimate(part, planned, sizes) for part in (same_kind[here], same_kind[~here & like_here]))
    smallest, largest = same_kind[here]["n_train"].min(), same_kind[here]["n_train"].max()

    def at(n: int) -> float | None:
        seconds = own(n)
        if seconds is None:
            return others(n)
        # Outside the sizes measured here, rows of other data sets and machines say how seconds grow.
        edge = min(max(n, smallest), largest)
        own_at_edge, others_at_n, others_at_edge = own(edge), others(n), others(edge)
        return own_at_edge * others_at_n / others_at_edge if own_at_edge and others_at_n and others_at_edge else seconds

    return at


def _with_changed_sets(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as if each model had been tested on all changed test images too."""
    n_test = rows["n_test"]
    one_set = rows["feature_seconds"] * n_test / (rows["n_train"] + n_test) + rows["predict_seconds"]
    return rows.assign(predict_seconds=rows["predict_seconds"] + CHANGED_SETS * (one_set + SECONDS_TO_CHANGE * n_test))


def _estimate(rows: pd.DataFrame, planned: Planned, sizes: Mapping[str, Size] | None) -> SecondsAt:
    """Seconds from the rows of the data set or, without any, from those of other data sets."""
    same = rows[rows["dataset"] == planned.dataset]
    if len(same):
        return _interpolate(same["n_train"], same[SECONDS].sum(axis=1))
    known = rows[rows["dataset"].isin(list(sizes or ()))]
    if not sizes or planned.dataset not in sizes or known.empty:
        return lambda _n: None
    return _interpolate(known["n_train"], _scaled_seconds(known, planned, sizes), QUIET)


def _scaled_seconds(rows: pd.DataFrame, planned: Planned, sizes: Mapping[str, Size]) -> pd.Series:
    """The seconds that these rows would have taken with images as large, and as many test images, as planned.

    An SVM has equally many features for images of every size, so only computing them takes longer with more pixels.
    """
    size = sizes[planned.dataset]
    n_test = size.n_test or rows["n_test"]
    scale = size.pixels / rows["dataset"].map({name: one.pixels for name, one in sizes.items()})
    scale = 1.0 if planned.learner in FLAT else scale
    features = rows["feature_seconds"] * (rows["n_train"] + n_test) / (rows["n_train"] + rows["n_test"])
    predict = rows["predict_seconds"] * n_test / rows["n_test"]
    is_network = rows["feature_seconds"] == 0
    return features * scale + (rows["fit_seconds"] + predict) * np.where(is_network, scale, 1.0)


def _interpolate(n_train: pd.Series, seconds: pd.Series, quantile: float = 0.5) -> SecondsAt:
    """Seconds at any n, linear on logarithmic axes; below the first size as between the first two. They never fall."""
    medians = seconds.clip(lower=1e-3).groupby(n_train).quantile(quantile).sort_index()
    sizes, logs = medians.index.to_numpy(dtype=float), np.log(medians.to_numpy())
    # More images never take less time: where a smaller size took longer, by chance or load, the two are averaged.
    logs = (np.maximum.accumulate(logs) + np.minimum.accumulate(logs[::-1])[::-1]) / 2
    first, last = _slope(sizes[:2], logs[:2]), _slope(sizes[-2:], logs[-2:])
    # Beyond the largest size, seconds grow at least as n does: an estimate too short annoys more than one too long.
    slope = float(np.clip(last, 1.0, STEEPEST))

    def at(n: int) -> float:
        beyond, below = max(n / sizes[-1], 1.0), min(n / sizes[0], 1.0)
        return float(np.exp(np.interp(np.log(n), np.log(sizes), logs)) * beyond**slope * below ** min(first, 1.0))

    return at


def _slope(sizes: Any, logs: Any) -> float:
    """By which power of n the seconds grow between two sizes; 0 if there is only one."""
    return float((logs[1] - logs[0]) / np.log(sizes[1] / sizes[0])) if len(sizes) > 1 else 0.0


def each_seconds(
    planned: Iterable[Planned],
    rows: pd.DataFrame,
    sizes: Mapping[str, Size] | None = None,
    machine: str | None = None,
) -> list[float | None]:
    """The seconds of each of these experiments; None for a kind that was never measured."""
    kinds: dict[tuple[Any, ...], SecondsAt] = {}  # each worked out once, because thirty visitors ask every second
    estimates = []
    for one in planned:
        kind = (one.dataset, one.learner, one.recipe, one.settings)
        if kind not in kinds:
            kinds[kind] = seconds_at(one, rows, sizes, machine)
        estimates.append(kinds[kind](one.n_train))
    return estimates


def are_known(planned: Iterable[Planned], rows: pd.DataFrame) -> list[bool]:
    """Whether the rows have each experiment's learner and recipe; a race is always known, as it takes its budget."""
    kinds = set(zip(rows["learner"], rows["recipe"], strict=True))
    return [one.recipe == RACE or (one.learner, one.recipe) in kinds for one in planned]
