"""What each family measures in one image with its own settings; scikit-image draws all but the colour families."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import convolve1d
from skimage import feature, filters

from features.binary_patterns import BinaryPatterns
from features.co_occurrence import CoOccurrence
from features.colour_histogram import ColourHistogram
from features.colour_moments import ColourMoments
from features.edges import EdgeStrength
from features.family import Family, grey
from features.gabor import GaborEnergy
from features.hog import HOG


def views(image: NDArray[np.uint8], families: Mapping[str, Family]) -> dict[str, NDArray[Any]]:
    """One drawing per family of an image (height, width, channels)."""
    return {name: VIEWS[name](family, image) for name, family in families.items()}


def colour_histogram(family: ColourHistogram, image: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The number of the image's pixels in each range of each channel: (channels, bins)."""
    return np.stack([np.histogram(channel, family.bins, (0, 256))[0] for channel in np.moveaxis(image, 2, 0)])


def colour_moments(family: ColourMoments, image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Mean, deviation and skewness of each channel of each cell: (channels, rows, columns, 3)."""
    moments = family.transform(image[np.newaxis]).reshape(family.cells, family.cells, image.shape[2], 3)
    return moments.transpose(2, 0, 1, 3)


def hog(family: HOG, image: NDArray[np.uint8]) -> NDArray[np.float64]:
    """`skimage.feature.hog`'s glyphs: in each cell a line along each edge's direction, as bright as it is strong."""
    size = family.cells_per_block, family.cells_per_block
    cell = family.pixels_per_cell(image.shape)
    return feature.hog(image, family.orientations, cell, size, visualize=True, channel_axis=-1)[1]


def edges(family: EdgeStrength, image: NDArray[np.uint8]) -> NDArray[np.float64]:  # noqa: ARG001 - it has no settings
    """`skimage.filters.sobel` of the brightness, scaled to 0 to 1: (height, width)."""
    return filters.sobel(_brightness(image))


def binary_patterns(family: BinaryPatterns, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """`skimage.feature.local_binary_pattern`'s uniform label of each pixel: (height, width)."""
    labels = feature.local_binary_pattern(_brightness(image), family.points, family.radius, "uniform")
    return labels.astype(np.uint8)


def co_occurrence(family: CoOccurrence, image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How often two grey levels occur a step apart: (256, 256), the mean of all steps' matrices, which sum to one."""
    angles = np.arange(family.angles) * np.pi / family.angles
    brightness = _brightness(image)
    matrices = feature.graycomatrix(brightness, family.distances, angles, symmetric=True, normed=True)
    return matrices.mean(axis=(2, 3)).astype(np.float32)


def gabor(family: GaborEnergy, image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """|brightness convolved with `skimage.filters.gabor_kernel`|, frequency by frequency: (n, height, width)."""
    angles = np.arange(family.orientations) * np.pi / family.orientations
    kernels = [filters.gabor_kernel(frequency, angle) for frequency in family.frequencies for angle in angles]
    brightness = _brightness(image) / 255
    return np.stack([np.abs(_convolved(brightness, kernel)) for kernel in kernels]).astype(np.float32)


def _convolved(brightness: NDArray[np.float64], kernel: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """`scipy.ndimage.convolve`, down and then across: these Gabor filters are a column times a row."""
    row, column = kernel.shape[0] // 2, kernel.shape[1] // 2
    down = convolve1d(brightness, kernel[:, column] / kernel[row, column], axis=0)
    return convolve1d(down, kernel[row], axis=1)


def _brightness(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return grey(image[np.newaxis])[0]


VIEWS: dict[str, Callable[[Any, NDArray[np.uint8]], NDArray[Any]]] = {
    view.__name__: view
    for view in (colour_histogram, colour_moments, hog, edges, binary_patterns, co_occurrence, gabor)
}
"""By the register's names; a test fails when a family has no view here."""
