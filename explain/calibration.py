"""From scores to probabilities: one temperature for all classes, so that no label changes (Guo et al. 2017)."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

RANGE = 0.01, 100.0
"""Within this a temperature is looked for; scores are of the order of one to ten."""


def probabilities(scores: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """Scores (n, n_classes) as shares of one: the softmax of scores divided by the temperature."""
    return softmax(scores / temperature, axis=1)


def temperature(scores: NDArray[np.float64], y: NDArray[np.int64]) -> float:
    """The temperature that makes the true columns `y` (n,) of scores (n, n_classes) of held-out images likeliest.

    n images promise no more than 1 - 1 / (n + 2), as in Platt (1999): were all of them labelled right, the likeliest
    temperature would be zero, and every probability one.
    """
    doubt = 1 / (len(y) + 2)

    def loss(log_temperature: float) -> float:
        logs = log_softmax(scores / np.exp(log_temperature), axis=1)
        true = logs[np.arange(len(y)), y]
        return -float((1 - doubt) * true.mean() + doubt * logs.mean())

    found = minimize_scalar(loss, bounds=np.log(RANGE), method="bounded")
    return float(np.exp(found.x))
