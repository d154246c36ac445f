"""Each family as scikit-image, SciPy and NumPy define it, one image at a time, for tests and benchmarks."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, stats
from skimage import feature, filters

from features.family import Family
from timing.operations.by_scikit_image import BY_SCIKIT_IMAGE, ImageArray, Settings, brightness_levels, cells_of


def colour_moments(image: ImageArray, family: Settings) -> NDArray[np.float64]:
    """NumPy's mean and deviation and SciPy's skewness of each channel of each cell."""
    moments = []
    for cell in cells_of(image, family.cells):
        for channel in np.moveaxis(cell.astype(np.float64), 2, 0):
            skewness = stats.skew(channel.ravel()) if np.ptp(channel) > 0 else 0.0
            moments += [channel.mean(), channel.std(), skewness]
    return np.array(moments)


def edges(image: ImageArray, family: Settings) -> NDArray[np.float64]:
    """scikit-image's Sobel filters, averaged in each cell."""
    brightness = brightness_levels(image)
    maps = np.abs([filters.sobel_h(brightness), filters.sobel_v(brightness), filters.sobel(brightness)])
    cells = cells_of(np.moveaxis(maps, 0, 2), family.cells)
    return np.concatenate([[*cell.mean(axis=(0, 1)), cell[..., 2].std()] for cell in cells])


def co_occurrence(image: ImageArray, family: Settings) -> NDArray[np.float64]:
    """Six properties of scikit-image's co-occurrence matrices of 256 levels."""
    angles = np.arange(family.angles) * np.pi / family.angles
    matrices = feature.graycomatrix(brightness_levels(image), family.distances, angles, levels=256, symmetric=True)
    names = ("contrast", "dissimilarity", "homogeneity", "ASM", "energy", "correlation")
    return np.stack([feature.graycoprops(matrices, name) for name in names], axis=-1).ravel()


def gabor(image: ImageArray, family: Settings) -> NDArray[np.float64]:
    """scikit-image's Gabor kernels convolved by SciPy: mean and deviation of their strength in each cell."""
    brightness = brightness_levels(image) / 255
    strengths = []
    for frequency in family.frequencies:
        for angle in np.arange(family.orientations) * np.pi / family.orientations:
            kernel = filters.gabor_kernel(frequency, angle)
            parts = (ndimage.convolve(brightness, part, mode="reflect") for part in (kernel.real, kernel.imag))
            strengths.append(np.hypot(*parts))
    cells = cells_of(np.stack(strengths, axis=2), family.cells)
    return np.concatenate([np.stack([cell.mean(axis=(0, 1)), cell.std(axis=(0, 1))], 1).ravel() for cell in cells])


REFERENCES: dict[str, Callable[[ImageArray, Settings], NDArray[np.float64]]] = {
    **BY_SCIKIT_IMAGE,
    **{function.__name__: function for function in (colour_moments, edges, co_occurrence, gabor)},
}


def described(X: ImageArray, name: str, family: Family) -> NDArray[np.float64]:
    """The features that the family should compute for all images (n, d), one image at a time."""
    return np.stack([REFERENCES[name](image, family) for image in X])
