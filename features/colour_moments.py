"""Colour moments: mean, spread and lopsidedness of each colour channel in each cell."""

import numpy as np
from numpy.typing import NDArray

from features.cells import cell_names, edges
from features.family import Family, Shape
from features.kernel import kernel


class ColourMoments(Family):
    """Mean, standard deviation and `scipy.stats.skew` of each cell and channel (Stricker and Orengo, 1995).

    Values run from 0 to 255; a cell of one colour has skewness zero, where SciPy has none.
    """

    def __init__(self, *, cells: int = 4) -> None:
        self.cells = cells

    def _names(self, shape: Shape) -> list[str]:
        channels = ("red", "green", "blue") if shape[2] == 3 else ("grey",)
        moments = [f"{channel}_{moment}" for channel in channels for moment in ("mean", "deviation", "skewness")]
        return cell_names(self.cells, moments)

    def _describe(self, X: NDArray[np.uint8]) -> NDArray[np.float64]:
        height, width = X.shape[1:3]
        return _moments(X, edges(height, self.cells), edges(width, self.cells)).reshape(len(X), -1)


@kernel
def _moments(X: NDArray[np.uint8], rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float64]:
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
def _moments_of_cell(values: NDArray[np.uint8], moments: NDArray[np.float64]) -> None:
    """In double precision around the mean, because in single precision the third power loses the skewness."""
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
