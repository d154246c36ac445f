"""About how long planned experiments will take, from the seconds of those that are finished."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np
import pandas as pd

from analysis.variants import plain, with_settings

SECONDS = ["feature_seconds", "fit_seconds", "predict_seconds"]


class Planned(Protocol):
    """What is asked of an experiment that is not measured yet."""

    @property
    def dataset(self) -> str: ...  # noqa: D102

    @property
    def learner(self) -> str: ...  # noqa: D102

    @property
    def recipe(self) -> str: ...  # noqa: D102

    @property
    def n_train(self) -> int: ...  # noqa: D102

    @property
    def settings(self) -> tuple[tuple[str, Any], ...]: ...  # noqa: D102


def seconds_of(
    planned: Planned, rows: pd.DataFrame, pixels: Mapping[str, int] | None = None, machine: str | None = None
) -> float | None:
    """Seconds that one experiment will take, or None when nothing is known of its learner and recipe.

    Interpolates log seconds in log n over rows of the same data set; failing those, over other data sets' rows, scaled
    by `pixels`, the number of values a picture of each data set has. Rows of `machine` come before all others. Settings
    of which no row is known are taken to last as long as none: leaving families out saves time.
    A race takes its budget.
    """
    if planned.recipe == "race":
        return float(dict(planned.settings)["budget_seconds"])
    alike = rows[(rows["learner"] == planned.learner) & (rows["recipe"] == planned.recipe)]
    with_same = with_settings(alike, dict(planned.settings))
    alike = with_same if len(with_same) else plain(alike)
    here = alike["machine"] == machine
    if not here.any():
        return _estimated(alike, planned.dataset, planned.n_train, pixels)
    smallest = int(alike[here]["n_train"].min())
    seconds = _estimated(alike[here], planned.dataset, planned.n_train, pixels)
    if seconds is None:
        return _estimated(alike, planned.dataset, planned.n_train, pixels)
    # Where only much larger sizes were measured here, other machines tell how much less a smaller one takes.
    fewer, as_many = (
        _estimated(alike[~here], planned.dataset, n, pixels) for n in (min(planned.n_train, smallest), smallest)
    )
    return seconds * fewer / as_many if fewer and as_many else seconds


def _estimated(rows: pd.DataFrame, dataset: str, n: int, pixels: Mapping[str, int] | None) -> float | None:
    """Seconds at n from the rows of the data set, failing those from other data sets' rows."""
    same = rows[rows["dataset"] == dataset]
    if len(same):
        return _interpolated(same["n_train"], same[SECONDS].sum(axis=1), n)
    known = rows[rows["dataset"].isin(list(pixels or ()))]
    if not pixels or dataset not in pixels or known.empty:
        return None
    scale = pixels[dataset] / known["dataset"].map(pixels)
    return _interpolated(known["n_train"], known[SECONDS].sum(axis=1) * scale, n)


def _interpolated(n_train: pd.Series, seconds: pd.Series, n: int) -> float:
    """Seconds at n: linear in both logarithms between sizes, the first size's seconds below it."""
    means = seconds.clip(lower=1e-3).groupby(n_train).median().sort_index()
    sizes = means.index.to_numpy(dtype=float)
    if n <= sizes[-1]:
        return float(np.exp(np.interp(np.log(n), np.log(sizes), np.log(means))))
    # Beyond what is measured no less than in proportion to n: a wait that was promised too short annoys more.
    slope = np.log(means.iloc[-1] / means.iloc[-2]) / np.log(sizes[-1] / sizes[-2]) if len(means) > 1 else 1.0
    return float(means.iloc[-1] * (n / sizes[-1]) ** max(slope, 1.0))


def total_seconds(
    planned: Iterable[Planned],
    rows: pd.DataFrame,
    pixels: Mapping[str, int] | None = None,
    machine: str | None = None,
    n_workers: int = 1,
) -> float | None:
    """Seconds until all are done by so many workers; None when one of them is of a kind never measured."""
    each = [seconds_of(experiment, rows, pixels, machine) for experiment in planned]
    known = [seconds for seconds in each if seconds is not None]
    if len(known) < len(each):
        return None
    # No division among workers ends before the longest experiment does.
    return max(sum(known) / n_workers, max(known, default=0.0))
