"""Each family as scikit-image, SciPy and NumPy define it, one picture at a time; tests and benchmark compare."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, stats
from skimage import color, feature, filters

from features.family import Family

Picture = NDArray[np.uint8]
Settings = Any  # a family, of which only its own settings are read


def brightness_levels(picture: Picture) -> Picture:
    """`rgb2gray` in whole steps; the noise in its last bits is rounded away first, so that halves always go up."""
    if picture.shape[2] == 1:
        return picture[..., 0]
    return np.floor(np.round(color.rgb2gray(picture) * 255, 6) + 0.5).astype(np.uint8)


def cells_of(picture: NDArray[Any], cells: int) -> Iterator[NDArray[Any]]:
    """The cells of the picture, row by row, as slices of it."""
    rows, columns = ([side * k // cells for k in range(cells + 1)] for side in picture.shape[:2])
    for top, bottom in pairwise(rows):
        for left, right in pairwise(columns):
            yield picture[top:bottom, left:right]


def colour_histogram(picture: Picture, family: Settings) -> NDArray[np.float64]:
    """NumPy's histogram of each channel of each cell."""
    return np.concatenate(
        [
            np.histogram(channel, family.bins, range=(0, 256))[0] / channel.size
            for cell in cells_of(picture, family.cells)
            for channel in np.moveaxis(cell, 2, 0)
        ]
    )


def colour_moments(picture: Picture, family: Settings) -> NDArray[np.float64]:
    """NumPy's mean and deviation and SciPy's skewness of each channel of each cell."""
    moments = []
    for cell in cells_of(picture, family.cells):
        for channel in np.moveaxis(cell.astype(np.float64), 2, 0):
            skewness = stats.skew(channel.ravel()) if np.ptp(channel) > 0 else 0.0
            moments += [channel.mean(), channel.std(), skewness]
    return np.array(moments)


def hog(picture: Picture, family: Settings) -> NDArray[np.float64]:
    """scikit-image's HOG of the colour picture."""
    size = (family.cells_per_block, family.cells_per_block)
    pixels_per_cell = family.pixels_per_cell(picture.shape)
    return feature.hog(picture, family.orientations, pixels_per_cell, size, block_norm="L2-Hys", channel_axis=-1)


def edges(picture: Picture, family: Settings) -> NDArray[np.float64]:
    """scikit-image's Sobel filters, summed up in each cell."""
    brightness = brightness_levels(picture)
    maps = np.abs([filters.sobel_h(brightness), filters.sobel_v(brightness), filters.sobel(brightness)])
    cells = cells_of(np.moveaxis(maps, 0, 2), family.cells)
    return np.concatenate([[*cell.mean(axis=(0, 1)), cell[..., 2].std()] for cell in cells])


def binary_patterns(picture: Picture, family: Settings) -> NDArray[np.float64]:
    """scikit-image's uniform local binary patterns, counted in each cell."""
    labels = feature.local_binary_pattern(brightness_levels(picture), family.points, family.radius, "uniform")
    edges = np.arange(family.points + 3)
    return np.concatenate([np.histogram(cell, edges)[0] / cell.size for cell in cells_of(labels, family.cells)])


def co_occurrence(picture: Picture, family: Settings) -> NDArray[np.float64]:
    """Six properties of scikit-image's co-occurrence matrices of 256 levels."""
    angles = np.arange(family.angles) * np.pi / family.angles
    matrices = feature.graycomatrix(brightness_levels(picture), family.distances, angles, levels=256, symmetric=True)
    names = ("contrast", "dissimilarity", "homogeneity", "ASM", "energy", "correlation")
    return np.stack([feature.graycoprops(matrices, name) for name in names], axis=-1).ravel()


def gabor(picture: Picture, family: Settings) -> NDArray[np.float64]:
    """scikit-image's Gabor kernels convolved by SciPy, their strength summed up in each cell."""
    brightness = brightness_levels(picture) / 255
    strengths = []
    for frequency in family.frequencies:
        for angle in np.arange(family.orientations) * np.pi / family.orientations:
            kernel = filters.gabor_kernel(frequency, angle)
            parts = (ndimage.convolve(brightness, part, mode="reflect") for part in (kernel.real, kernel.imag))
            strengths.append(np.hypot(*parts))
    cells = cells_of(np.stack(strengths, axis=2), family.cells)
    return np.concatenate([np.stack([cell.mean(axis=(0, 1)), cell.std(axis=(0, 1))], 1).ravel() for cell in cells])


REFERENCES: dict[str, Callable[[Picture, Settings], NDArray[np.float64]]] = {
    function.__name__: function
    for function in (colour_histogram, colour_moments, hog, edges, binary_patterns, co_occurrence, gabor)
}


def described(X: Picture, name: str, family: Family) -> NDArray[np.float64]:
    """What the family should give for all the pictures (n, d), found one by one."""
    return np.stack([REFERENCES[name](picture, family) for picture in X])
