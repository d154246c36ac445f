"""Smooth scores of classes from decisions between pairs of classes, with the same winner as counting votes."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_expit

LIFT = 1e-6
"""How far the winner of the votes is raised above the best score: enough to win, too little to matter."""


def smooth_votes(decisions: NDArray[np.float64], n_classes: int) -> NDArray[np.float64]:
    """Scores (n, n_classes) from decisions (n, pairs), positive for the first class of a pair, pairs as in libsvm.

    s_a is the sum over all b of log sigmoid(d_ab), which replaces votes of 0 or 1 by a smooth measure.
    """
    first, second = _sides(n_classes)
    return log_expit(decisions) @ first + log_expit(-decisions) @ second


def winners(decisions: NDArray[np.float64], n_classes: int) -> NDArray[np.int64]:
    """The class (n,) with most votes, as in libsvm: the first of equals, and a decision of zero is for the second."""
    first, second = _sides(n_classes)
    won = decisions > 0
    return (won @ first + ~won @ second).argmax(axis=1)


def lifted(scores: NDArray[np.float64], winner: NDArray[np.int64]) -> NDArray[np.float64]:
    """The scores, with the winner (n,) raised just above the best score if another class has it."""
    other = np.flatnonzero(scores.argmax(axis=1) != winner)
    raised = scores.copy()
    raised[other, winner[other]] = scores[other].max(axis=1) + LIFT
    return raised


def _sides(n_classes: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The first and the second class of each pair, one-hot encoded: two arrays (pairs, n_classes)."""
    first, second = np.triu_indices(n_classes, 1)
    classes = np.eye(n_classes)
    return classes[first], classes[second]
