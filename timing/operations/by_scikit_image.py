"""Features as scikit-image and NumPy define them, one picture after the other: what our kernels are compared with."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from skimage import color, feature

Picture = NDArray[np.uint8]
Settings = Any  # a family, of which only its own settings are read


def colour_histogram(picture: Picture, family: Settings) -> NDArray[np.float64]:
    """NumPy's histogram of each channel of each cell."""
    channels = (channel for cell in cells_of(picture, family.cells) for channel in np.moveaxis(cell, 2, 0))
    return np.concatenate([np.histogram(one, family.bins, (0, 256))[0] / one.size for one in channels])


def hog(picture: Picture, family: Settings) -> NDArray[np.float64]:
    """`skimage.feature.hog` of the colour picture."""
    size = (family.cells_per_block, family.cells_per_block)
    cell = family.pixels_per_cell(picture.shape)
    return feature.hog(picture, family.orientations, cell, size, block_norm="L2-Hys", channel_axis=-1)


def binary_patterns(picture: Picture, family: Settings) -> NDArray[np.float64]:
    """`skimage.feature.local_binary_pattern`'s uniform labels, counted in each cell."""
    labels = feature.local_binary_pattern(brightness_levels(picture), family.points, family.radius, "uniform")
    edges = np.arange(family.points + 3)
    return np.concatenate([np.histogram(cell, edges)[0] / cell.size for cell in cells_of(labels, family.cells)])


def brightness_levels(picture: Picture) -> Picture:
    """`rgb2gray` in whole steps; the noise in its last bits is rounded away first, so that halves always go up."""
    if picture.shape[2] == 1:
        return picture[..., 0]
    return np.floor(np.round(color.rgb2gray(picture) * 255, 6) + 0.5).astype(np.uint8)


def cells_of(picture: NDArray[Any], cells: int) -> Iterator[NDArray[Any]]:
    """The cells of the picture, row by row, as slices of it."""
    rows, columns = ([side * k // cells for k in range(cells + 1)] for side in picture.shape[:2])
    return (picture[top:low, left:right] for top, low in pairwise(rows) for left, right in pairwise(columns))


BY_SCIKIT_IMAGE: dict[str, Callable[[Picture, Settings], NDArray[np.float64]]] = {
    "colour_histogram": colour_histogram,
    "hog": hog,
    "binary_patterns": binary_patterns,
}
