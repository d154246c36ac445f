"""Features that a CNN learns from the training images themselves: its last hidden layer."""

from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.utils.validation import check_is_fitted

from models.network.cnn import CNN
from models.network.inside import embedded


class LearnedFeatures(TransformerMixin, BaseEstimator):
    """`fit` trains a copy of the CNN; `transform` turns uint8 images into its last hidden layer (n, d), float32."""

    learns = True
    """Whether these features need the classes of the training images."""

    def __init__(self, cnn: CNN) -> None:
        self.cnn = cnn

    def fit(self, X: NDArray[np.uint8], y: NDArray) -> Self:
        """Train the CNN on images and their classes."""
        self.cnn_ = clone(self.cnn).fit(X, y)
        return self

    def transform(self, X: NDArray[np.uint8]) -> NDArray[np.float32]:
        """What the last hidden layer holds of each image."""
        check_is_fitted(self)
        return embedded(self.cnn_, X)[1]
