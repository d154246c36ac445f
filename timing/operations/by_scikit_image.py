"""Handcrafted features as scikit-image and NumPy define them, one image at a time, to compare our kernels with."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from skimage import color, feature

ImageArray = NDArray[np.uint8]
Settings = Any  # a family, of which only the settings are read


def colour_histogram(image: ImageArray, family: Settings) -> NDArray[np.float64]:
    """NumPy's histogram of each channel of each cell."""
    channels = (channel for cell in cells_of(image, family.cells) for channel in np.moveaxis(cell, 2, 0))
    return np.concatenate([np.histogram(one, family.bins, (0, 256))[0] / one.size for one in channels])


def hog(image: ImageArray, family: Settings) -> NDArray[np.float64]:
    """`skimage.feature.hog` of the colour image."""
    size = (family.cells_per_block, family.cells_per_block)
    cell = family.pixels_per_cell(image.shape)
    return feature.hog(image, family.orientations, cell, size, block_norm="L2-Hys", channel_axis=-1)


def binary_patterns(image: ImageArray, family: Settings) -> NDArray[np.float64]:
    """The uniform labels of `skimage.feature.local_binary_pattern`, counted in each cell."""
    labels = feature.local_binary_pattern(brightness_levels(image), family.points, family.radius, "uniform")
    edges = np.arange(family.points + 3)
    return np.concatenate([np.histogram(cell, edges)[0] / cell.size for cell in cells_of(labels, family.cells)])


def brightness_levels(image: ImageArray) -> ImageArray:
    """`rgb2gray` in whole steps, halves rounded up; noise in the last bits is rounded away first."""
    if image.shape[2] == 1:
        return image[..., 0]
    return np.floor(np.round(color.rgb2gray(image) * 255, 6) + 0.5).astype(np.uint8)


def cells_of(image: NDArray[Any], cells: int) -> Iterator[NDArray[Any]]:
    """The cells of the image, row by row, as slices of it."""
    rows, columns = ([side * k // cells for k in range(cells + 1)] for side in image.shape[:2])
    return (image[top:low, left:right] for top, low in pairwise(rows) for left, right in pairwise(columns))


BY_SCIKIT_IMAGE: dict[str, Callable[[ImageArray, Settings], NDArray[np.float64]]] = {
    "colour_histogram": colour_histogram,
    "hog": hog,
    "binary_patterns": binary_patterns,
}
