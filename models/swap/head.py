"""The classifiers of the swap board: four kinds, each of which chooses among as many settings on training images."""

import warnings
from dataclasses import dataclass
from numbers import Integral
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import check_is_fitted

from models.handcrafted.kernel_svc import KernelSVC
from models.handcrafted.support_vectors import search
from models.pretrained.scaling import Scaling

POWERS = (1.0, 0.0)
"""Features are standardised, or keep their own proportions: which is better depends on the features."""

C_TIMES_COLUMNS = (0.1, 0.5, 2.0, 10.0, 50.0, 200.0)
"""C is one of these divided by the number of columns, so that they mean the same for few and for many features."""

GRIDS: dict[str, tuple[dict[str, float], ...]] = {
    "linear_svm": tuple({"C": value} for value in C_TIMES_COLUMNS),
    "rbf_svm": tuple({"C": value, "gamma": gamma} for value in (1.0, 5.0, 25.0) for gamma in (0.25, 1.0)),
    "logistic_regression": tuple({"C": value} for value in C_TIMES_COLUMNS),
    "neural": tuple({"alpha": value} for value in (0.001, 0.01, 0.1, 1.0, 3.0, 10.0)),
}
"""What each kind of classifier tries, with each scaling: twelve settings for every kind."""

DEFAULTS: dict[str, dict[str, float]] = {
    "linear_svm": {"C": 10.0},
    "rbf_svm": {"C": 5.0, "gamma": 1.0},
    "logistic_regression": {"C": 10.0},
    "neural": {"alpha": 0.1},
}
"""Kept, standardised, unless another setting is clearly better."""

UNITS, EPOCHS, BATCH, MOST_STEPS = 32, 30, 32, 300
"""The neural classifier has one hidden layer; logistic regression stops after at most 300 steps."""


@dataclass(eq=False, repr=False)  # hashable, and printed by scikit-learn
class Head(ClassifierMixin, BaseEstimator):
    """A classifier of one of four kinds on rows of features, which chooses its regularisation and scaling itself.

    It does so by three-fold cross-validation on at most `at_most` training images: the default is kept unless another
    setting is better by more than one standard error.
    """

    _parameter_constraints: ClassVar = {
        "kind": [StrOptions(set(GRIDS))],
        "at_most": [Interval(Integral, 2, None, closed="left")],
        "seed": [Interval(Integral, 0, None, closed="left")],
    }

    kind: str = "linear_svm"
    at_most: int = 2_000
    seed: int = 0

    def fit(self, X: NDArray[np.float32], y: NDArray) -> Self:
        """Choose scaling and regularisation, then learn from all rows; ValueError for a wrong setting."""
        self._validate_params()
        self.classes_, codes = np.unique(y, return_inverse=True)
        X = np.asarray(X, np.float32)
        settings = [{"power": power, **setting} for power in POWERS for setting in GRIDS[self.kind]]
        default = settings.index({"power": POWERS[0], **DEFAULTS[self.kind]})
        choices = [self._parameters(setting, X.shape[1]) for setting in settings]
        self.pipeline_ = Pipeline([("scale", Scaling()), ("classify", _classifier(self.kind, self.seed))])
        with warnings.catch_warnings():
            # Epochs and steps are limited on purpose: more of them change little.
            warnings.simplefilter("ignore", ConvergenceWarning)
            warnings.filterwarnings("ignore", "Got `batch_size`")  # fewer images than a batch make one batch
            found = search(self.pipeline_, choices, choices[default], self.at_most, self.seed, X, codes)
            self.n_tried_, chosen = (1, default) if found is None else (len(choices), found)
            self.pipeline_.set_params(**choices[chosen]).fit(X, codes)
        self.chosen_ = settings[chosen]
        if self.kind == "neural":
            del self.pipeline_["classify"]._optimizer  # twice as large as the model, and of no use to a fitted one
        return self

    def _parameters(self, setting: dict[str, float], n_columns: int) -> dict[str, float]:
        """A setting as parameters of scaling and classifier."""
        per_column = self.kind in ("linear_svm", "logistic_regression")
        values = {name: value / n_columns if name == "C" and per_column else value for name, value in setting.items()}
        return {f"{'scale' if name == 'power' else 'classify'}__{name}": value for name, value in values.items()}

    def predict(self, X: NDArray[np.float32]) -> NDArray:
        """The class of each row."""
        check_is_fitted(self)
        return self.classes_[self.pipeline_.predict(np.asarray(X, np.float32))]

    def decision_function(self, X: NDArray[np.float32]) -> NDArray[np.floating[Any]]:
        """Scores of the classes; of the neural classifier, its probabilities."""
        check_is_fitted(self)
        score = self.pipeline_.predict_proba if self.kind == "neural" else self.pipeline_.decision_function
        return score(np.asarray(X, np.float32))


def _classifier(kind: str, seed: int) -> KernelSVC | LogisticRegression | MLPClassifier:
    if kind == "logistic_regression":
        return LogisticRegression(max_iter=MOST_STEPS)
    if kind == "neural":
        return MLPClassifier(UNITS, batch_size=BATCH, max_iter=EPOCHS, random_state=seed)
    return KernelSVC("linear" if kind == "linear_svm" else "rbf")
