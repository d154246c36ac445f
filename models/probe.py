"""A linear probe: a linear classifier on what a model holds of images, to see how much of the class is in it."""

import warnings
from collections.abc import Sequence
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

C_VALUES = (0.0001, 0.001, 0.01, 0.1, 1.0)
"""C weighs the errors against the size of the coefficients; one of these values is chosen."""

HELD_OUT = 5
"""Every fifth image of each class is held out to choose C."""

MOST_STEPS = 200


class LinearProbe(ClassifierMixin, BaseEstimator):
    """Logistic regression on standardised columns (Alain and Bengio 2016, arXiv:1610.01644).

    Scale, C and coefficients see training rows only. C is the value that predicts the held-out rows best (the smallest
    of equals); the final fit uses all rows.
    """

    def fit(self, X: NDArray[np.float32], y: NDArray[np.int64]) -> Self:
        """Choose C on rows held out of these, then learn from all of them."""
        held = (pd.Series(y).groupby(y).cumcount() % HELD_OUT == HELD_OUT - 1).to_numpy()
        self.C_ = C_VALUES[len(C_VALUES) // 2]
        if held.any():
            scale = StandardScaler().fit(X[~held])
            X_fit, X_held_out = scale.transform(X[~held]), scale.transform(X[held])
            scores = [one.score(X_held_out, y[held]) for one in _path(X_fit, y[~held], C_VALUES)]
            self.C_ = C_VALUES[int(np.argmax(scores))]
        self.scale_ = StandardScaler().fit(X)
        path = [C for C in C_VALUES if C <= self.C_]
        self.classifier_ = _path(self.scale_.transform(X), y, path)[-1]
        self.classes_ = self.classifier_.classes_
        return self

    def predict(self, X: NDArray[np.float32]) -> NDArray[np.int64]:
        """The class of each row."""
        return self.classifier_.predict(self.scale_.transform(X))


def _path(X: NDArray[np.float32], y: NDArray[np.int64], C_values: Sequence[float]) -> list[LogisticRegression]:
    """A classifier for each C, smallest first, each begun with the coefficients of the one before."""
    found: list[LogisticRegression] = []
    for C in C_values:
        one = LogisticRegression(C=C, max_iter=MOST_STEPS, tol=1e-3, warm_start=True)
        if found:
            one.coef_, one.intercept_, one.classes_ = found[-1].coef_, found[-1].intercept_, found[-1].classes_
        with warnings.catch_warnings():
            # A fit that has not converged after MOST_STEPS is taken as it is: more steps would hardly change it.
            warnings.simplefilter("ignore", ConvergenceWarning)
            found.append(one.fit(X, y))
    return found
