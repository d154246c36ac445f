"""Histograms of oriented gradients: which way the brightness changes, and how strongly, in each cell."""

import numpy as np
from numpy.typing import NDArray

from features.family import Family, Shape
from features.kernel import kernel


class HOG(Family):
    """`skimage.feature.hog(picture, channel_axis=-1)` with L2-Hys blocks (Dalal and Triggs, CVPR 2005).

    `cells` sets the cell's size: an even number of pixels, so that about as many cells fit along each side.
    """

    def __init__(self, *, orientations: int = 9, cells: int = 5, cells_per_block: int = 2) -> None:
        self.orientations = orientations
        self.cells = cells
        self.cells_per_block = cells_per_block

    def pixels_per_cell(self, shape: Shape) -> tuple[int, int]:
        """Height and width of a cell in pixels, as scikit-image names it."""
        height, width = (max(2, side // self.cells // 2 * 2) for side in shape[:2])
        return height, width

    def _blocks(self, shape: Shape) -> tuple[int, int]:
        cells = (side // size for side, size in zip(shape[:2], self.pixels_per_cell(shape), strict=True))
        rows, columns = (number - self.cells_per_block + 1 for number in cells)
        return rows, columns

    def _names(self, shape: Shape) -> list[str]:
        parts = (*self._blocks(shape), self.cells_per_block, self.cells_per_block, self.orientations)
        return ["block{}_{}_cell{}_{}_orientation{}".format(*index) for index in np.ndindex(parts)]

    def _describe(self, X: NDArray[np.uint8]) -> NDArray[np.float32]:
        rows, columns = self.pixels_per_cell(X.shape[1:])
        histograms = _histograms(X, rows, columns, self.orientations, orientation_of(self.orientations))
        return _normalised(histograms, self.cells_per_block)


def orientation_of(orientations: int) -> NDArray[np.uint8]:
    """The orientation's number for each gradient (row, column), both from -255 to 255: uint8 (511, 511)."""
    gradient = np.arange(-255.0, 256.0)
    degrees = np.arctan2(gradient[:, None], gradient[None, :]) * (180 / np.pi) % 180
    ends = (180 / orientations * np.arange(1, orientations)).astype(np.float32)  # scikit-image keeps them in single
    return np.searchsorted(ends.astype(np.float64), degrees, side="right").astype(np.uint8)


@kernel
def _histograms(
    X: NDArray[np.uint8], rows: int, columns: int, orientations: int, orientation_of: NDArray[np.uint8]
) -> NDArray[np.float32]:
    n, height, width, channels = X.shape
    histograms = np.zeros((n, height // rows, width // columns, orientations), np.float32)
    strongest = np.empty(width, np.int32)
    direction = np.empty(width, np.int32)
    for i in range(n):
        for row in range(height // rows * rows):
            above, below = (row - 1, row + 1) if 0 < row < height - 1 else (row, row)
            _strongest_gradients(X[i, above], X[i, row], X[i, below], strongest, direction)
            for column in range(width // columns * columns):
                orientation = orientation_of.flat[direction[column]]
                histograms[i, row // rows, column // columns, orientation] += np.sqrt(np.float32(strongest[column]))
    return histograms


@kernel
def _strongest_gradients(
    above: NDArray[np.uint8],
    here: NDArray[np.uint8],
    below: NDArray[np.uint8],
    strongest: NDArray[np.int32],
    direction: NDArray[np.int32],
) -> None:
    width, channels = here.shape
    for column in range(width):
        left, right = (column - 1, column + 1) if 0 < column < width - 1 else (column, column)
        strongest[column] = -1
        for channel in range(channels):
            down = np.int32(below[column, channel]) - np.int32(above[column, channel])
            across = np.int32(here[right, channel]) - np.int32(here[left, channel])
            squared = down * down + across * across
            if squared > strongest[column]:
                strongest[column] = squared
                direction[column] = (down + 255) * 511 + across + 255


@kernel
def _normalised(histograms: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    n, rows, columns, orientations = histograms.shape
    length = size * size * orientations
    blocks = np.empty((n, (rows - size + 1) * (columns - size + 1), length), np.float32)
    for i in range(n):
        for row in range(rows - size + 1):
            for column in range(columns - size + 1):
                block = blocks[i, row * (columns - size + 1) + column]
                k = 0
                for cell_row in range(row, row + size):
                    for cell_column in range(column, column + size):
                        for orientation in range(orientations):
                            block[k] = histograms[i, cell_row, cell_column, orientation]
                            k += 1
                _clip_to_unit_length(block)
    return blocks.reshape(n, -1)


@kernel
def _clip_to_unit_length(block: NDArray[np.float32]) -> None:
    """Length one, no value above 0.2, length one again: the L2-Hys norm, with scikit-image's 1e-5 against no length."""
    for limit in (0.2, np.inf):
        squares = 1e-10
        for k in range(len(block)):
            squares += block[k] * block[k]
        scale = np.float32(1 / np.sqrt(squares))
        for k in range(len(block)):
            block[k] = min(block[k] * scale, np.float32(limit))
