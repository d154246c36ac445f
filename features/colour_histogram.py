"""Colour histograms: how often each range of each colour channel occurs in each cell."""

import numpy as np
from numpy.typing import NDArray

from features.cells import cell_names, numbers
from features.family import Family, Shape
from features.kernel import kernel


class ColourHistogram(Family):
    """`numpy.histogram(channel, bins, range=(0, 256))` of each cell and channel, divided by the cell's pixels."""

    def __init__(self, *, bins: int = 8, cells: int = 2) -> None:
        self.bins = bins
        self.cells = cells

    def _names(self, shape: Shape) -> list[str]:
        channels = ("red", "green", "blue") if shape[2] == 3 else ("grey",)
        return cell_names(self.cells, [f"{channel}{part}" for channel in channels for part in range(self.bins)])

    def _describe(self, X: NDArray[np.uint8]) -> NDArray[np.float32]:
        height, width = X.shape[1:3]
        cell = numbers(height, self.cells)[:, None] * self.cells + numbers(width, self.cells)
        counts = _counts(X, cell, np.arange(256) * self.bins // 256, self.bins)
        pixels = np.bincount(cell.ravel()).astype(np.float32)
        return (counts / pixels[:, None, None]).reshape(len(X), -1)


@kernel
def _counts(
    X: NDArray[np.uint8], cell: NDArray[np.int64], part_of: NDArray[np.int64], bins: int
) -> NDArray[np.float32]:
    n, height, width, channels = X.shape
    counts = np.zeros((n, cell.max() + 1, channels, bins), np.float32)
    for i in range(n):
        for row in range(height):
            for column in range(width):
                for channel in range(channels):
                    counts[i, cell[row, column], channel, part_of[X[i, row, column, channel]]] += 1
    return counts
