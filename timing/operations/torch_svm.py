"""A fitted SVM's predictions by one matrix product, on any device of torch that has float64."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline
from torch import Tensor

from models.handcrafted.kernel_svc import NEAR, KernelSVC, pair_sides


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
