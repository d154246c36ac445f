"""Grey-level co-occurrence: how often two grey levels occur a fixed step apart, as a measure of texture.

R. Haralick, K. Shanmugam and I. Dinstein, "Textural features for image classification", IEEE SMC 1973.

For a step of d pixels at the angle a, (down, across) = (d sin a, d cos a) rounded, count in P(i, j) how often a pixel
of level i has one of level j one step away, forwards or backwards; divide P by its sum. Six numbers describe each P:

    contrast       Σ P(i, j) (i - j)²              ASM          Σ P(i, j)²      (angular second moment)
    dissimilarity  Σ P(i, j) |i - j|               energy       sqrt(ASM)
    homogeneity    Σ P(i, j) / (1 + (i - j)²)      correlation  Σ P(i, j) (i - μ) (j - μ) / σ²

μ and σ² are the mean and the variance of i under P; where σ² is zero, the correlation is set to 1.

The six numbers equal scikit-image's `graycoprops` of `graycomatrix(..., levels=256, symmetric=True, normed=True)`; its
default neither counts the step back nor divides. The paper has fourteen measures (dissimilarity and energy are later
ones), averages them over four angles and first reduces the image to fewer levels; here each angle keeps its own
numbers, and all 256 levels count. P itself is never needed: all six come from sums over the pairs of pixels.
"""

import numpy as np

from features.family import Family, Float64, Int64, Shape, UInt8, UInt32, grey, kernel

PROPERTIES = ("contrast", "dissimilarity", "homogeneity", "ASM", "energy", "correlation")


class CoOccurrence(Family):
    """Six properties for each of `distances`, in pixels, at `angles` angles evenly spaced over 180 degrees."""

    def __init__(self, *, distances: tuple[int, ...] = (1, 2), angles: int = 4) -> None:
        self.distances = distances
        self.angles = angles

    def _names(self, shape: Shape) -> list[str]:  # noqa: ARG002 - some families need it
        steps = [f"distance{distance}_angle{angle}" for distance in self.distances for angle in range(self.angles)]
        return [f"{step}_{name}" for step in steps for name in PROPERTIES]

    def _transform(self, X: UInt8) -> Float64:
        angles = np.arange(self.angles) * np.pi / self.angles
        directions = np.stack([np.sin(angles), np.cos(angles)], axis=1)
        exact = np.array(self.distances)[:, None, None] * directions
        steps = np.trunc(exact + np.copysign(0.5, exact)).astype(np.int64).reshape(-1, 2)  # halves away from zero
        return _properties(grey(X), steps, 1 / (1 + np.arange(256.0) ** 2)).reshape(len(X), -1)


@kernel
def _properties(brightness: UInt8, steps: Int64, homogeneity_of: Float64) -> Float64:
    properties = np.empty((len(brightness), len(steps), 6))
    matrix = np.zeros(256 * 256, np.uint32)
    for i in range(len(brightness)):
        for k in range(len(steps)):
            _one_step(brightness[i], steps[k, 0], steps[k, 1], matrix, homogeneity_of, properties[i, k])
    return properties


@kernel
def _one_step(
    brightness: UInt8, down: int, across: int, matrix: UInt32, homogeneity_of: Float64, properties: Float64
) -> None:
    """Six properties from sums over pairs; `matrix` counts pairs, smaller level first, and is zero again at the end.

    Before P is divided, two different levels that occur c times fill two entries, (i, j) and (j, i), with c each; two
    equal levels fill one with 2 c. So Σ P² has 2 c² for the former and 4 c² for the latter.
    """
    height, width = brightness.shape
    rows, columns = range(max(0, -down), min(height, height - down)), range(max(0, -across), min(width, width - across))
    pairs = len(rows) * len(columns)
    total = squares = products = differences = squared_differences = squared_counts = np.int64(0)
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
            # c² grows by (c + 1)² - c²; the shift doubles that where the levels are equal
            squared_counts += (2 * np.int64(matrix[cell]) + 1) << np.int64(a == b)
            matrix[cell] += np.uint32(1)
    for row in rows:
        for column in columns:
            a, b = np.int64(brightness[row, column]), np.int64(brightness[row + down, column + across])
            matrix[min(a, b) * 256 + max(a, b)] = 0
    properties[0] = squared_differences / pairs
    properties[1] = differences / pairs
    properties[2] = homogeneity / pairs
    properties[3] = 2 * squared_counts / (2 * pairs) ** 2
    properties[4] = np.sqrt(properties[3])
    variance = 2 * pairs * squares - total * total  # whole numbers: exactly zero for an image of one brightness
    covariance = 4 * pairs * products - total * total
    properties[5] = covariance / variance if variance > 0 else 1.0
