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

    def _names(self, shape: Shape) -> list[str]:
        return cell_names(self.cells, [f"pattern{label}" for label in range(self.points + 2)])

    def _describe(self, X: NDArray[np.uint8]) -> NDArray[np.float32]:
        height, width = X.shape[1:3]
        margin = int(np.ceil(self.radius)) + 1
        padded = np.pad(grey(X), ((0, 0), (margin, margin), (margin, margin)))
        angle = 2 * np.pi * np.arange(self.points, dtype=np.float64) / self.points
        row, row_part = _sampled(height, margin, np.round(-self.radius * np.sin(angle), 5))
        column, column_part = _sampled(width, margin, np.round(self.radius * np.cos(angle), 5))
        cell = numbers(height, self.cells)[:, None] * self.cells + numbers(width, self.cells)
        counts = _counts(padded, margin, row, row_part, column, column_part, label_of(self.points), cell)
        pixels = np.bincount(cell.ravel()).astype(np.float32)
        return (counts / pixels[:, None]).reshape(len(X), -1)


def _sampled(length: int, margin: int, offsets: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The padded pixel before each sample and the part of a pixel beyond it, each (points, length).

    The part is taken from position plus offset, as in scikit-image: its last bit differs from position to position,
    and decides whether a sample between equal pixels counts as equal to them.
    """
    position = np.arange(length) + offsets[:, None]
    before = np.floor(position)
    return before.astype(np.int64) + margin, position - before


def label_of(points: int) -> NDArray[np.uint8]:
    """The uniform label of each pattern (bit p is point p): its ones if it changes at most twice, else points + 1."""
    bits = np.arange(2**points)[:, None] >> np.arange(points) & 1
    changes = np.abs(np.diff(bits, axis=1)).sum(axis=1)
    return np.where(changes <= 2, bits.sum(axis=1), points + 1).astype(np.uint8)


@kernel
def _counts(
    padded: NDArray[np.uint8],
    margin: int,
    row: NDArray[np.int64],
    row_part: NDArray[np.float64],
    column: NDArray[np.int64],
    column_part: NDArray[np.float64],
    label_of: NDArray[np.uint8],
    cell: NDArray[np.int64],
) -> NDArray[np.float32]:
    (points, height), width = row.shape, column.shape[1]
    counts = np.zeros((len(padded), cell.max() + 1, points + 2), np.float32)
    pattern = np.empty(width, np.int32)
    for i in range(len(padded)):
        for r in range(height):
            pattern[:] = 0
            centre = padded[i, r + margin]
            for p in range(points):
                upper, lower = padded[i, row[p, r]], padded[i, row[p, r] + 1]
                down = row_part[p, r]
                for c in range(width):
                    before, across = column[p, c], column_part[p, c]
                    top = (1 - across) * upper[before] + across * upper[before + 1]
                    bottom = (1 - across) * lower[before] + across * lower[before + 1]
                    sample = (1 - down) * top + down * bottom
                    pattern[c] |= np.int32(sample >= centre[c + margin]) << p
            for c in range(width):
                counts[i, cell[r, c], label_of[pattern[c]]] += 1
    return counts
