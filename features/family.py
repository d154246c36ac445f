"""What all feature families have in common: each is a stateless scikit-learn transformer over images.

A family turns each image into d numbers by a fixed formula that its own module states, with nothing learned from other
images: f(image) = (f1, ..., fd). Images go through in blocks, which changes the speed and not the numbers.
"""

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

SMALLEST_SIDE = 8
BLOCK = 256
"""Images transformed at a time: their copy and what is computed from it stay in the processor's cache."""

Shape = tuple[int, int, int]
CHANNELS = {1: ("grey",), 3: ("red", "green", "blue")}


def checked(X: ArrayLike) -> NDArray[np.uint8]:
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
        raise ValueError(
            f"Images must be at least {SMALLEST_SIDE} pixels high and wide, "
            f"but these are {height} high and {width} wide."
        )
    return images


class Family(TransformerMixin, BaseEstimator):
    """Transforms uint8 images (n, height, width, channels) into float32 (n, d); `fit` only notes the images' shape.

    A family defines `_names`, one name per column, and `_transform`, which gets a block of images, writeable and
    contiguous.
    """

    shape_: Shape

    def _names(self, shape: Shape) -> list[str]:
        raise NotImplementedError

    def _transform(self, X: NDArray[np.uint8]) -> NDArray[Any]:
        raise NotImplementedError

    def fit(self, X: ArrayLike, y: object = None) -> Self:  # noqa: ARG002 - scikit-learn passes the classes
        """Check the images and note their shape, which `get_feature_names_out` needs."""
        self.shape_ = checked(X).shape[1:]
        return self

    def transform(self, X: ArrayLike) -> NDArray[np.float32]:
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
