"""Mean accuracy with its 95 % band, and mean seconds, over the seeds of each curve and size."""

from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from analysis.common.machine import other_cores

SERIES = ["origin", "dataset", "data_version", "n_test", "learner", "recipe", "settings", "device", "machine"]
"""Rows that agree in all of these make one curve; seconds and accuracies of other rows are never averaged with them."""

SECONDS = ["feature_seconds", "fit_seconds", "predict_seconds"]

Counts = NDArray[np.int64] | int


def summarise(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per curve and size: mean `accuracy`, its band `low` to `high`, what the band covers, and mean seconds.

    `seconds` are those of all parts, `seconds_low` and `seconds_high` the quickest and the slowest seed's.

    `other_cores`: how many cores other processes kept busy during the busiest seed; NaN if a row does not say.

    The variance of the mean has two parts, as Bouthillier et al. (2021, arXiv:2103.03098) recommend: s²/k for the k
    seeds, and p(1 - p)/m for the m test images, which all seeds share, so that more seeds do not reduce it. p is moved
    towards one half (Agresti & Coull 1998); otherwise a perfect score would have no band. The factor is Student's t
    with the degrees of freedom of Welch and Satterthwaite.
    """
    keys = [*SERIES, "n_train"]
    # A seed measured twice (on device "auto" and on "cpu") counts once: it is not a second, independent draw.
    rows = rows.sort_values("measured_at").drop_duplicates([*keys, "seed"], keep="last")
    with_seconds = rows.assign(other_cores=other_cores(rows), seconds=rows[SECONDS].sum(axis=1))
    groups = with_seconds.groupby(keys, dropna=False, sort=True)
    table = groups.agg(
        accuracy=("accuracy", "mean"),
        n_seeds=("seed", "size"),
        **{name: (name, "mean") for name in [*SECONDS, "seconds"]},
        seconds_low=("seconds", "min"),
        seconds_high=("seconds", "max"),
        threads=("threads", "max"),
        other_cores=("other_cores", partial(pd.Series.max, skipna=False)),
        n_parameters=("n_parameters", "max"),
        measured_first=("measured_at", "min"),
        measured_last=("measured_at", "max"),
    ).reset_index()
    table["band_covers"] = np.where(table["n_seeds"] > 1, "seeds and test images", "test images")
    return with_band(table, groups["accuracy"].var(ddof=1).fillna(0.0).to_numpy())


def with_band(means: pd.DataFrame, variance: NDArray[np.float64]) -> pd.DataFrame:
    """The means with the band of each, as `summarise` describes it: `half` (half of its width), `low` and `high`.

    `means` has `accuracy`, `n_seeds` and `n_test`; `variance` is that of the accuracy over the seeds.
    """
    half = half_width(means["accuracy"].to_numpy(), variance, means["n_seeds"].to_numpy(), means["n_test"].to_numpy())
    ends = {name: np.clip(means["accuracy"] + end, 0, 1) for name, end in (("low", -half), ("high", half))}
    return means.assign(half=half, **ends)


def variance_over_seeds(by_seed: NDArray[np.float64]) -> NDArray[np.float64]:
    """The variance over the first axis, the seeds; none is known from one seed."""
    return by_seed.var(axis=0, ddof=1) if len(by_seed) > 1 else np.zeros(by_seed.shape[1:])


def seconds_per_image(rows: pd.DataFrame) -> pd.Series:
    """The seconds that features take per image: the clock ran over all training and test images together."""
    return rows["feature_seconds"] / (rows["n_train"] + rows["n_test"])


def half_width(
    accuracy: NDArray[np.float64], seed_variance: NDArray[np.float64], n_seeds: Counts, n_test: Counts
) -> NDArray[np.float64]:
    """Half the width of each mean's band, as `summarise` describes it; all arrays have the same length."""
    return t_half_width(seed_variance / n_seeds, image_variance(accuracy, n_test), n_seeds)


def t_half_width(
    by_seeds: NDArray[np.float64], by_images: NDArray[np.float64], n_seeds: Counts, level: float = 0.95
) -> NDArray[np.float64]:
    """Half the width of each mean's band, from the two parts of its variance: by seeds and by test images."""
    variance = by_seeds + by_images
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = np.where(by_seeds > 0, variance**2 * (n_seeds - 1) / by_seeds**2, np.inf)
    # Not scipy.stats: its import would delay the first page by half a second.
    return special.stdtrit(np.minimum(freedom, 1e9), (1 + level) / 2) * np.sqrt(variance)


def image_variance(accuracy: NDArray[np.float64], n_test: Counts) -> NDArray[np.float64]:
    """Variance of an accuracy due to the choice of test images (Agresti & Coull 1998)."""
    likely = (accuracy * n_test + 2) / (n_test + 4)
    return likely * (1 - likely) / (n_test + 4)
