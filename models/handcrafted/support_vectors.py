"""The classifier that follows the features or pixels: standardisation and an SVM, with default or searched settings."""

from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import GridSearchCV, ParameterGrid, StratifiedKFold, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils._param_validation import Interval, StrOptions

from models.handcrafted.kernel_svc import KernelSVC, solver
from models.register import Context
from models.threads import n_threads


@dataclass(eq=False, repr=False)  # hashable, and printed by scikit-learn
class SearchedSVC(ClassifierMixin, BaseEstimator):
    """A standardised KernelSVC whose C and gamma are chosen by three-fold cross-validation on training images.

    The search uses at most `at_most` images, as its time grows with their square. The defaults are kept if no
    others are better by more than one standard error (Breiman et al. 1984), or if a class has fewer than three images.
    """

    defaults: ClassVar[dict[str, float]] = {"classify__C": 5.0, "classify__gamma": 1.0}
    _parameter_constraints: ClassVar = {
        "C": [Interval(Real, 0, None, closed="neither"), tuple],
        "gamma": [Interval(Real, 0, None, closed="neither"), tuple],
        "kernel": [StrOptions({"linear", "rbf"})],
        "at_most": [Interval(Integral, 2, None, closed="left")],
        "seed": [Interval(Integral, 0, None, closed="left")],
    }

    C: tuple[float, ...] | float = (1.0, 5.0, 25.0)
    gamma: tuple[float, ...] | float = (0.25, 0.5, 1.0, 2.0)
    kernel: str = "rbf"
    at_most: int = 2_000
    seed: int = 0

    @staticmethod
    def pipeline(**settings: Any) -> Pipeline:
        """An SVM on standardised features; `fit` learns the scale, so each fold of a cross-validation has its own."""
        return Pipeline([("scale", StandardScaler()), ("classify", KernelSVC(**settings))])

    def fit(self, X: NDArray, y: NDArray) -> Self:
        """Search, then fit the best settings on all rows; ValueError for a wrong setting."""
        self._validate_params()
        pipeline, choices = self.pipeline(kernel=self.kernel), [*ParameterGrid(self._grid())]
        chosen = search(pipeline, choices, self.defaults, self.at_most, self.seed, X, y)
        self.n_tried_ = 1 if chosen is None else len(choices)
        self.best_params_: dict[str, float] = {} if chosen is None else choices[chosen]
        self.best_estimator_ = pipeline.set_params(**self.best_params_).fit(X, y)
        self.classes_ = self.best_estimator_.classes_
        return self

    def _grid(self) -> dict[str, list[float]]:
        """The values to try of each parameter of scaling and SVM."""
        gammas = self.gamma if self.kernel != "linear" else 1.0
        return {"classify__C": np.atleast_1d(self.C).tolist(), "classify__gamma": np.atleast_1d(gammas).tolist()}

    def predict(self, X: NDArray) -> NDArray:
        """The class with the most votes for each row."""
        return self.best_estimator_.predict(X)

    def decision_function(self, X: NDArray) -> NDArray[np.float64]:
        """The scores of `KernelSVC.decision_function`, with the best settings."""
        return self.best_estimator_.decision_function(X)


def search(
    pipeline: Pipeline,
    choices: list[dict[str, float]],
    default: dict[str, float],
    at_most: int,
    seed: int,
    X: NDArray,
    y: NDArray,
) -> int | None:
    """Which of the choices to use, by three-fold cross-validation on at most `at_most` rows.

    The default, unless another is clearly better; None if a class has fewer than three rows.
    """
    if np.unique(y, return_counts=True)[1].min() < 3:
        return None
    if len(X) > at_most:
        X, _, y, _ = train_test_split(X, y, train_size=at_most, stratify=y, random_state=seed)
    folds = StratifiedKFold(3, shuffle=True, random_state=seed)
    grid = [{name: [value] for name, value in setting.items()} for setting in choices]
    results = GridSearchCV(pipeline, grid, cv=folds, refit=False).fit(X, y).cv_results_
    return clearly_best(results, choices.index(default) if default in choices else None)


def clearly_best(results: dict[str, Any], default: int | None) -> int:
    """The row of the results to choose: the default settings' unless the best is a standard error better."""
    mean = np.asarray(results["mean_test_score"])
    best = int(mean.argmax())
    n_splits = sum(name.startswith("split") for name in results)
    error = results["std_test_score"][best] / np.sqrt(n_splits - 1)  # NumPy's deviation divides by n, not n - 1
    return best if default is None or mean[default] < mean[best] - error else default


def classifier(context: Context, kind: type[SearchedSVC] = SearchedSVC, /, **settings: Any) -> Pipeline | SearchedSVC:
    """The defaults for the recipe `quick`, the search for `thorough`; ValueError for a wrong setting."""
    solver()  # imported now, so that no training time includes it
    if context.recipe == "thorough":
        searched = kind(**{"seed": context.seed, **settings})
        searched._validate_params()
        return searched
    pipeline = kind.pipeline(**settings)
    for step in pipeline.named_steps.values():
        step._validate_params()
    return pipeline


def best(model: Pipeline) -> Pipeline:
    """The scaling and KernelSVC in a fitted pipeline; after a search, those with the best settings."""
    return getattr(model["classify"], "best_estimator_", model["classify"])


def describe(model: Pipeline) -> dict[str, Any]:
    """Sizes, chosen settings and library of a fitted pipeline of features and `classifier`."""
    fitted = model["classify"]
    searched = isinstance(fitted, SearchedSVC)
    svm: KernelSVC = best(model)["classify"]
    scale = best(model)["scale"]
    arrays = [svm.support_vectors_, svm.dual_coef_, svm.intercept_, scale.mean_, scale.scale_]
    return {
        "n_parameters": sum(array.size for array in arrays),
        "model_bytes": sum(array.nbytes for array in arrays),
        "implementation": svm.implementation_,
        "threads": n_threads(),
        "augmentation": "none",
        "tuning": f"best of {fitted.n_tried_} settings by 3 folds" if searched else "defaults",
        "n_support": len(svm.support_vectors_),
        "C": svm.C,
        "gamma": svm.gamma,
    }
