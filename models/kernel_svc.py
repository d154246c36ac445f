"""A support vector machine with scikit-learn's labels, fitted by the platform's fastest solver, predicting in blocks."""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.metrics.pairwise import pairwise_kernels
from sklearn.svm import SVC
from sklearn.utils.validation import check_is_fitted


def solver() -> tuple[type[SVC], str]:
    """The fastest SVC of this platform and the name of its library; both give the same labels."""
    try:
        from sklearnex.svm import SVC as FastSVC
    except ImportError:
        return SVC, "scikit-learn"
    return FastSVC, "scikit-learn-intelex"


class KernelSVC(ClassifierMixin, BaseEstimator):
    """scikit-learn's one-against-one SVC, predicting by one matrix product; `gamma` multiplies 1 / n_features.

    Labels equal `sklearn.svm.SVC.predict` (libsvm's vote, ties to the first class). The factor suits standardised
    features, whose variance is one.
    """

    def __init__(self, kernel: str = "rbf", C: float = 5.0, gamma: float = 1.0, block: int = 1_000) -> None:
        self.kernel = kernel
        self.C = C
        self.gamma = gamma
        self.block = block

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Learn the support vectors from standardised features (n, d)."""
        X = np.ascontiguousarray(X, dtype=np.float64)
        kind, self.implementation_ = solver()
        gamma = self.gamma / X.shape[1]
        machine = kind(kernel=self.kernel, C=self.C, gamma=gamma, cache_size=1_000, max_iter=-1).fit(X, y)
        self.gamma_ = gamma
        self.classes_ = machine.classes_
        self.n_features_in_ = X.shape[1]
        self.support_vectors_ = np.ascontiguousarray(machine.support_vectors_)
        self.dual_coef_ = np.ascontiguousarray(machine.dual_coef_)
        self.intercept_ = np.ravel(machine.intercept_)
        self.n_support_ = np.bincount(np.searchsorted(self.classes_, np.asarray(y)[machine.support_]))
        return self

    def pairwise_decisions(self, X: ArrayLike) -> NDArray[np.float64]:
        """Decision of each pair of classes (n, k (k - 1) / 2), positive for the first of the pair, as libsvm has it."""
        check_is_fitted(self)
        X = np.ascontiguousarray(X, dtype=np.float64)
        blocks = [self._block_decisions(X[start : start + self.block]) for start in range(0, len(X), self.block)]
        return np.concatenate(blocks) if blocks else np.empty((0, len(self.intercept_)))

    def _block_decisions(self, X: NDArray[np.float64]) -> NDArray[np.float64]:
        parameters = {} if self.kernel == "linear" else {"gamma": self.gamma_}
        kernel = pairwise_kernels(X, self.support_vectors_, metric=self.kernel, **parameters)
        ends = np.cumsum(self.n_support_)
        # by_class[c][:, j]: what class c's support vectors say in row j of libsvm's coefficients.
        by_class = [
            kernel[:, end - n : end] @ self.dual_coef_[:, end - n : end].T
            for n, end in zip(self.n_support_, ends, strict=True)
        ]
        pairs = zip(*np.triu_indices(len(self.classes_), 1), strict=True)
        return np.stack([by_class[i][:, j - 1] + by_class[j][:, i] for i, j in pairs], axis=1) + self.intercept_

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Votes plus a confidence below half a vote (n, k), or one margin (n,) for two classes, like scikit-learn's."""
        decisions = self.pairwise_decisions(X)
        if len(self.classes_) == 2:
            # scikit-learn shows two classes with the second one positive, libsvm with the first.
            return -decisions[:, 0]
        votes, confidence = self._tally(decisions)
        return votes + confidence / (3 * (np.abs(confidence) + 1))

    def predict(self, X: ArrayLike) -> NDArray:
        """The class with most votes for each row."""
        votes, _ = self._tally(self.pairwise_decisions(X))
        return self.classes_[votes.argmax(axis=1)]

    def _tally(self, decisions: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        votes = np.zeros((len(decisions), len(self.classes_)))
        confidence = np.zeros_like(votes)
        for column, (i, j) in enumerate(zip(*np.triu_indices(len(self.classes_), 1), strict=True)):
            first = decisions[:, column] > 0
            votes[:, i] += first
            votes[:, j] += ~first
            confidence[:, i] += decisions[:, column]
            confidence[:, j] -= decisions[:, column]
        return votes, confidence
