"""One smooth score a class from decisions between pairs of classes, with the winner that counting votes has."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_expit

LIFT = 1e-6
"""How far the winner of the votes is put above the best score: too little to be seen, enough to be the largest."""


def smooth_votes(decisions: NDArray[np.float64], n_classes: int) -> NDArray[np.float64]:
    """Scores (n, n_classes) from decisions (n, pairs) that are positive for the first of a pair, pairs as in libsvm.

    s_a is the sum over all b of log sigmoid(d_ab): where a vote is 0 or 1, this tells by how much.
    """
    first, second = _sides(n_classes)
    return log_expit(decisions) @ first + log_expit(-decisions) @ second


def winners(decisions: NDArray[np.float64], n_classes: int) -> NDArray[np.int64]:
    """The class (n,) with most votes, ties to the first, a decision of zero to the second: libsvm's answer."""
    first, second = _sides(n_classes)
    won = decisions > 0
    return (won @ first + ~won @ second).argmax(axis=1)


def lifted(scores: NDArray[np.float64], winner: NDArray[np.int64]) -> NDArray[np.float64]:
    """The scores, with the winner (n,) just above the best where it is not the best itself."""
    other = np.flatnonzero(scores.argmax(axis=1) != winner)
    raised = scores.copy()
    raised[other, winner[other]] = scores[other].max(axis=1) + LIFT
    return raised


def _sides(n_classes: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Which class is the first of each pair, which the second: two (pairs, n_classes) of zeros and ones."""
    first, second = np.triu_indices(n_classes, 1)
    classes = np.eye(n_classes)
    return classes[first], classes[second]
