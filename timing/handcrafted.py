"""The handcrafted side: features by scikit-image's loop and by our kernels, the SVM's fit and its prediction."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone

import catalogue
from features import FAMILIES, union
from models.register import Context
from models.support_vectors import classifier
from timing.by_scikit_image import BY_SCIKIT_IMAGE
from timing.device import TorchDevice
from timing.row import Way
from timing.stopwatch import Work

N_ASKED = 500
"""Pictures that the SVM labels, whatever it was trained on."""


def colour_histogram(n: int, way: Way, device: TorchDevice) -> Work:  # noqa: ARG001 - all of these are the processor's
    """Colour histograms of `n` pictures."""
    return extraction("colour_histogram", n, way)


def hog(n: int, way: Way, device: TorchDevice) -> Work:  # noqa: ARG001
    """Histograms of oriented gradients of `n` pictures."""
    return extraction("hog", n, way)


def binary_patterns(n: int, way: Way, device: TorchDevice) -> Work:  # noqa: ARG001
    """Local binary patterns of `n` pictures."""
    return extraction("binary_patterns", n, way)


def all_features(n: int, way: Way, device: TorchDevice) -> Work:  # noqa: ARG001
    """Every family's features of `n` pictures."""
    X = colourful(n)
    everything = union().fit(X)
    return Work(lambda X: spread_over_threads(everything, X, way.threads), X)


def extraction(family: str, n: int, way: Way) -> Work:
    """One family's features of `n` pictures, one picture after the other or by our kernels."""
    transformer = FAMILIES[family]()
    if way.library == "scikit-image":
        describe_one = BY_SCIKIT_IMAGE[family]
        return Work(lambda X: np.stack([describe_one(picture, transformer) for picture in X]), colourful(n))
    return Work(lambda X: spread_over_threads(transformer, X, way.threads), colourful(n))


def spread_over_threads(transformer: Any, X: NDArray[np.uint8], threads: int) -> NDArray[np.float32]:
    """The pictures' features, each thread its share of the pictures: the kernels release the interpreter's lock."""
    if threads == 1:
        return transformer.transform(X)
    with ThreadPoolExecutor(threads) as pool:
        return np.concatenate([*pool.map(transformer.transform, np.array_split(X, threads))])


def svm_fit(n: int, way: Way, device: TorchDevice) -> Work:  # noqa: ARG001
    """Scaling and fitting the SVM on the features of `n` pictures."""
    machine = classifier(Context())
    return Work(lambda given: clone(machine).fit(*given), described(n))


def svm_predict(n: int, way: Way, device: TorchDevice) -> Work:  # noqa: ARG001
    """Labelling 500 pictures by an SVM that was fitted on `n`: their distances to every support vector."""
    X, y = described(n)
    machine = classifier(Context()).fit(X, y)
    asked = np.resize(X, (N_ASKED, X.shape[1]))
    n_support = len(machine["classify"].support_vectors_)
    flop = 2.0 * N_ASKED * n_support * (X.shape[1] + len(np.unique(y)) - 1)
    n_values = N_ASKED * (X.shape[1] + 1) + n_support * X.shape[1]
    return Work(machine.predict, asked, flop=flop, n_bytes=n_values * X.itemsize)


@cache
def described(n: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The features (n, d) and labels (n,) of `n` digits."""
    images = catalogue.load("digits")
    chosen = catalogue.subset(images, n, seed=0)
    return union().fit_transform(images.X_train[chosen]), images.y_train[chosen]


@cache
def colourful(n: int) -> NDArray[np.uint8]:
    """Drawn pictures in colour, (n, 32, 32, 3)."""
    return np.array(catalogue.load("shapes").X_train[:n])
