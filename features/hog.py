"""Histograms of oriented gradients (HOG): which way the brightness changes in each cell, and how strongly.

N. Dalal and B. Triggs, "Histograms of oriented gradients for human detection", CVPR 2005.

1. Gradient of the pixel (r, c): down = I(r+1, c) - I(r-1, c), across = I(r, c+1) - I(r, c-1), and zero where it
   would reach beyond the image. Its length is sqrt(down² + across²), its angle arctan(down / across), from 0 to 180
   degrees: an edge from dark to light counts like one from light to dark. In a colour image, each pixel uses the
   channel with the longest gradient.
2. Each cell has a histogram of 9 angles, 20 degrees each, to which every pixel adds the length of its gradient.
3. A block is the list v of 2 x 2 neighbouring histograms; blocks overlap. It is divided by sqrt(|v|² + 1e-10), its
   values are cut off at 0.2, and it is divided once more ("L2-Hys"), so that contrast and lighting hardly matter.

Unlike the paper, and like scikit-image's `hog`, a pixel counts for one cell and one angle only: there is no
interpolation between neighbours, and no Gaussian weight in a block. Rows and columns left over at the bottom and the
right are ignored. Blocks are the paper's 2 x 2 cells, where scikit-image's default is 3 x 3; cells are 8 x 8 pixels in
the paper and in scikit-image, and grow with the image here.
"""

from functools import cache

import numpy as np

from features.family import Family, Float32, Int32, Shape, UInt8, kernel


class HOG(Family):
    """HOG with `orientations` angles, and cells of an even number of pixels so that about `cells` fit along a side."""

    def __init__(self, *, orientations: int = 9, cells: int = 4, cells_per_block: int = 2) -> None:
        self.orientations = orientations
        self.cells = cells
        self.cells_per_block = cells_per_block

    def pixels_per_cell(self, shape: Shape) -> tuple[int, int]:
        """Height and width of a cell in pixels, under scikit-image's name for it."""
        height, width = (max(2, side // self.cells // 2 * 2) for side in shape[:2])
        return height, width

    def _blocks(self, shape: Shape) -> tuple[int, int]:
        n_cells = (side // size for side, size in zip(shape[:2], self.pixels_per_cell(shape), strict=True))
        n_rows, n_columns = (number - self.cells_per_block + 1 for number in n_cells)
        return n_rows, n_columns

    def _names(self, shape: Shape) -> list[str]:
        parts = (*self._blocks(shape), self.cells_per_block, self.cells_per_block, self.orientations)
        return ["block{}_{}_cell{}_{}_orientation{}".format(*index) for index in np.ndindex(parts)]

    def _transform(self, X: UInt8) -> Float32:
        cell_height, cell_width = self.pixels_per_cell(X.shape[1:])
        table = orientation_table(self.orientations).ravel()
        # mirrored: a gradient that would reach beyond the border is zero
        planes = np.pad(X.transpose(0, 3, 1, 2), ((0, 0), (0, 0), (1, 1), (1, 1)), mode="reflect")
        histograms = _histograms(planes, cell_height, cell_width, self.orientations, table)
        return _normalised(histograms, self.cells_per_block)


@cache
def orientation_table(orientations: int) -> UInt8:
    """The orientation's number for each gradient (down, across), both from -255 to 255: uint8 (511, 511)."""
    gradient = np.arange(-255.0, 256.0)
    degrees = np.arctan2(gradient[:, None], gradient[None, :]) * (180 / np.pi) % 180
    # rounded to single precision, as scikit-image's are
    ends = (180 / orientations * np.arange(1, orientations)).astype(np.float32)
    return np.searchsorted(ends.astype(np.float64), degrees, side="right").astype(np.uint8)


@kernel
def _histograms(planes: UInt8, cell_height: int, cell_width: int, orientations: int, table: UInt8) -> Float32:
    n, _, height, width = planes.shape
    n_rows, n_columns = (height - 2) // cell_height, (width - 2) // cell_width
    histograms = np.zeros((n, n_rows, n_columns, orientations), np.float32)
    strength = np.empty(n_columns * cell_width, np.float32)
    direction = np.empty(n_columns * cell_width, np.int32)
    for i in range(n):
        for row in range(n_rows * cell_height):
            _strongest_gradients(planes[i], row, strength, direction)
            cells = histograms[i, row // cell_height]
            for cell in range(n_columns):
                histogram = cells[cell]
                for column in range(cell * cell_width, (cell + 1) * cell_width):
                    histogram[table[direction[column]]] += strength[column]
    return histograms


@kernel
def _strongest_gradients(planes: UInt8, row: int, strength: Float32, direction: Int32) -> None:
    """For each column the longest gradient of any channel, and its place in the orientation table."""
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
def _normalised(histograms: Float32, size: int) -> Float32:
    n, n_rows, n_columns, orientations = histograms.shape
    length = size * size * orientations
    blocks = np.empty((n, (n_rows - size + 1) * (n_columns - size + 1), length), np.float32)
    for i in range(n):
        for row in range(n_rows - size + 1):
            for column in range(n_columns - size + 1):
                block = blocks[i, row * (n_columns - size + 1) + column]
                k = 0
                for cell_row in range(row, row + size):
                    for cell_column in range(column, column + size):
                        for orientation in range(orientations):
                            block[k] = histograms[i, cell_row, cell_column, orientation]
                            k += 1
                _clip_to_unit_length(block)
    return blocks.reshape(n, -1)


@kernel
def _clip_to_unit_length(block: Float32) -> None:
    """The L2-Hys norm: length one, no value above 0.2, length one again."""
    for limit in (0.2, np.inf):
        squares = 1e-10
        for k in range(len(block)):
            squares += block[k] * block[k]
        scale = np.float32(1 / np.sqrt(squares))
        for k in range(len(block)):
            block[k] = min(block[k] * scale, np.float32(limit))
