"""The power law seconds = a · x^b, a straight line on two logarithmic axes, with its uncertainty."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Numbers = NDArray[np.float64]

FEWEST_SIZES = 3
"""Two points always lie on a line."""

N_DRAWS = 1_000


@dataclass(frozen=True, eq=False)
class Growth:
    """A fitted law: exponent `b` with its 95 % interval `low` to `high`; random `draws`, (draws, 2), of b and log a."""

    b: float
    low: float
    high: float
    log_a: float
    smallest: float
    largest: float
    draws: Numbers

    def at(self, x: ArrayLike) -> Numbers:
        """The seconds that the law predicts for each x."""
        return np.exp(self.log_a + self.b * np.log(x))

    def drawn_at(self, x: ArrayLike) -> Numbers:
        """The seconds that each draw predicts, (draws, sizes), for x of shape (sizes,) or (draws, sizes)."""
        # A law of three points is so uncertain that a draw may overflow.
        return np.exp(np.clip(self.draws[:, 1:] + self.draws[:, :1] * np.log(x), -600, 600))


def fit_growth(x: ArrayLike, seconds: ArrayLike, random_state: int = 0) -> Growth:
    """Least squares on both logarithms, one point per size; ValueError with fewer than three sizes.

    The interval is Student's t with the scatter of the residuals: it is wide if the points do not lie on a line. Draws
    vary b and log a together, according to their covariance.
    """
    sizes, logs = np.asarray(x, float), np.log(np.asarray(seconds, float))
    if len(np.unique(sizes)) < FEWEST_SIZES:
        raise ValueError(f"A law of growth needs at least {FEWEST_SIZES} sizes, not {len(np.unique(sizes))}.")
    freedom = len(sizes) - 2
    law, covariance = np.polyfit(np.log(sizes), logs, 1, cov=True)
    random = np.random.default_rng(random_state)
    normal = random.multivariate_normal([0, 0], covariance, N_DRAWS, method="eigh")
    draws = law + normal / np.sqrt(random.chisquare(freedom, (N_DRAWS, 1)) / freedom)
    half = special.stdtrit(freedom, 0.975) * np.sqrt(max(covariance[0, 0], 0))
    ends = float(sizes.min()), float(sizes.max())
    return Growth(float(law[0]), float(law[0] - half), float(law[0] + half), float(law[1]), *ends, draws)
