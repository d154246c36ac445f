"""Gabor energies: how strongly stripes of each width and direction occur in each cell."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import convolve1d
from skimage.filters import gabor_kernel

from features.cells import cell_names, edges
from features.family import Family, Shape
from features.grey import grey
from features.kernel import kernel


class GaborEnergy(Family):
    """Mean and standard deviation, a cell each, of |grey convolved with `skimage.filters.gabor_kernel`|.

    `orientations` angles from 0 degrees on share 180 degrees evenly; frequencies are in periods a pixel; borders are
    mirrored as in `scipy.ndimage.convolve`; brightness runs from 0 to 1 in steps of 1/255. Daugman, 1985.
    """

    def __init__(self, *, frequencies: tuple[float, ...] = (0.2, 0.4), orientations: int = 4, cells: int = 4) -> None:
        self.frequencies = frequencies
        self.orientations = orientations
        self.cells = cells

    def _names(self, shape: Shape) -> list[str]:  # noqa: ARG002 - some families need it
        filters = [(frequency, k) for frequency in self.frequencies for k in range(self.orientations)]
        parts = ("mean", "deviation")
        return cell_names(self.cells, [f"frequency{f:g}_angle{k}_{part}" for f, k in filters for part in parts])

    def _describe(self, X: NDArray[np.uint8]) -> NDArray[np.float32]:
        brightness = grey(X).astype(np.float32) / np.float32(255)
        rows, columns = edges(X.shape[1], self.cells), edges(X.shape[2], self.cells)
        energies = np.empty((len(X), self.cells, self.cells, len(self.frequencies), self.orientations, 2), np.float32)
        for i, frequency in enumerate(self.frequencies):
            for angle in range(self.orientations // 2 + 1):
                responses = _responses(brightness, gabor_kernel(frequency, angle * np.pi / self.orientations))
                _summarise(responses, np.float32(1), rows, columns, energies[:, :, :, i, angle])
                if 0 < angle < self.orientations - angle:  # the mirrored filter: the sine across changes its sign
                    _summarise(
                        responses, np.float32(-1), rows, columns, energies[:, :, :, i, self.orientations - angle]
                    )
        return energies.reshape(len(X), -1)


def _responses(brightness: NDArray[np.float32], gabor: NDArray[np.complex128]) -> NDArray[np.float32]:
    """The four products of cosine and sine, down and across: (n, 2 height, 2 width).

    A Gabor filter as wide as high is an outer product: its convolution is a matrix from the left, one from the right.
    """
    _, height, width = brightness.shape
    middle_row, middle_column = gabor.shape[0] // 2, gabor.shape[1] // 2
    root = np.sqrt(gabor[middle_row, middle_column])
    down, across = (
        convolve1d(np.eye(side), factor / root, axis=0)
        for side, factor in ((height, gabor[:, middle_column]), (width, gabor[middle_row]))
    )
    left = np.concatenate([down.real, down.imag]).astype(np.float32).T
    right = np.concatenate([across.real, across.imag]).astype(np.float32).T
    # two large products with a transposition between them are faster than a small product for each image
    halfway = (brightness.transpose(0, 2, 1).reshape(-1, height) @ left).reshape(-1, width, 2 * height)
    responses = (halfway.transpose(0, 2, 1).reshape(-1, width) @ right).astype(np.float32, copy=False)
    return responses.reshape(-1, 2 * height, 2 * width)


@kernel
def _summarise(
    responses: NDArray[np.float32],
    sign: np.float32,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    energies: NDArray[np.float32],
) -> None:
    height, width = rows[-1], columns[-1]
    total, squares = np.empty(width), np.empty(width)
    for i in range(len(responses)):
        for row in range(len(rows) - 1):
            total[:] = 0
            squares[:] = 0
            for r in range(rows[row], rows[row + 1]):
                cosine_down, sine_down = responses[i, r], responses[i, height + r]
                for c in range(width):
                    real = cosine_down[c] - sign * sine_down[width + c]
                    imaginary = sine_down[c] + sign * cosine_down[width + c]
                    squared = real * real + imaginary * imaginary
                    squares[c] += squared
                    total[c] += np.sqrt(squared)
            for column in range(len(columns) - 1):
                cell = slice(columns[column], columns[column + 1])
                pixels = (rows[row + 1] - rows[row]) * (columns[column + 1] - columns[column])
                mean = total[cell].sum() / pixels
                energies[i, row, column, 0] = mean
                energies[i, row, column, 1] = np.sqrt(max(0.0, squares[cell].sum() / pixels - mean * mean))
