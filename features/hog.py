"""Histograms of oriented gradients: which way the brightness changes, and how strongly, in each cell."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from features.family import Family, Shape
from features.kernel import kernel


class HOG(Family):
    """`skimage.feature.hog(image, channel_axis=-1)` with L2-Hys blocks (Dalal and Triggs, CVPR 2005).

    `cells` sets the cell's size: an even number of pixels, so that about as many cells fit along each side.
    """

    def __init__(self, *, orientations: int = 9, cells: int = 4, cells_per_block: int = 2) -> None:
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
        # mirrored so that the gradient across the border is zero, as in scikit-image
        planes = np.pad(X.transpose(0, 3, 1, 2), ((0, 0), (0, 0), (1, 1), (1, 1)), mode="reflect")
        histograms = _histograms(planes, rows, columns, self.orientations, orientation_of(self.orientations).ravel())
        return _normalised(histograms, self.cells_per_block)


@cache
def orientation_of(orientations: int) -> NDArray[np.uint8]:
    """The orientation's number for each gradient (row, column), both from -255 to 255: uint8 (511, 511)."""
    gradient = np.arange(-255.0, 256.0)
    degrees = np.arctan2(gradient[:, None], gradient[None, :]) * (180 / np.pi) % 180
    ends = (180 / orientations * np.arange(1, orientations)).astype(np.float32)  # scikit-image keeps them in single
    return np.searchsorted(ends.astype(np.float64), degrees, side="right").astype(np.uint8)


@kernel
def _histograms(
    planes: NDArray[np.uint8], rows: int, columns: int, orientations: int, orientation_of: NDArray[np.uint8]
) -> NDArray[np.float32]:
    n, _, height, width = planes.shape
    down, across = (height - 2) // rows, (width - 2) // columns
    histograms = np.zeros((n, down, across, orientations), np.float32)
    strength = np.empty(across * columns, np.float32)
    direction = np.empty(across * columns, np.int32)
    for i in range(n):
        for row in range(down * rows):
            _strongest_gradients(planes[i], row, strength, direction)
            cells = histograms[i, row // rows]
            for cell in range(across):
                histogram = cells[cell]
                for column in range(cell * columns, (cell + 1) * columns):
                    histogram[orientation_of[direction[column]]] += strength[column]
    return histograms


@kernel
def _strongest_gradients(
    planes: NDArray[np.uint8], row: int, strength: NDArray[np.float32], direction: NDArray[np.int32]
) -> None:
    """In each column the length of the longest channel's gradient, and where the table has its direction."""
    strength[:] = -1
    for channel in range(len(planes)):
        above, here, below = planes[channel, row], planes[channel, row + 1], planes[channel, row + 2]
        for column in range(len(strength)):
            down = np.int32(below[column + 1]) - np.int32(above[column + 1])
            across = np.int32(here[column + 2]) - np.int32(here[column])
            squared = np.float32(down * down + across * across)
            longer = squared > strength[column]
            strength[column] = squared if longer else strength[column]
            direction[column] = (down + 255) * 511 + across + 255 if longer else direction[column]
    for column in range(len(strength)):
        strength[column] = np.sqrt(strength[column])


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
