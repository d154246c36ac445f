"""How unlike the training images an image is: its distance to the nearest ones, compared with usual distances."""

import numpy as np
from numpy.typing import NDArray

N_NEAREST = 5


def squared_norms(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The squared length of each row: (n,)."""
    return np.einsum("ij,ij->i", rows, rows)


def nearest(
    rows: NDArray[np.float32], training: NDArray[np.float32], norms: NDArray[np.float32], n: int = N_NEAREST
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For each row the `n` nearest training rows (or as many as there are), nearest first, and their distances.

    `norms` are the training rows' squared lengths. The nearest are found with one matrix product; their distances are
    then computed directly, because small differences of large squares are lost in float32.
    """
    n = min(n, len(training))
    squares = rows @ training.T
    squares *= -2
    squares += norms  # now |x - t|² - |x|²: leaving out |x|² changes no order
    found = np.argpartition(squares, n - 1, axis=1)[:, :n]
    distances = np.linalg.norm((training[found] - rows[:, np.newaxis]).astype(np.float64), axis=2)
    by_distance = np.argsort(distances, axis=1, kind="stable")
    return np.take_along_axis(found, by_distance, axis=1), np.take_along_axis(distances, by_distance, axis=1)


def unlikeness(distances: NDArray[np.float64], usual: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each distance (n,), the percentage of usual distances (m,), given in rising order, that are smaller."""
    return 100 * np.searchsorted(usual, distances) / len(usual)
