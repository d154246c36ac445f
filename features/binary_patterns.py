"""Local binary patterns (LBP): which of a pixel's neighbours are at least as bright as the pixel itself.

T. Ojala, M. Pietikäinen and T. Mäenpää, "Multiresolution gray-scale and rotation invariant texture classification
with local binary patterns", PAMI 2002; one histogram per cell as in T. Ahonen et al., PAMI 2006.

P = 8 points lie on a circle of radius R = 1 around the pixel c: point p at row -R sin(2πp / P) and column
R cos(2πp / P), its brightness interpolated between four pixels. Its bit is s(p) = 1 where it is at least as bright as
c, else 0. Going round the circle, a pattern is *uniform* if its bits change at most twice: an edge, a corner, a spot.

    label = s(0) + ... + s(P-1)  if the pattern is uniform, else P + 1

Rotating the image by 360° / P moves the bits along the circle and leaves the label as it is. The features are the
shares of the P + 2 labels in each cell.

This is scikit-image's `local_binary_pattern(..., method="uniform")`, whose default method is another, without rotation
invariance. As there, what lies beyond the border is black. Brightness is rounded to whole numbers from 0 to 255.
"""

import numpy as np

from features.family import Family, Float32, Float64, Int32, Int64, Shape, UInt8, cell_names, grey, grid, kernel


class BinaryPatterns(Family):
    """The share of each uniform pattern in each cell, for `points` points on a circle of `radius` pixels."""

    def __init__(self, *, points: int = 8, radius: float = 1.0, cells: int = 4) -> None:
        self.points = points
        self.radius = radius
        self.cells = cells

    def _names(self, shape: Shape) -> list[str]:  # noqa: ARG002 - some families need it
        return cell_names(self.cells, [f"pattern{label}" for label in range(self.points + 2)])

    def _transform(self, X: UInt8) -> Float32:
        height, width = X.shape[1:3]
        margin = int(np.ceil(self.radius)) + 1
        padded = np.pad(grey(X), ((0, 0), (margin, margin), (margin, margin)))
        angle = 2 * np.pi * np.arange(self.points, dtype=np.float64) / self.points
        offsets = np.round([-self.radius * np.sin(angle), self.radius * np.cos(angle)], 5)
        fractions = _fractions(height, offsets[0]), _fractions(width, offsets[1])
        corners = np.floor(offsets).astype(np.int64) + margin
        cell = grid((height, width), self.cells)
        counts = _counts(padded, margin, corners, *fractions, pattern_labels(self.points), cell)
        pixels = np.bincount(cell.ravel()).astype(np.float32)
        return (counts / pixels[:, None]).reshape(len(X), -1)


def _fractions(length: int, offsets: Float64) -> Float64:
    """How far each point lies beyond a whole pixel, from 0 to 1: (points, length).

    Computed from position plus offset, as in scikit-image: the rounding error differs from position to position, and
    decides whether a point between equal pixels counts as equally bright.
    """
    position = np.arange(length) + offsets[:, None]
    return position - np.floor(position)


def pattern_labels(points: int) -> UInt8:
    """The label of each pattern (bit p is point p): its number of ones if it is uniform, else points + 1.

    Changes are counted from the first point to the last, without the one back to the first. Round the circle their
    number is even, so one or two counted here are two there, and three are four.
    """
    bits = np.arange(2**points)[:, None] >> np.arange(points) & 1
    changes = np.abs(np.diff(bits, axis=1)).sum(axis=1)
    return np.where(changes <= 2, bits.sum(axis=1), points + 1).astype(np.uint8)


@kernel
def _counts(
    padded: UInt8, margin: int, corners: Int64, downs: Float64, acrosses: Float64, labels: UInt8, cell: Int64
) -> Float32:
    height, width = cell.shape
    points = len(downs)
    counts = np.zeros((len(padded), cell.max() + 1, points + 2), np.float32)
    pattern = np.empty(width, np.int32)
    for i in range(len(padded)):
        for row in range(height):
            pattern[:] = 0
            centre = padded[i, row + margin, margin:]
            for point in range(points):
                upper = padded[i, row + corners[0, point], corners[1, point] :]
                lower = padded[i, row + corners[0, point] + 1, corners[1, point] :]
                _add_point(upper, lower, centre, downs[point, row], acrosses[point], 1 << point, pattern)
            for column in range(width):
                counts[i, cell[row, column], labels[pattern[column]]] += 1
    return counts


@kernel
def _add_point(
    upper: UInt8, lower: UInt8, centre: UInt8, down: float, across: Float64, bit: int, pattern: Int32
) -> None:
    """Set the bit where the point is at least as bright as the centre, interpolated in scikit-image's order."""
    for column in range(len(pattern)):
        top = (1 - across[column]) * upper[column] + across[column] * upper[column + 1]
        bottom = (1 - across[column]) * lower[column] + across[column] * lower[column + 1]
        pattern[column] |= np.int32(bit) if (1 - down) * top + down * bottom >= centre[column] else np.int32(0)
