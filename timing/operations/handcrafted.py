"""The handcrafted side: features image by image, by our kernels and in torch, the SVM's fit and its prediction."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.base import clone

import catalogue
from features import FAMILIES, union
from models.handcrafted.support_vectors import classifier
from models.register import Context
from timing.device import TorchDevice
from timing.operations import by_cuml, by_torch
from timing.operations.arithmetic import on
from timing.operations.by_scikit_image import BY_SCIKIT_IMAGE
from timing.operations.torch_svm import TorchSVM
from timing.rows.row import Way
from timing.stopwatch import Work

N_ASKED = 500
"""Images that the SVM labels, whatever it was trained on."""
FEWEST = 32
"""Images of a thread: handing over fewer costs more than it saves."""


def colour_histogram(n: int, way: Way, device: TorchDevice) -> Work:
    """Colour histograms of `n` images."""
    return extraction("colour_histogram", n, way, device)


def hog(n: int, way: Way, device: TorchDevice) -> Work:
    """Histograms of oriented gradients of `n` images."""
    return extraction("hog", n, way, device)


def binary_patterns(n: int, way: Way, device: TorchDevice) -> Work:
    """Local binary patterns of `n` images."""
    return extraction("binary_patterns", n, way, device)


def all_features(n: int, way: Way, device: TorchDevice) -> Work:  # noqa: ARG001 - our kernels are the processor's
    """Every family's features of `n` images."""
    X = colourful(n)
    everything = union().fit(X)
    return Work(lambda X: spread_over_threads(everything, X, way.threads), X)


def extraction(family: str, n: int, way: Way, device: TorchDevice) -> Work:
    """One family's features of `n` images: one image after the other, by our kernels, or batched in torch."""
    transformer = FAMILIES[family]()
    if way.library == "torch":
        images = torch.from_numpy(colourful(n))
        return on(device, (images,), lambda given: by_torch.described(family, transformer, *given))
    if way.library == "scikit-image":
        describe_one = BY_SCIKIT_IMAGE[family]
        return Work(lambda X: np.stack([describe_one(image, transformer) for image in X]), colourful(n))
    return Work(lambda X: spread_over_threads(transformer, X, way.threads), colourful(n))


def spread_over_threads(transformer: Any, X: NDArray[np.uint8], threads: int) -> NDArray[np.float32]:
    """The images' features, each thread its share of the images: the kernels release the interpreter's lock.

    The calling thread has a share too. If it only waited, two new threads would now and then begin on one core.
    """
    mine, *others = np.array_split(X, int(np.clip(len(X) // FEWEST, 1, threads)))
    if not others:
        return transformer.transform(mine)
    with ThreadPoolExecutor(len(others)) as pool:
        pending = [pool.submit(transformer.transform, share) for share in others]
        return np.concatenate([transformer.transform(mine), *(one.result() for one in pending)])


def svm_fit(n: int, way: Way, device: TorchDevice) -> Work:
    """Scaling and fitting the SVM on the features of `n` images."""
    if way.library == "cuml":
        X, y = (torch.from_numpy(array) for array in described(n))
        return Work(lambda given: by_cuml.fitted(*given), (X, y), device.put)
    machine = classifier(Context())
    return Work(lambda given: clone(machine).fit(*given), described(n))


def svm_predict(n: int, way: Way, device: TorchDevice) -> Work:
    """Labelling 500 images by an SVM that was fitted on `n`: their distances to every support vector."""
    X, y = described(n)
    machine = classifier(Context()).fit(X, y)
    asked = np.resize(X, (N_ASKED, X.shape[1]))
    n_support, n_classes = len(machine["classify"].support_vectors_), len(machine["classify"].classes_)
    n_values = N_ASKED * (X.shape[1] + 1) + n_support * X.shape[1]
    n_bytes = float(n_values * X.itemsize)
    if way.library == "torch":
        there = TorchSVM.of(machine, device.name)
        flop = 2.0 * N_ASKED * n_support * (X.shape[1] + there.coefficients.shape[1])
        return on(device, (torch.from_numpy(asked),), lambda given: there.predict(*given), flop, n_bytes)
    flop = 2.0 * N_ASKED * n_support * (X.shape[1] + n_classes - 1)
    return Work(machine.predict, asked, flop=flop, n_bytes=n_bytes)


@cache
def described(n: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The features (n, d) and labels (n,) of `n` digits."""
    images = catalogue.load("digits")
    chosen = catalogue.subset(images, n, seed=0)
    return union().fit_transform(images.X_train[chosen]), images.y_train[chosen]


@cache
def colourful(n: int) -> NDArray[np.uint8]:
    """Drawn images in colour, (n, 32, 32, 3), again from the first where there are not as many."""
    X = catalogue.load("shapes").X_train
    return X[np.arange(n) % len(X)]
