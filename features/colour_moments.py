"""Colour moments: mean, spread and lopsidedness of each colour channel in each cell.

M. Stricker and M. Orengo, "Similarity of color images", SPIE Storage and Retrieval for Image and Video Databases 1995.

For the N values v of a channel, from 0 to 255, in a cell:

    mean μ = Σ v / N        deviation σ = sqrt(Σ (v - μ)² / N)        skewness = Σ (v - μ)³ / (N σ³)

Skewness is above zero where a few pixels are much brighter than the rest. The paper takes the cube root of
Σ (v - μ)³ / N instead, and works on hue, saturation and value over the whole image; here the channels are red, green
and blue, in 4 x 4 cells. The values equal NumPy's and `scipy.stats.skew`; a cell of one colour, for which SciPy gives
no number, has skewness zero. scikit-image has no such function.
"""

import numpy as np

from features.family import CHANNELS, Family, Float64, Int64, Shape, UInt8, boundaries, cell_names, kernel


class ColourMoments(Family):
    """Mean, standard deviation and skewness of each channel in each cell."""

    def __init__(self, *, cells: int = 4) -> None:
        self.cells = cells

    def _names(self, shape: Shape) -> list[str]:
        moments = [
            f"{channel}_{moment}" for channel in CHANNELS[shape[2]] for moment in ("mean", "deviation", "skewness")
        ]
        return cell_names(self.cells, moments)

    def _transform(self, X: UInt8) -> Float64:
        height, width = X.shape[1:3]
        return _moments(X, boundaries(height, self.cells), boundaries(width, self.cells)).reshape(len(X), -1)


@kernel
def _moments(X: UInt8, rows: Int64, columns: Int64) -> Float64:
    n, _, _, channels = X.shape
    moments = np.zeros((n, len(rows) - 1, len(columns) - 1, channels, 3))
    for i in range(n):
        for row in range(len(rows) - 1):
            for column in range(len(columns) - 1):
                cell = X[i, rows[row] : rows[row + 1], columns[column] : columns[column + 1]]
                for channel in range(channels):
                    _moments_of_cell(cell[:, :, channel], moments[i, row, column, channel])
    return moments


@kernel
def _moments_of_cell(values: UInt8, moments: Float64) -> None:
    """Around the mean and in double precision: in single precision the third power loses the skewness."""
    rows, columns = values.shape
    mean = np.sum(values) / values.size
    squares = cubes = 0.0
    for row in range(rows):
        for column in range(columns):
            distance = values[row, column] - mean
            squares += distance * distance
            cubes += distance * distance * distance
    variance = squares / values.size
    moments[0] = mean
    moments[1] = np.sqrt(variance)
    moments[2] = cubes / values.size / variance**1.5 if variance > 0 else 0.0
