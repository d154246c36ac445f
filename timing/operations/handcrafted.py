"""The handcrafted side: features by scikit-image, by our kernels and by torch, and the SVM's fit and prediction."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.pipeline import Pipeline
from torch import Tensor

import catalogue
from features import FAMILIES, union
from models.handcrafted.kernel_svc import NEAR, KernelSVC, pair_sides
from models.handcrafted.support_vectors import classifier
from models.register import Context
from timing.device import TorchDevice
from timing.operations import by_torch
from timing.operations.arithmetic import work_on
from timing.operations.by_scikit_image import BY_SCIKIT_IMAGE
from timing.rows.row import Variant
from timing.stopwatch import Work

N_PREDICTED = 500
"""Images that the SVM predicts, however many it was trained on."""

FEWEST = 32
"""The fewest images for a thread: handing over fewer costs more than it saves."""


def features(family: str, n: int, variant: Variant, device: TorchDevice) -> Work:
    """One family's features of `n` images: by torch, by scikit-image or by our kernels."""
    transformer = FAMILIES[family]()
    if variant.library == "torch":
        images = torch.from_numpy(colour_images(n))
        return work_on(device, (images,), lambda given: by_torch.transform(family, transformer, *given))
    if variant.library == "scikit-image":
        transform_one = BY_SCIKIT_IMAGE[family]
        return Work(lambda X: np.stack([transform_one(image, transformer) for image in X]), colour_images(n))
    return Work(lambda X: spread_over_threads(transformer, X, variant.threads), colour_images(n))


def all_features(n: int, variant: Variant, device: TorchDevice) -> Work:  # noqa: ARG001 - only the CPU's
    """The features of `n` images by all families, by our kernels."""
    X = colour_images(n)
    everything = union().fit(X)
    return Work(lambda X: spread_over_threads(everything, X, variant.threads), X)


def spread_over_threads(transformer: Any, X: NDArray[np.uint8], threads: int) -> NDArray[np.float32]:
    """The images' features; each thread transforms a share of the images, as our kernels release the GIL.

    The calling thread has a share too. If it only waited, two new threads would sometimes start on one core.
    """
    mine, *others = np.array_split(X, int(np.clip(len(X) // FEWEST, 1, threads)))
    if not others:
        return transformer.transform(mine)
    with ThreadPoolExecutor(len(others)) as pool:
        pending = [pool.submit(transformer.transform, share) for share in others]
        return np.concatenate([transformer.transform(mine), *(one.result() for one in pending)])


def svm_fit(n: int, variant: Variant, device: TorchDevice) -> Work:
    """Scaling the features of `n` images and fitting the SVM to them."""
    if variant.library == "cuml":
        X, y = (torch.from_numpy(array) for array in digit_features(n))
        return Work(lambda given: fit_by_cuml(*given), (X, y), device.put)
    pipeline = classifier(Context())
    return Work(lambda given: clone(pipeline).fit(*given), digit_features(n))


def cuml_svc() -> Any:
    """The class SVC of cuML, or None where it is not installed."""
    try:
        from cuml.svm import SVC
    except ImportError:
        return None
    return SVC


def fit_by_cuml(X: Tensor, y: Tensor) -> Any:
    """CuML's SVC with the settings of `KernelSVC`, fitted to labels y (n,) and X (n, d), which it standardises."""
    settings = KernelSVC()
    deviation, mean = torch.std_mean(X, 0, correction=0)
    rows = (X - mean) / torch.where(deviation > 0, deviation, 1.0)
    estimator = cuml_svc()(kernel=settings.kernel, C=settings.C, gamma=settings.gamma / X.shape[1], cache_size=1_000)
    return estimator.fit(rows, y)


def svm_predict(n: int, variant: Variant, device: TorchDevice) -> Work:
    """Predicting 500 images by an SVM that was fitted to `n`: their distances to every support vector."""
    X, y = digit_features(n)
    pipeline = classifier(Context()).fit(X, y)
    rows = np.resize(X, (N_PREDICTED, X.shape[1]))
    n_support, n_features = pipeline["classify"].support_vectors_.shape
    n_bytes = float((N_PREDICTED * (n_features + 1) + n_support * n_features) * X.itemsize)

    # per pair of an image and a support vector: one distance, and one term for each of its coefficients
    def flop(n_coefficients: int) -> float:
        return 2.0 * N_PREDICTED * n_support * (n_features + n_coefficients)

    if variant.library == "torch":
        svm = TorchSVM.of(pipeline, device.name)
        cost = flop(svm.coefficients.shape[1]), n_bytes
        return work_on(device, (torch.from_numpy(rows),), lambda given: svm.predict(*given), *cost)
    n_coefficients = len(pipeline["classify"].classes_) - 1
    return Work(pipeline.predict, rows, flop=flop(n_coefficients), n_bytes=n_bytes)


@dataclass(frozen=True)
class TorchSVM:
    """What `SearchedSVC.pipeline` has learned from d columns, as tensors on one device.

    Mean and scale (d,), support vectors (s, d), the coefficient of each of them in each pair of classes (s, pairs), the
    pairs' intercepts (pairs,), and the pairs (pairs, classes): 1 for a pair's first class, -1 for its second.
    """

    gamma: float
    mean: Tensor
    scale: Tensor
    support_vectors: Tensor
    coefficients: Tensor
    intercepts: Tensor
    pairs: Tensor

    @classmethod
    def of(cls, fitted: Pipeline, device: str) -> Self:
        """A fitted SVM with an RBF kernel, on the device."""
        scale, svm = fitted["scale"], fitted["classify"]
        first, second = pair_sides(len(svm.classes_))
        pairs = (first - second).astype(np.float32)
        arrays = scale.mean_, scale.scale_, svm.support_vectors_, coefficients(svm), svm.intercept_, pairs
        return cls(svm.gamma_, *(torch.from_numpy(array).to(device) for array in arrays))

    def predict(self, X: Tensor) -> Tensor:
        """The number of the class with most votes for each row of X (n, d), the first of equals: int64 (n,).

        As in `KernelSVC`: in float32, and again in float64 if a decision is so near zero that rounding could turn it.
        """
        X = ((X - self.mean) / self.scale).float()
        decisions = self.decisions(X)
        near = decisions.abs().amin(1) < NEAR
        decisions[near] = self.decisions(X[near].double()).float()
        return (torch.where(decisions > 0, 1.0, -1.0) @ self.pairs).argmax(1)

    def decisions(self, X: Tensor) -> Tensor:
        """The decision of each pair of classes for standardised rows (n, d), in their number format: (n, pairs)."""
        vectors = self.support_vectors.to(X.dtype)
        kernel = X @ vectors.T
        # -|x - s|², in place, as the kernel is the largest array here.
        kernel.mul_(2).sub_(X.square().sum(1, keepdim=True)).sub_(vectors.square().sum(1))
        return kernel.mul_(self.gamma).exp_() @ self.coefficients.to(X.dtype) + self.intercepts.to(X.dtype)


def coefficients(svm: KernelSVC) -> NDArray[np.float64]:
    """The coefficient of each support vector in each pair of classes (s, pairs), zero for pairs of other classes."""
    own = np.repeat(np.arange(len(svm.classes_)), svm.n_support_)[:, None]
    i, j = np.triu_indices(len(svm.classes_), 1)
    return np.where(own == i, svm.dual_coef_.T[:, j - 1], np.where(own == j, svm.dual_coef_.T[:, i], 0.0))


@cache
def digit_features(n: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The features (n, d) and labels (n,) of `n` digits."""
    images = catalogue.load("digits")
    chosen = catalogue.subset(images, n, seed=0)
    return union().fit_transform(images.X_train[chosen]), images.y_train[chosen]


@cache
def colour_images(n: int) -> NDArray[np.uint8]:
    """`n` drawn images in colour, (n, 32, 32, 3), repeated from the first on if there are not as many."""
    X = catalogue.load("shapes").X_train
    return X[np.arange(n) % len(X)]
