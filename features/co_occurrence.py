"""Grey-level co-occurrence: how the brightness of two pixels a fixed step apart goes together."""

import numpy as np
from numpy.typing import NDArray

from features.family import Family, Shape
from features.grey import grey
from features.kernel import kernel

PROPERTIES = ("contrast", "dissimilarity", "homogeneity", "ASM", "energy", "correlation")


class CoOccurrence(Family):
    """`graycoprops` of scikit-image on `graycomatrix(grey, distances, angles, levels=256, symmetric=True)`.

    Haralick, Shanmugam and Dinstein, 1973. `angles` angles from 0 degrees on share 180 degrees evenly.
    """

    def __init__(self, *, distances: tuple[int, ...] = (1, 2), angles: int = 4) -> None:
        self.distances = distances
        self.angles = angles

    def _names(self, shape: Shape) -> list[str]:  # noqa: ARG002 - some families need it
        steps = [f"distance{distance}_angle{angle}" for distance in self.distances for angle in range(self.angles)]
        return [f"{step}_{name}" for step in steps for name in PROPERTIES]

    def _describe(self, X: NDArray[np.uint8]) -> NDArray[np.float64]:
        angles = np.arange(self.angles) * np.pi / self.angles
        directions = np.stack([np.sin(angles), np.cos(angles)], axis=1)
        exact = np.array(self.distances)[:, None, None] * directions
        steps = np.trunc(exact + np.copysign(0.5, exact)).astype(np.int64).reshape(-1, 2)  # halves as in scikit-image
        return _properties(grey(X), steps, 1 / (1 + np.arange(256.0) ** 2)).reshape(len(X), -1)


@kernel
def _properties(
    brightness: NDArray[np.uint8], steps: NDArray[np.int64], homogeneity_of: NDArray[np.float64]
) -> NDArray[np.float64]:
    found = np.empty((len(brightness), len(steps), 6))
    matrix = np.zeros(256 * 256, np.uint32)
    for i in range(len(brightness)):
        for k in range(len(steps)):
            _one_step(brightness[i], steps[k, 0], steps[k, 1], matrix, homogeneity_of, found[i, k])
    return found


@kernel
def _one_step(
    brightness: NDArray[np.uint8],
    down: int,
    across: int,
    matrix: NDArray[np.uint32],
    homogeneity_of: NDArray[np.float64],
    found: NDArray[np.float64],
) -> None:
    """Six properties from sums over pairs; `matrix` counts them, smaller value first, and ends as it began: zeros."""
    height, width = brightness.shape
    rows, columns = range(max(0, -down), min(height, height - down)), range(max(0, -across), min(width, width - across))
    pairs = len(rows) * len(columns)
    total = squares = products = differences = squared_differences = same = np.int64(0)
    homogeneity = 0.0
    for row in rows:
        for column in columns:
            a, b = np.int64(brightness[row, column]), np.int64(brightness[row + down, column + across])
            difference = abs(a - b)
            total += a + b
            squares += a * a + b * b
            products += a * b
            differences += difference
            squared_differences += difference * difference
            homogeneity += homogeneity_of[difference]
            cell = min(a, b) * 256 + max(a, b)
            # (c + 1)^2 - c^2, and twice that on the diagonal, which a symmetric matrix counts double
            same += (2 * np.int64(matrix[cell]) + 1) << np.int64(a == b)
            matrix[cell] += np.uint32(1)
    for row in rows:
        for column in columns:
            a, b = np.int64(brightness[row, column]), np.int64(brightness[row + down, column + across])
            matrix[min(a, b) * 256 + max(a, b)] = 0
    found[0] = squared_differences / pairs
    found[1] = differences / pairs
    found[2] = homogeneity / pairs
    found[3] = 2 * same / (4 * pairs * pairs)
    found[4] = np.sqrt(found[3])
    variance = 2 * pairs * squares - total * total  # whole numbers: an image of one brightness gives exactly zero
    covariance = 4 * pairs * products - total * total
    found[5] = covariance / variance if variance > 0 else 1.0
