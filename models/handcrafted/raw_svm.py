"""The same SVM on raw pixels: the accuracy that `svm` gains over it is due to the features."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer

from models.handcrafted.files import load, save
from models.handcrafted.support_vectors import classifier, describe
from models.register import Context

__all__ = ["describe", "load", "make", "pixels", "save"]


def pixels(X: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Images (n, height, width, channels) as rows of their pixels (n, height * width * channels)."""
    return X.reshape(len(X), -1).astype(np.float32)


def make(context: Context, **settings: Any) -> Pipeline:
    """An SVM on standardised raw pixels."""
    return Pipeline([("features", FunctionTransformer(pixels)), ("classify", classifier(context, **settings))])
