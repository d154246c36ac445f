"""Turns scores into probabilities with one temperature for all classes, so no label changes (Guo et al. 2017)."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

RANGE = 0.01, 100.0
"""The range of the search for a temperature; scores are of the order of one to ten."""


def probabilities(scores: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """The softmax of scores (n, n_classes) divided by the temperature."""
    return softmax(scores / temperature, axis=1)


def temperature(scores: NDArray[np.float64], y: NDArray[np.int64]) -> float:
    """The temperature under which the true columns `y` (n,) of held-out scores (n, n_classes) are most likely.

    The targets are 1 - 1 / (n + 2) instead of 1, as in Platt (1999): otherwise, if all n images were predicted right,
    the temperature would be zero and every probability one.
    """
    doubt = 1 / (len(y) + 2)

    def loss(log_temperature: float) -> float:
        logs = log_softmax(scores / np.exp(log_temperature), axis=1)
        true = logs[np.arange(len(y)), y]
        return -float((1 - doubt) * true.mean() + doubt * logs.mean())

    found = minimize_scalar(loss, bounds=np.log(RANGE), method="bounded")
    return float(np.exp(found.x))
