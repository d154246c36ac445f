"""The classifier that follows pretrained features: scaling and an SVM, with defaults or with searched settings."""

from dataclasses import dataclass
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.utils._param_validation import Interval

from models.handcrafted.kernel_svc import KernelSVC
from models.handcrafted.support_vectors import SearchedSVC
from models.pretrained.scaling import Scaling

POWER, C, GAMMA = 0.0, 5.0, 0.5
"""Chosen by cross-validation on training images of several data sets: see docs/decisions.md."""


@dataclass(eq=False, repr=False)  # hashable, and printed by scikit-learn
class SearchedScaledSVC(SearchedSVC):
    """As SearchedSVC, for features of a frozen network: the power of the scaling is searched too."""

    defaults: ClassVar[dict[str, float]] = {"classify__C": C, "classify__gamma": GAMMA, "scale__power": POWER}
    _parameter_constraints: ClassVar = {
        **SearchedSVC._parameter_constraints,
        "power": [Interval(Real, 0, 1, closed="both"), tuple],
    }

    gamma: tuple[float, ...] | float = (0.125, 0.25, 0.5, 1.0)
    power: tuple[float, ...] | float = (0.0, 0.5, 1.0)

    @staticmethod
    def pipeline(power: float = POWER, C: float = C, gamma: float = GAMMA, **settings: Any) -> Pipeline:
        """An SVM on scaled features; `fit` learns the scale, so each fold of a cross-validation has its own."""
        return Pipeline([("scale", Scaling(power)), ("classify", KernelSVC(C=C, gamma=gamma, **settings))])

    def _grid(self) -> dict[str, list[float]]:
        return {**super()._grid(), "scale__power": np.atleast_1d(self.power).tolist()}
