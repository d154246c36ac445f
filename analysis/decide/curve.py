"""The measured curve of one learner with one recipe: accuracy and costs at any number of images near those measured."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.summary import seconds_per_image, with_band
from analysis.data_size.learning_curve import FEWEST_SIZES, PowerLaw, Share, fit_power_law

COSTS = ("seconds", "milliseconds", "megabytes")
"""Seconds to train, milliseconds to label one image, and megabytes of the model: each may have a bound."""

NEAR = 2.0
"""Advice is given up to this factor beyond the measured sizes, in what is called a grey zone."""

STEEPEST = 2.0
"""The largest power of n by which a cost is expected to grow beyond the measured sizes."""

PRETRAINED = "pretrained"
"""Learners whose names begin with this were trained on other images before."""

Basis = Literal["measured", "between", "fitted", "nearest"]
"""What a margin rests on: this size, the two around it, fitted curves beyond the largest size, or the nearest size."""


@dataclass(frozen=True, order=True)
class Candidate:
    """A learner with a recipe, on a device: what may be advised."""

    learner: str
    recipe: str
    device: str = "cpu"

    @property
    def is_pretrained(self) -> bool:
        """Whether it was trained on other images before."""
        return self.learner.startswith(PRETRAINED)


@dataclass(frozen=True, eq=False)
class Curve:
    """The rows of one candidate, of one test set and one machine."""

    rows: pd.DataFrame

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row per size, smallest first: mean accuracy, half its interval, and mean costs."""
        rows = self.rows
        features = seconds_per_image(rows)
        costs = {
            "seconds": features * rows["n_train"] + rows["fit_seconds"],
            "milliseconds": 1000 * (features + rows["predict_seconds"] / rows["n_test"]),
            "megabytes": rows["model_bytes"] / 1e6,
        }
        groups = rows.assign(**costs).groupby("n_train", sort=True)
        means = groups[["accuracy", "n_test", *COSTS]].mean().assign(n_seeds=groups.size())
        return with_band(means, groups["accuracy"].var(ddof=1).fillna(0.0).to_numpy())

    @property
    def sizes(self) -> list[int]:
        """The measured numbers of training images."""
        return [int(n) for n in self.points.index]

    @property
    def smallest(self) -> int:
        """The smallest measured size."""
        return self.sizes[0]

    @property
    def largest(self) -> int:
        """The largest measured size."""
        return self.sizes[-1]

    @cached_property
    def law(self) -> PowerLaw | None:
        """The fitted law, if there are enough sizes and it passes the last two of them."""
        if len(self.points) < FEWEST_SIZES:
            return None
        law = fit_power_law(self.rows)
        return law if law.fits_end else None

    def is_near(self, n: float) -> bool:
        """Whether something was measured within a factor of two."""
        return self.smallest / NEAR <= n <= self.largest * NEAR

    def accuracy(self, n: float) -> Share:
        """With n images: interpolated in log n; beyond the largest size by the law, if any; else as at the nearest."""
        if n > self.largest and self.law:
            error = self.law.error_at(n)
            return Share(1 - error.high, 1 - error.value, 1 - error.low)
        value, half = (
            float(np.interp(np.log(n), np.log(self.sizes), self.points[name])) for name in ("accuracy", "half")
        )
        return Share(max(0.0, value - half), value, min(1.0, value + half))

    def costs(self, n: float) -> dict[str, float]:
        """Each cost with n images."""
        return {name: float(self._cost(name, np.array([n], float))[0]) for name in COSTS}

    def _cost(self, name: str, n: NDArray[np.float64]) -> NDArray[np.float64]:
        """A cost: interpolated in logs, continued beyond the largest size, and constant below the smallest."""
        logs, sizes = np.log(np.maximum(self.points[name].to_numpy(), 1e-9)), np.log(self.sizes)
        slope = (logs[-1] - logs[-2]) / (sizes[-1] - sizes[-2]) if len(sizes) > 1 else 0.0
        beyond = np.maximum(n / self.largest, 1.0) ** np.clip(slope, 0.0, STEEPEST)
        costs: NDArray[np.float64] = np.exp(np.interp(np.log(n), sizes, logs)) * beyond
        return costs

    def most_images(self, seconds: float, n: float) -> int | None:
        """The most images, up to n, that can be trained on in time; None where even the smallest size cannot."""
        tried = np.geomspace(self.smallest, max(n, self.smallest), 400)
        fitting = tried[self._cost("seconds", tried) <= seconds]
        return int(fitting[-1]) if len(fitting) else None
