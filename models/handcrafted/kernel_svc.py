"""A support vector machine with scikit-learn's labels, but faster: the platform's best solver, and rows in blocks."""

import warnings
from dataclasses import dataclass
from numbers import Integral, Real
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.svm import SVC
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import check_is_fitted

from models.threads import n_threads

NEAR = 2e-4
"""Below this a decision is computed again in float64: float32 errs by about 1e-5 in sums of ten thousand terms."""


def solver() -> tuple[type[SVC], str]:
    """The fastest SVC on this platform and the name of its library; all find the same support vectors."""
    try:
        import sklearnex.svm
        from daal4py import daalinit
    except ImportError:
        return SVC, "scikit-learn"
    daalinit(n_threads())  # outside the main thread, as in a worker, it would otherwise use every core
    return sklearnex.svm.SVC, "scikit-learn-intelex"


@dataclass(eq=False, repr=False)  # hashable, and printed by scikit-learn
class KernelSVC(ClassifierMixin, BaseEstimator):
    """scikit-learn's one-against-one SVC, predicting by one matrix product; `gamma` multiplies 1 / n_features.

    Labels equal `sklearn.svm.SVC.predict` (libsvm's vote, ties to the first class). 1 / n_features suits
    standardised features, which have variance one.
    """

    _parameter_constraints: ClassVar = {
        "kernel": [StrOptions({"linear", "rbf"})],
        "C": [Interval(Real, 0, None, closed="neither")],
        "gamma": [Interval(Real, 0, None, closed="neither")],
        "block": [Interval(Integral, 1, None, closed="left")],
    }

    kernel: str = "rbf"
    C: float = 5.0
    gamma: float = 1.0
    block: int = 1_000

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Learn the support vectors from standardised features (n, d); ValueError for a wrong setting."""
        self._validate_params()
        X = np.ascontiguousarray(X, dtype=np.float32)  # half the time of float64, the same accuracy
        kind, self.implementation_ = solver()
        self.gamma_ = self.gamma / X.shape[1]
        svc = kind(kernel=self.kernel, C=self.C, gamma=self.gamma_, cache_size=1_000)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "'Threading' parallel backend")  # solver() has set the threads
            svc.fit(X, y)
        self.classes_ = svc.classes_
        self.n_features_in_ = X.shape[1]
        self.support_vectors_ = np.ascontiguousarray(svc.support_vectors_, dtype=np.float32)
        sign = -1 if len(self.classes_) == 2 else 1  # for two classes scikit-learn reverses libsvm's signs
        self.dual_coef_ = sign * np.ascontiguousarray(svc.dual_coef_, dtype=np.float64)
        self.intercept_ = sign * np.ravel(svc.intercept_).astype(np.float64)
        self.n_support_ = np.bincount(np.searchsorted(self.classes_, np.asarray(y)[svc.support_]))
        return self

    def pairwise_decisions(self, X: ArrayLike) -> NDArray[np.float64]:
        """Decision of each pair of classes (n, k (k - 1) / 2), positive for the first of the pair, as libsvm has it.

        Computed in float32, and again in float64 where a decision is so near zero that rounding could change its sign.
        """
        check_is_fitted(self)
        X = np.ascontiguousarray(X, dtype=np.float32)
        decisions = self._decisions(X)
        near = np.abs(decisions).min(axis=1, initial=np.inf) < NEAR
        if near.any():
            decisions[near] = self._decisions(X[near].astype(np.float64))
        return decisions

    def _decisions(self, X: NDArray) -> NDArray[np.float64]:
        support_vectors = self.support_vectors_.astype(X.dtype, copy=False)
        dual_coef = self.dual_coef_.astype(X.dtype, copy=False)
        starts = range(0, len(X), self.block)
        blocks = [self._block(X[start : start + self.block], support_vectors, dual_coef) for start in starts]
        return np.concatenate(blocks) if blocks else np.empty((0, len(self.intercept_)))

    def _block(self, X: NDArray, support_vectors: NDArray, dual_coef: NDArray) -> NDArray[np.float64]:
        kernel = X @ support_vectors.T
        if self.kernel == "rbf":
            # exp(-gamma |x - s|²), in place: for a thousand rows the kernel is the largest array here
            kernel *= 2
            kernel -= np.einsum("ij,ij->i", X, X)[:, None]
            kernel -= np.einsum("ij,ij->i", support_vectors, support_vectors)
            kernel *= self.gamma_
            np.exp(kernel, out=kernel)
        ends = np.cumsum(self.n_support_)
        # For every other class, libsvm keeps a row of coefficients of a class's support vectors, in the classes' order:
        # for i < j, row j - 1 of class i is against j, and row i of class j against i. by_class[c][:, row] is the sum
        # over class c's support vectors, weighted by that row.
        by_class = [
            kernel[:, end - n : end] @ dual_coef[:, end - n : end].T
            for n, end in zip(self.n_support_, ends, strict=True)
        ]
        pairs = zip(*np.triu_indices(len(self.classes_), 1), strict=True)
        return np.stack([by_class[i][:, j - 1] + by_class[j][:, i] for i, j in pairs], axis=1) + self.intercept_

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Votes plus a confidence below half a vote (n, k), or one margin (n,) for two classes, like scikit-learn's."""
        decisions = self.pairwise_decisions(X)
        if len(self.classes_) == 2:
            return -decisions[:, 0]  # positive for the second class, in libsvm for the first
        votes, confidence = tally(decisions, len(self.classes_))
        return votes + confidence / (3 * (np.abs(confidence) + 1))

    def predict(self, X: ArrayLike) -> NDArray:
        """The class with the most votes for each row."""
        votes, _ = tally(self.pairwise_decisions(X), len(self.classes_))
        return self.classes_[votes.argmax(axis=1)]


def pair_sides(n_classes: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The first and the second class of each pair, in libsvm's order, one-hot encoded: both (pairs, n_classes)."""
    first, second = np.triu_indices(n_classes, 1)
    one_hot = np.eye(n_classes)
    return one_hot[first], one_hot[second]


def tally(decisions: NDArray[np.float64], n_classes: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The votes for each class, and the sum of the decisions for it: both (n, n_classes).

    A decision of exactly zero is a vote for the second class.
    """
    first, second = pair_sides(n_classes)
    won = decisions > 0
    return won @ first + ~won @ second, decisions @ (first - second)
