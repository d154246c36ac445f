"""The power law error = floor + b · n^-alpha, fitted to one measured curve, and the share of errors it leaves."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from analysis.common.learners import rank
from analysis.common.scored_on import ScoredOn
from analysis.common.summary import SERIES, image_variance

Numbers = NDArray[np.float64]

FEWEST_SIZES = 4
"""With three unknowns, three sizes leave no degree of freedom."""

TRUSTED_FACTOR = 4
"""The law is trusted up to this many times the largest measured size."""

CERTAIN = 0.995
"""A law misses a mean if it passes outside the 99 % interval around that mean."""

N_DRAWS = 400

ALPHAS = np.geomspace(0.01, 3.0, 400)
"""Exponents to try: steps of 1.4 % are much finer than any interval seen so far."""


@dataclass(frozen=True)
class Share:
    """A share or a ratio with its 95 % interval."""

    low: float
    value: float
    high: float

    @classmethod
    def drawn(cls, value: float, draws: Numbers) -> Self:
        """A value with the interval that holds 95 % of its draws, widened to hold the value as well."""
        low, high = np.quantile(draws, (0.025, 0.975))
        return cls(float(min(low, value)), float(value), float(max(high, value)))

    def of(self, what: str) -> str:
        """`0.77 of the error (0.75 to 0.80)`."""
        return f"{self.value:.2f} of {what} ({self.low:.2f} to {self.high:.2f})"

    @property
    def weight(self) -> float:
        """How much it counts among a verdict's conditions: 1 / width, so the most precise one is quoted."""
        return 1 / (self.high - self.low + 1e-3)


@dataclass(frozen=True, eq=False)
class PowerLaw:
    """A fitted law; `draws` are its bootstrap draws, (draws, 3) of floor, b and alpha; intervals hold 95 % of them.

    `deviation` is the root mean square of its distances from the measured means. `fits_end` says whether it passes the
    last two means within their uncertainty; if not, the law says nothing about larger sizes.
    """

    learner: str
    recipe: str
    origin: str
    floor: float
    b: float
    alpha: float
    alpha_low: float
    alpha_high: float
    smallest: int
    largest: int
    error_at_smallest: float
    draws: Numbers
    deviation: float = 0.0
    fits_end: bool = True

    @property
    def trusted_to(self) -> int:
        """The largest number of training images for which the law is trusted."""
        return TRUSTED_FACTOR * self.largest

    def _errors_at(self, n: float) -> tuple[float, Numbers]:
        """The error rate for n training images, and that of each draw."""
        floors, heights, alphas = self.draws.T
        return self.floor + self.b * n**-self.alpha, floors + heights * n**-alphas

    def error_at(self, n: float) -> Share:
        """The error rate that the law predicts for n training images."""
        return Share.drawn(*self._errors_at(n))

    def errors_remaining(self, factor: float, n: float | None = None) -> Share:
        """The error with n images as a share of that with n / factor; n is by default the largest number measured."""
        more = self.largest if n is None else n
        (left, after), (all_errors, before) = self._errors_at(more), self._errors_at(more / factor)
        value = left / all_errors if all_errors > 0 else 1.0
        if not (before > 0).all():
            return Share(0.0, float(value), 1.0)  # a law without any errors may have left any share of them
        return Share.drawn(value, after / before)

    def lesson_error_at(self, n: float) -> float:
        """The law from the lesson, error ~ 1/sqrt(n) without a floor, through the first measured mean."""
        return float(self.error_at_smallest * np.sqrt(self.smallest / n))


def power_laws(rows: pd.DataFrame) -> list[PowerLaw]:
    """The law of every curve in the rows that has enough sizes."""
    groups = [group for _, group in rows.groupby(SERIES, sort=True, dropna=False)]
    laws = [fit_power_law(group) for group in groups if group["n_train"].nunique() >= FEWEST_SIZES]
    return sorted(laws, key=lambda law: rank(law.learner))


def fit_power_law(rows: pd.DataFrame) -> PowerLaw:
    """The weighted least-squares law of one curve's rows, with bootstrap draws; ValueError for too few sizes.

    Each mean is weighted by the inverse of its variance (seeds and test images). A bootstrap draw moves each mean by
    Student's t for its seeds and a normal for its test images. For a given alpha the law is linear in floor and b, so
    all draws are fitted at once over a grid of alphas (variable projection, Golub & Pereyra 1973).
    """
    ScoredOn.of(rows)
    means = rows.groupby("n_train")["accuracy"].agg(["mean", "var", "size"]).sort_index()
    if len(means) < FEWEST_SIZES:
        raise ValueError(
            f"A law needs at least {FEWEST_SIZES} sizes of training set, but only {len(means)} are measured."
        )
    n, error = means.index.to_numpy(float), 1 - means["mean"].to_numpy()
    variance_by_seeds, freedom = _seed_variance(means)
    variance_by_images = image_variance(1 - error, rows["n_test"].iloc[0])
    weights = 1 / (variance_by_seeds + variance_by_images)
    floor, b, alpha = _refine(n, error, weights, _fit_all(n, error[None], weights)[0])
    moves = _random_moves(variance_by_seeds, variance_by_images, freedom)
    # Where the law fits worse than chance explains, its interval is widened accordingly (Birge 1932).
    off = floor + b * n**-alpha - error
    misfit = (weights * off**2).sum() / (len(n) - 3)
    draws = _fit_all(n, np.clip(error + np.sqrt(max(1.0, misfit)) * moves, 0, 1), weights)
    low, high = np.quantile(draws[:, 2], (0.025, 0.975))
    first = rows.iloc[0]
    names = str(first["learner"]), str(first["recipe"]), str(first["origin"])
    fits_end = bool((np.abs(off) * np.sqrt(weights) <= special.stdtrit(freedom, CERTAIN))[-2:].all())
    ends = int(n[0]), int(n[-1]), float(error[0])
    deviation = float(np.sqrt((off**2).mean()))
    return PowerLaw(*names, floor, b, alpha, float(low), float(high), *ends, draws, deviation, fits_end)


def _random_moves(variance_by_seeds: Numbers, variance_by_images: Numbers, freedom: Numbers) -> Numbers:
    """Random deviations of the means, (draws, sizes)."""
    random, shape = np.random.default_rng(0), (N_DRAWS, len(variance_by_seeds))
    by_seeds = np.sqrt(variance_by_seeds) * random.standard_t(freedom, shape)
    return by_seeds + np.sqrt(variance_by_images) * random.standard_normal(shape)


def _seed_variance(means: pd.DataFrame) -> tuple[Numbers, Numbers]:
    """Variance of each mean due to its seeds, and its degrees of freedom.

    Each size's variance is pooled with that of its neighbours, so that a size with one seed has a variance as well.
    """
    freedom = pd.Series(means["size"].to_numpy() - 1, dtype=float)
    squares = pd.Series(means["var"].fillna(0.0).to_numpy()) * freedom
    pooled_freedom = freedom.rolling(3, center=True, min_periods=1).sum()
    pooled = squares.rolling(3, center=True, min_periods=1).sum() / pooled_freedom.where(pooled_freedom > 0, 1)
    return pooled.to_numpy() / means["size"].to_numpy(), pooled_freedom.clip(lower=1).to_numpy()


def _fit_all(n: Numbers, errors: Numbers, weights: Numbers) -> Numbers:
    """The best floor >= 0, b >= 0 and alpha, (curves, 3), for each row of errors (curves, sizes)."""
    basis = n ** -ALPHAS[:, None]
    total = weights.sum()
    basis_mean, error_mean = basis @ weights / total, errors @ weights / total
    centred = (basis - basis_mean[:, None]) * weights
    b = np.clip(errors @ centred.T / (centred * basis).sum(axis=1), 0, None)
    floor = error_mean[:, None] - b * basis_mean
    through_zero = (errors * weights) @ basis.T / (basis**2 @ weights)
    b, floor = np.where(floor < 0, through_zero, b), np.clip(floor, 0, None)
    misfit = ((errors[:, None, :] - floor[..., None] - b[..., None] * basis) ** 2) @ weights
    best = misfit.argmin(axis=1)
    curves = np.arange(len(errors))
    return np.column_stack([floor[curves, best], b[curves, best], ALPHAS[best]])


def _refine(n: Numbers, error: Numbers, weights: Numbers, start: Numbers) -> tuple[float, float, float]:
    """The best floor, b and alpha near `start`; b is optimised as the height of the curve at the first n."""
    from scipy.optimize import least_squares  # here, because it would delay the first page by a third of a second

    scale = n / n[0]
    first = [start[0], max(start[1] * n[0] ** -start[2], 1e-9), start[2]]
    found = least_squares(
        lambda law: np.sqrt(weights) * (law[0] + law[1] * scale ** -law[2] - error),
        np.clip(first, [0, 0, ALPHAS[0]], [1, np.inf, ALPHAS[-1]]),
        bounds=([0, 0, ALPHAS[0] * 0.99], [1, np.inf, ALPHAS[-1] * 1.01]),
        x_scale=[0.1, 0.1, 0.1],
    )
    floor, height, alpha = found.x
    return float(floor), float(height * n[0] ** alpha), float(alpha)
