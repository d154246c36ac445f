"""Edge strength: how much edge each cell contains, and in which direction, by Sobel's filter.

I. Sobel and G. Feldman, "A 3x3 isotropic gradient operator for image processing", talk at Stanford, 1968.

With brightness from 0 to 1, each pixel's neighbourhood is multiplied by the weights and summed:

        1 |  1  2  1 |            1 | 1  0 -1 |
    h = - |  0  0  0 |        v = - | 2  0 -2 |        strength = sqrt((h² + v²) / 2)
        4 | -1 -2 -1 |            4 | 1  0 -1 |

h is large at horizontal edges, v at vertical ones. The features of a cell are the means of |h|, |v| and strength, and
the standard deviation of strength.

h, v and strength are scikit-image's `sobel_h`, `sobel_v` and `sobel` with their defaults; the usual definition has
neither the 4 nor the 2, which keep all three between -1 and 1. Beyond the border the nearest pixel is repeated.
Brightness is rounded to steps of 1/255.
"""

import numpy as np

from features.family import Family, Float32, Int64, Shape, UInt8, boundaries, cell_names, grey, kernel


class EdgeStrength(Family):
    """Means of horizontal, vertical and total edge strength in each cell, and the deviation of the last."""

    def __init__(self, *, cells: int = 4) -> None:
        self.cells = cells

    def _names(self, shape: Shape) -> list[str]:  # noqa: ARG002 - some families need it
        return cell_names(self.cells, ["horizontal", "vertical", "strength", "deviation"])

    def _transform(self, X: UInt8) -> Float32:
        height, width = X.shape[1:3]
        padded = np.pad(grey(X), ((0, 0), (1, 1), (1, 1)), mode="edge")
        return _strengths(padded, boundaries(height, self.cells), boundaries(width, self.cells)).reshape(len(X), -1)


@kernel
def _strengths(padded: UInt8, rows: Int64, columns: Int64) -> Float32:
    n = len(padded)
    strengths = np.empty((n, len(rows) - 1, len(columns) - 1, 4), np.float32)
    for i in range(n):
        for row in range(len(rows) - 1):
            for column in range(len(columns) - 1):
                cell = padded[i, rows[row] : rows[row + 1] + 2, columns[column] : columns[column + 1] + 2]
                _strengths_of_cell(cell, strengths[i, row, column])
    return strengths


@kernel
def _strengths_of_cell(cell: UInt8, strengths: Float32) -> None:
    """`cell` has one pixel more on each side; the filters' weights are four times scikit-image's."""
    height, width = cell.shape[0] - 2, cell.shape[1] - 2
    horizontal = vertical = squares = np.int64(0)
    strength = 0.0
    for r in range(height):
        for c in range(width):
            nw, n, ne = np.int32(cell[r, c]), np.int32(cell[r, c + 1]), np.int32(cell[r, c + 2])
            w, e = np.int32(cell[r + 1, c]), np.int32(cell[r + 1, c + 2])
            sw, s, se = np.int32(cell[r + 2, c]), np.int32(cell[r + 2, c + 1]), np.int32(cell[r + 2, c + 2])
            h = nw + 2 * n + ne - sw - 2 * s - se
            v = nw + 2 * w + sw - ne - 2 * e - se
            horizontal += abs(h)
            vertical += abs(v)
            squared = h * h + v * v
            squares += squared
            strength += np.sqrt(squared)
    pixels, scale = height * width, 1 / (4 * 255)
    mean = strength / pixels
    strengths[0] = horizontal / pixels * scale
    strengths[1] = vertical / pixels * scale
    strengths[2] = mean * scale / np.sqrt(2)
    strengths[3] = np.sqrt(max(0.0, squares / pixels - mean * mean)) * scale / np.sqrt(2)
