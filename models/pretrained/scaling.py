"""How far features are brought to one scale before the SVM: fully, by half, or not at all."""

from dataclasses import dataclass
from numbers import Real
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils._param_validation import Interval


@dataclass(eq=False, repr=False)  # hashable, and printed by scikit-learn
class Scaling(TransformerMixin, BaseEstimator):
    """Centres features and divides each by its deviation to a power: z = (x - mean) / (c deviation^power).

    Power 1 standardises; power 0 leaves the features' own proportions, which carry meaning where a network chose them.
    The constant c gives z a mean variance of 1, so that the SVM's gamma means the same for every power.
    """

    _parameter_constraints: ClassVar = {"power": [Interval(Real, 0, 1, closed="both")]}

    power: float = 1.0

    def fit(self, X: NDArray[np.float32], y: object = None) -> Self:  # noqa: ARG002 - scikit-learn passes the classes
        """Learn mean and scale of each column; ValueError for a wrong power."""
        self._validate_params()
        deviation = X.std(axis=0, dtype=np.float64)
        powered = np.where(deviation > 0, deviation, 1.0) ** self.power
        mean_variance = ((deviation / powered) ** 2).mean()
        self.mean_ = X.mean(axis=0, dtype=np.float64)
        self.scale_ = powered * np.sqrt(mean_variance or 1.0)
        return self

    def transform(self, X: NDArray[np.float32]) -> NDArray[np.float32]:
        """The scaled columns."""
        return ((X - self.mean_) / self.scale_).astype(np.float32)
