"""Edge strength: how much edge, and in which direction, each cell contains, by Sobel's filter."""

import numpy as np
from numpy.typing import NDArray

from features.cells import cell_names, edges
from features.family import Family, Shape
from features.grey import grey
from features.kernel import kernel


class EdgeStrength(Family):
    """Means, a cell each, of |sobel_h|, |sobel_v| and sobel of `skimage.filters`, and sobel's standard deviation.

    Brightness runs from 0 to 1 in steps of 1/255.
    """

    def __init__(self, *, cells: int = 4) -> None:
        self.cells = cells

    def _names(self, shape: Shape) -> list[str]:  # noqa: ARG002 - some families need it
        return cell_names(self.cells, ["horizontal", "vertical", "strength", "deviation"])

    def _describe(self, X: NDArray[np.uint8]) -> NDArray[np.float32]:
        height, width = X.shape[1:3]
        # one pixel repeated beyond each side is all that scipy.ndimage's "reflect" comes to for a filter of 3
        padded = np.pad(grey(X), ((0, 0), (1, 1), (1, 1)), mode="edge")
        return _strengths(padded, edges(height, self.cells), edges(width, self.cells)).reshape(len(X), -1)


@kernel
def _strengths(padded: NDArray[np.uint8], rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float32]:
    n = len(padded)
    strengths = np.empty((n, len(rows) - 1, len(columns) - 1, 4), np.float32)
    for i in range(n):
        for row in range(len(rows) - 1):
            for column in range(len(columns) - 1):
                cell = padded[i, rows[row] : rows[row + 1] + 2, columns[column] : columns[column + 1] + 2]
                _strengths_of_cell(cell, strengths[i, row, column])
    return strengths


@kernel
def _strengths_of_cell(cell: NDArray[np.uint8], strengths: NDArray[np.float32]) -> None:
    """`cell` has one pixel more on each side; the filters' weights are four times scikit-image's."""
    height, width = cell.shape[0] - 2, cell.shape[1] - 2
    horizontal = vertical = squares = np.int64(0)
    strength = 0.0
    for r in range(height):
        for c in range(width):
            a, b, d = np.int32(cell[r, c]), np.int32(cell[r, c + 1]), np.int32(cell[r, c + 2])
            e, f = np.int32(cell[r + 1, c]), np.int32(cell[r + 1, c + 2])
            g, h, k = np.int32(cell[r + 2, c]), np.int32(cell[r + 2, c + 1]), np.int32(cell[r + 2, c + 2])
            down = a + 2 * b + d - g - 2 * h - k
            across = a + 2 * e + g - d - 2 * f - k
            horizontal += abs(down)
            vertical += abs(across)
            squared = down * down + across * across
            squares += squared
            strength += np.sqrt(squared)
    pixels, scale = height * width, 1 / (4 * 255)
    mean = strength / pixels
    strengths[0] = horizontal / pixels * scale
    strengths[1] = vertical / pixels * scale
    strengths[2] = mean * scale / np.sqrt(2)
    strengths[3] = np.sqrt(max(0.0, squares / pixels - mean * mean)) * scale / np.sqrt(2)
