"""The law seconds = a · x^b, a straight line on two logarithmic axes, with what is not known about it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Numbers = NDArray[np.float64]

FEWEST_SIZES = 3
"""Two points are always on a line."""

N_DRAWS = 1_000


class TooFewSizesError(ValueError):
    """A law was asked of too few sizes."""


@dataclass(frozen=True, eq=False)
class Growth:
    """A fitted law: exponent `b` with its 95 % interval; `draws` is (draws, 2) of b and log a as far as they vary."""

    b: float
    low: float
    high: float
    log_a: float
    smallest: float
    largest: float
    n_sizes: int
    draws: Numbers

    def at(self, x: ArrayLike) -> Numbers:
        """What the law expects at each x."""
        return np.exp(self.log_a + self.b * np.log(x))

    def drawn_at(self, x: ArrayLike) -> Numbers:
        """(draws, sizes): what the law's draws expect, of x the same for all or (draws, sizes) itself."""
        # A law of three points knows so little that a draw may be more than a number can hold.
        return np.exp(np.clip(self.draws[:, 1:] + self.draws[:, :1] * np.log(x), -600, 600))


def fit_growth(x: ArrayLike, seconds: ArrayLike, random_state: int = 0) -> Growth:
    """Least squares on both logarithms, one point a size; TooFewSizesError with fewer than three sizes.

    The interval is Student's t with the residuals' own scatter: where the points bend, it is wide. A draw moves both
    numbers of the law together, as their covariance has it.
    """
    sizes, logs = np.asarray(x, float), np.log(np.asarray(seconds, float))
    if len(np.unique(sizes)) < FEWEST_SIZES:
        raise TooFewSizesError(f"How seconds grow can be told from {FEWEST_SIZES} sizes on, not from {len(sizes)}.")
    freedom = len(sizes) - 2
    law, covariance = np.polyfit(np.log(sizes), logs, 1, cov=True)
    random = np.random.default_rng(random_state)
    normal = random.multivariate_normal([0, 0], covariance, N_DRAWS, method="eigh")
    draws = law + normal / np.sqrt(random.chisquare(freedom, (N_DRAWS, 1)) / freedom)
    half = special.stdtrit(freedom, 0.975) * np.sqrt(max(covariance[0, 0], 0))
    ends = float(sizes.min()), float(sizes.max())
    return Growth(float(law[0]), float(law[0] - half), float(law[0] + half), float(law[1]), *ends, len(sizes), draws)
