"""Colour histograms: how often each range of each colour channel occurs in each cell.

M. Swain and D. Ballard, "Color indexing", International Journal of Computer Vision 1991.

    h(cell, channel, b) = share of the cell's pixels whose channel value v has floor(v * bins / 256) = b

The paper counts combinations of three colour axes over the whole image. Here red, green and blue are counted apart,
which needs 3 x 8 numbers instead of 8³, and in four cells, which keeps roughly where a colour is. A cell's histogram
is `numpy.histogram(channel, bins, range=(0, 256))` divided by its pixels; `skimage.exposure.histogram` has 256 bins
and only counts.
"""

import numpy as np

from features.family import CHANNELS, Family, Float32, Int64, Shape, UInt8, cell_names, grid, kernel


class ColourHistogram(Family):
    """The share of a cell's pixels in each of `bins` equal ranges of each channel."""

    def __init__(self, *, bins: int = 8, cells: int = 2) -> None:
        self.bins = bins
        self.cells = cells

    def _names(self, shape: Shape) -> list[str]:
        parts = [f"{channel}{part}" for channel in CHANNELS[shape[2]] for part in range(self.bins)]
        return cell_names(self.cells, parts)

    def _transform(self, X: UInt8) -> Float32:
        cell = grid(X.shape[1:], self.cells)
        counts = _counts(X, cell, np.arange(256) * self.bins // 256, self.bins)
        pixels = np.bincount(cell.ravel()).astype(np.float32)
        return (counts / pixels[:, None, None]).reshape(len(X), -1)


@kernel
def _counts(X: UInt8, cell: Int64, part_of: Int64, bins: int) -> Float32:
    n, height, width, channels = X.shape
    counts = np.zeros((n, cell.max() + 1, channels, bins), np.float32)
    for i in range(n):
        for row in range(height):
            for column in range(width):
                for channel in range(channels):
                    counts[i, cell[row, column], channel, part_of[X[i, row, column, channel]]] += 1
    return counts
