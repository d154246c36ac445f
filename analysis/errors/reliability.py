"""Whether a learner is right as often as it is sure: reliability by confidence, and the expected calibration error.

Predictions are grouped into ten ranges of confidence of equal width. The expected calibration error (Naeini et al.
2015, Guo et al. 2017) is the absolute difference between a range's mean confidence and its share of right answers,
averaged over the ranges, each weighted by its images.
Chance alone makes it larger than 0, so it is compared with what a perfectly calibrated model would show.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.wording import capitalised, listed, points

N_BINS = 10
N_DRAWS = 500
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Reliability:
    """One model's predictions: a row per filled range in `bins` (`confidence`, `right`, `n`), the error, and chance.

    `chance` is the error that one in twenty perfectly calibrated models with these confidences exceeds.
    """

    bins: pd.DataFrame
    error: float
    chance: float
    mean_confidence: float
    accuracy: float

    @property
    def is_off(self) -> bool:
        """Whether the error is larger than chance explains."""
        return self.error > self.chance


def reliability(confidence: Floats, right: NDArray[np.bool_]) -> Reliability:
    """From the probability (n,) of each predicted class, and whether it was right."""
    place = np.minimum((confidence * N_BINS).astype(np.int64), N_BINS - 1)
    n = np.bincount(place, minlength=N_BINS)
    sums = np.bincount(place, confidence, N_BINS)
    hits = np.bincount(place, right.astype(float), N_BINS)
    filled = n > 0
    bins = pd.DataFrame({"confidence": sums[filled] / n[filled], "right": hits[filled] / n[filled], "n": n[filled]})
    return Reliability(
        bins,
        float(np.abs(hits - sums).sum() / len(confidence)),
        _chance(confidence, place, sums.astype(float)),
        float(confidence.mean()),
        float(right.mean()),
    )


def _chance(confidence: Floats, place: NDArray[np.int64], sums: Floats) -> float:
    """The error that chance explains, if answers are right as often as the confidences say (Bröcker and Smith 2007)."""
    random = np.random.default_rng(0)
    errors = []
    for _ in range(N_DRAWS):
        hits = np.bincount(place, random.random(len(confidence)) < confidence, N_BINS)
        errors.append(np.abs(hits - sums).sum() / len(confidence))
    return float(np.quantile(errors, 0.95))


def finding(names: Sequence[str], before: Sequence[Reliability], after: Sequence[Reliability]) -> str:
    """How far each learner is off, in which direction, and how far after calibration with one parameter."""
    first = "; ".join(_off(name, one) for name, one in zip(names, before, strict=True))
    left = [_points(one.error) + ("" if one.is_off else ", no more than chance explains") for one in after]
    then = listed([f"{name}'s error is {error}" for name, error in zip(names, left, strict=True)])
    return f"{capitalised(first)}. After calibration {then}."


def _off(name: str, one: Reliability) -> str:
    if not one.is_off:
        return f"{name} is well calibrated, as far as these images can tell (error {_points(one.error)})"
    more = one.mean_confidence - one.accuracy
    how = "too sure of some images and not sure enough of others"
    if abs(more) > one.error / 2:
        how = "too sure" if more > 0 else "not sure enough"
    return f"{name} is {how}, by {_points(one.error)} on average"


def _points(error: float) -> str:
    return points(error, 0.01)
