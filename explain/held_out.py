"""The two halves of the test images: one to calibrate probabilities on, the other to show."""

import numpy as np
from numpy.typing import NDArray

AT_MOST = 1_000


def spread_over_classes(y: NDArray[np.int64], rows: NDArray[np.int64], at_most: int) -> NDArray[np.int64]:
    """At most `at_most` of the rows, in rising order, with each class as often among them as among all of them."""
    return _thinned(rows[_by_class(y[rows])], at_most)


def held_out(y_test: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every other test image of each class, at most 1,000 spread evenly: rows of X_test in rising order."""
    # Not simply the even rows: if classes alternate, those would hold only half of the classes.
    return _thinned(_by_class(y_test)[::2], AT_MOST)


def to_show(y_test: NDArray[np.int64]) -> NDArray[np.int64]:
    """The other half, which no calibration has used: rows of X_test in rising order."""
    return np.sort(_by_class(y_test)[1::2])


def mixed(y_test: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows that may be shown, in an order that mixes the classes and is always the same."""
    return np.random.default_rng(0).permutation(to_show(y_test))


def _thinned(ordered: NDArray[np.int64], at_most: int) -> NDArray[np.int64]:
    return np.sort(ordered[np.linspace(0, len(ordered) - 1, min(len(ordered), at_most)).astype(np.int64)])


def _by_class(y: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.argsort(y, kind="stable")
