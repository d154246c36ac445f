"""The two halves of the test images: one to calibrate probabilities on, the other to show."""

import numpy as np
from numpy.typing import NDArray

AT_MOST = 1_000


def held_out(y_test: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every other test image of each class, at most 1,000 spread evenly: rows of X_test in rising order."""
    # Not simply the even rows: if classes alternate, those would hold only half of the classes.
    half = _by_class(y_test)[::2]
    return np.sort(half[np.linspace(0, len(half) - 1, min(len(half), AT_MOST)).astype(np.int64)])


def to_show(y_test: NDArray[np.int64]) -> NDArray[np.int64]:
    """The other half, which no calibration has used: rows of X_test in rising order."""
    return np.sort(_by_class(y_test)[1::2])


def mixed(y_test: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows that may be shown, in an order that mixes the classes and is always the same."""
    return np.random.default_rng(0).permutation(to_show(y_test))


def _by_class(y: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.argsort(y, kind="stable")
