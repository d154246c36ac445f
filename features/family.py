"""What all feature families have in common: each is a stateless scikit-learn transformer over images.

A family turns each image into d numbers by a fixed formula that its own module states, with nothing learned from other
images: f(image) = (f1, ..., fd). Images go through in blocks, which changes the speed and not the numbers. Most
families look at the brightness, and divide the image into cells, so that features keep roughly where something is.
"""

from collections.abc import Callable
from typing import Any, Self

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

UInt8 = NDArray[np.uint8]
UInt32 = NDArray[np.uint32]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]
"""Arrays, by the type of their numbers."""
Shape = tuple[int, int, int]

CHANNELS = {1: ("grey",), 3: ("red", "green", "blue")}
SMALLEST_SIDE = 8
BLOCK = 256
"""Images transformed at a time: their copy and what is computed from it stay in the processor's cache."""


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile by Numba at the first call, cached on disk where possible, and release the interpreter's lock.

    No fast-math: rounding decides comparisons.
    """
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # neither the source's folder nor the user's cache can be written
        return njit(nogil=True)(function)


def grey(X: UInt8) -> UInt8:
    """Brightness uint8 (n, height, width): 0.2125 red + 0.7154 green + 0.0721 blue; grey images stay as they are.

    The weights are those of `skimage.color.rgb2gray` (C. Poynton, "Frequently asked questions about color", 1997): the
    eye is most sensitive to green. Unlike rgb2gray, which gives fractions from 0 to 1, the result is rounded to whole
    numbers from 0 to 255, an exact half upwards: rgb2gray's last bit differs between processors, and would decide
    comparisons.
    """
    return X[..., 0].copy() if X.shape[3] == 1 else _weighted(X)


@kernel
def _weighted(X: UInt8) -> UInt8:
    n, height, width, _ = X.shape
    brightness = np.empty((n, height, width), np.uint8)
    for i in range(n):
        for row in range(height):
            for column in range(width):
                red, green, blue = X[i, row, column]
                weighted = np.uint32(2125) * red + np.uint32(7154) * green + np.uint32(721) * blue
                brightness[i, row, column] = (weighted + np.uint32(5000)) // np.uint32(10000)
    return brightness


def boundaries(length: int, cells: int) -> Int64:
    """Where `cells` nearly equal parts of `length` pixels begin and end: int64 (cells + 1,).

    Part k holds the pixels from floor(k length / cells) to just before floor((k + 1) length / cells): parts differ by
    at most one pixel, and every pixel is in exactly one.
    """
    return np.arange(cells + 1) * length // cells


def grid(shape: tuple[int, ...], cells: int) -> Int64:
    """The number of each pixel's cell, counted row by row: int64 (height, width)."""
    row, column = (np.repeat(np.arange(cells), np.diff(boundaries(side, cells))) for side in shape[:2])
    return row[:, None] * cells + column


def cell_names(cells: int, names: list[str]) -> list[str]:
    """`row0_column0_name` for each cell, row by row, and each name in it."""
    return [f"row{row}_column{column}_{name}" for row in range(cells) for column in range(cells) for name in names]


def checked(X: ArrayLike) -> UInt8:
    """The images, if they are uint8 (n, height, width, 1 or 3); else a ValueError that says what is wrong."""
    images = np.asarray(X)
    if images.ndim != 4 or images.shape[3] not in (1, 3):
        raise ValueError(
            f"Images must have the shape (n, height, width, 1 or 3 channels), but these have the shape {images.shape}."
        )
    if images.dtype != np.uint8:
        raise ValueError(f"Images must be whole numbers from 0 to 255 (uint8), but these are {images.dtype}.")
    if min(images.shape[1:3]) < SMALLEST_SIDE:
        height, width = images.shape[1:3]
        these = f"but these are {height} high and {width} wide"
        raise ValueError(f"Images must be at least {SMALLEST_SIDE} pixels high and wide, {these}.")
    return images


class Family(TransformerMixin, BaseEstimator):
    """Transforms uint8 images (n, height, width, channels) into float32 (n, d); `fit` only notes the images' shape.

    A family defines `_names`, one name per column, and `_transform`, which gets a block of images, writeable and
    contiguous.
    """

    shape_: Shape

    def _names(self, shape: Shape) -> list[str]:
        raise NotImplementedError

    def _transform(self, X: UInt8) -> NDArray[Any]:
        raise NotImplementedError

    def fit(self, X: ArrayLike, y: object = None) -> Self:  # noqa: ARG002 - scikit-learn passes the classes
        """Check the images and note their shape, which `get_feature_names_out` needs."""
        self.shape_ = checked(X).shape[1:]
        return self

    def transform(self, X: ArrayLike) -> Float32:
        """The features (n, d) of the images, each independent of the others."""
        images = checked(X)
        shape = images.shape[1:]
        if getattr(self, "shape_", shape) != shape:
            raise ValueError(f"Images must have the shape {self.shape_} as in `fit`, but these have {shape}.")
        features = np.empty((len(images), len(self._names(shape))), np.float32)
        for start in range(0, len(images), BLOCK):
            block = slice(start, start + BLOCK)
            features[block] = self._transform(np.array(images[block], order="C"))
        return features

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:  # noqa: ARG002 - as above
        """One name per column."""
        check_is_fitted(self, "shape_")
        return np.array(self._names(self.shape_), dtype=object)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.requires_fit = False
        return tags
