"""Smooth scores of classes from decisions between pairs of classes, with the same winner as counting votes."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_expit

from models.handcrafted.kernel_svc import pair_sides

LIFT = 1e-6
"""How far the winner of the votes is raised above the best score: enough to win, too little to matter."""


def smooth_votes(decisions: NDArray[np.float64], n_classes: int) -> NDArray[np.float64]:
    """Scores (n, n_classes) from decisions (n, pairs), positive for the first class of a pair, pairs as in libsvm.

    s_a is the sum over all b of log sigmoid(d_ab), which replaces votes of 0 or 1 by a smooth measure.
    """
    first, second = pair_sides(n_classes)
    return log_expit(decisions) @ first + log_expit(-decisions) @ second


def lifted(scores: NDArray[np.float64], winner: NDArray[np.int64]) -> NDArray[np.float64]:
    """The scores, with the winner (n,) raised just above the best score if another class has it."""
    other = np.flatnonzero(scores.argmax(axis=1) != winner)
    raised = scores.copy()
    raised[other, winner[other]] = scores[other].max(axis=1) + LIFT
    return raised
