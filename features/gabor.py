"""Gabor energies: how strongly stripes of each width and direction occur in each cell.

J. Daugman, "Uncertainty relation for resolution in space, spatial frequency, and orientation", JOSA A 1985;
B. Manjunath and W. Ma, "Texture features for browsing and retrieval of image data", PAMI 1996.

A Gabor filter is a wave under a bell. For the frequency f, in periods a pixel, and the angle a:

    g(x, y) = exp(-(x² + y²) / (2σ²)) / (2πσ²) * exp(2πi f (x cos a + y sin a)),    σ = 0.56 / f

x runs across and y down; the real part is a cosine, the imaginary part a sine. The image, with brightness from 0 to 1,
is convolved with g. The absolute value of the result is the energy: large where stripes of this width and direction
are, whether a light or a dark one lies on the pixel. The features of a cell are its mean and standard deviation.

g is scikit-image's `gabor_kernel(f, a)` with its defaults: a bandwidth of one octave, cut off at 3σ. Daugman's bell may
be longer than wide; this one is round, and so g is a product of a column and a row. Manjunath and Ma use four widths,
six angles, a filter without a mean, and the whole image instead of cells. Borders are mirrored as in
`scipy.ndimage.convolve`. Brightness is rounded to steps of 1/255.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import convolve1d
from skimage.filters import gabor_kernel

from features.family import Family, Float32, Int64, Shape, UInt8, boundaries, cell_names, grey, kernel


class GaborEnergy(Family):
    """Mean and deviation of the energy in each cell, at `orientations` angles that share 180 degrees evenly."""

    def __init__(self, *, frequencies: tuple[float, ...] = (0.2, 0.4), orientations: int = 4, cells: int = 4) -> None:
        self.frequencies = frequencies
        self.orientations = orientations
        self.cells = cells

    def _names(self, shape: Shape) -> list[str]:  # noqa: ARG002 - some families need it
        filters = [(frequency, k) for frequency in self.frequencies for k in range(self.orientations)]
        parts = ("mean", "deviation")
        return cell_names(self.cells, [f"frequency{f:g}_angle{k}_{part}" for f, k in filters for part in parts])

    def _transform(self, X: UInt8) -> Float32:
        brightness = grey(X).astype(np.float32) / np.float32(255)
        rows, columns = boundaries(X.shape[1], self.cells), boundaries(X.shape[2], self.cells)
        energies = np.empty((len(X), self.cells, self.cells, len(self.frequencies), self.orientations, 2), np.float32)
        for i, frequency in enumerate(self.frequencies):
            # The filter at 180 - a degrees mirrors that at a: the same responses serve, with the sine's sign reversed.
            for angle in range(self.orientations // 2 + 1):
                mirrored = self.orientations - angle
                responses = _responses(brightness, gabor_kernel(frequency, angle * np.pi / self.orientations))
                _summarise(responses, np.float32(1), rows, columns, energies[:, :, :, i, angle])
                if 0 < angle < mirrored:  # 0 and 90 degrees are their own mirror images
                    _summarise(responses, np.float32(-1), rows, columns, energies[:, :, :, i, mirrored])
        return energies.reshape(len(X), -1)


def _responses(brightness: Float32, gabor: NDArray[np.complex128]) -> Float32:
    """The four products of cosine and sine, down and across: (n, 2 height, 2 width).

    Upper rows have the cosine down, lower ones the sine; left columns have the cosine across, right ones the sine.
    As the filter is a column times a row, convolving an image means one matrix product from the left, one from the
    right.
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
    # two large products with a transposition between them are faster than small ones for each image
    halfway = (brightness.transpose(0, 2, 1).reshape(-1, height) @ left).reshape(-1, width, 2 * height)
    responses = (halfway.transpose(0, 2, 1).reshape(-1, width) @ right).astype(np.float32, copy=False)
    return responses.reshape(-1, 2 * height, 2 * width)


@kernel
def _summarise(responses: Float32, sign: np.float32, rows: Int64, columns: Int64, energies: Float32) -> None:
    """Mean and deviation of the energy in each cell; with `sign` -1, of the mirrored filter's."""
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
