"""Local binary patterns: which of a pixel's neighbours are at least as bright as it is."""

import numpy as np
from numpy.typing import NDArray

from features.cells import cell_names, numbers
from features.family import Family, Shape
from features.grey import grey
from features.kernel import kernel


class BinaryPatterns(Family):
    """Histograms, a cell each, of `skimage.feature.local_binary_pattern(grey, points, radius, "uniform")`.

    Ojala, Pietikäinen and Mäenpää, PAMI 2002. Each histogram sums to one.
    """

    def __init__(self, *, points: int = 8, radius: float = 1.0, cells: int = 4) -> None:
        self.points = points
        self.radius = radius
        self.cells = cells

    def _names(self, shape: Shape) -> list[str]:  # noqa: ARG002 - some families need it
        return cell_names(self.cells, [f"pattern{label}" for label in range(self.points + 2)])

    def _describe(self, X: NDArray[np.uint8]) -> NDArray[np.float32]:
        height, width = X.shape[1:3]
        margin = int(np.ceil(self.radius)) + 1
        padded = np.pad(grey(X), ((0, 0), (margin, margin), (margin, margin)))
        angle = 2 * np.pi * np.arange(self.points, dtype=np.float64) / self.points
        offsets = np.round([-self.radius * np.sin(angle), self.radius * np.cos(angle)], 5)
        parts = _parts(height, offsets[0]), _parts(width, offsets[1])
        corners = np.floor(offsets).astype(np.int64) + margin
        cell = numbers(height, self.cells)[:, None] * self.cells + numbers(width, self.cells)
        counts = _counts(padded, margin, corners, *parts, label_of(self.points), cell)
        pixels = np.bincount(cell.ravel()).astype(np.float32)
        return (counts / pixels[:, None]).reshape(len(X), -1)


def _parts(length: int, offsets: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far beyond a pixel each sample lies, from 0 to 1: (points, length).

    Taken from position plus offset, as in scikit-image: the last bit differs from position to position, and decides
    whether a sample between equal pixels counts as equal to them.
    """
    position = np.arange(length) + offsets[:, None]
    return position - np.floor(position)


def label_of(points: int) -> NDArray[np.uint8]:
    """The uniform label of each pattern (bit p is point p): its ones if it changes at most twice, else points + 1."""
    bits = np.arange(2**points)[:, None] >> np.arange(points) & 1
    changes = np.abs(np.diff(bits, axis=1)).sum(axis=1)
    return np.where(changes <= 2, bits.sum(axis=1), points + 1).astype(np.uint8)


@kernel
def _counts(
    padded: NDArray[np.uint8],
    margin: int,
    corners: NDArray[np.int64],
    down_parts: NDArray[np.float64],
    across_parts: NDArray[np.float64],
    label_of: NDArray[np.uint8],
    cell: NDArray[np.int64],
) -> NDArray[np.float32]:
    height, width = cell.shape
    points = len(down_parts)
    counts = np.zeros((len(padded), cell.max() + 1, points + 2), np.float32)
    pattern = np.empty(width, np.int32)
    for i in range(len(padded)):
        for row in range(height):
            pattern[:] = 0
            centre = padded[i, row + margin, margin:]
            for point in range(points):
                upper = padded[i, row + corners[0, point], corners[1, point] :]
                lower = padded[i, row + corners[0, point] + 1, corners[1, point] :]
                _add_point(upper, lower, centre, down_parts[point, row], across_parts[point], 1 << point, pattern)
            for column in range(width):
                counts[i, cell[row, column], label_of[pattern[column]]] += 1
    return counts


@kernel
def _add_point(
    upper: NDArray[np.uint8],
    lower: NDArray[np.uint8],
    centre: NDArray[np.uint8],
    down: float,
    across: NDArray[np.float64],
    bit: int,
    pattern: NDArray[np.int32],
) -> None:
    """Set the bit where the sample between four pixels is at least as bright as the centre, in scikit-image's order."""
    for column in range(len(pattern)):
        top = (1 - across[column]) * upper[column] + across[column] * upper[column + 1]
        bottom = (1 - across[column]) * lower[column] + across[column] * lower[column + 1]
        pattern[column] |= np.int32(bit) if (1 - down) * top + down * bottom >= centre[column] else np.int32(0)
