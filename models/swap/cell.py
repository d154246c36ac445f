"""The learner of the swap board: one of four kinds of features, followed by one of four kinds of classifier."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.validation import check_is_fitted

from features import union
from models.handcrafted import files
from models.handcrafted.kernel_svc import KernelSVC, solver
from models.handcrafted.raw_svm import pixels
from models.handcrafted.svm import left_out
from models.register import Context
from models.swap.head import Head
from models.threads import n_threads

if TYPE_CHECKING:  # torch is imported only where a network computes the features
    from models.network.cnn import CNN

SIZES = ("n_parameters", "model_bytes")
KINDS = ("raw", "handcrafted", "cnn", "pretrained")
"""Raw pixels, all families, what a CNN learns on the same training images, and what a frozen network has learned."""


@dataclass(eq=False, repr=False)  # hashable, and printed by scikit-learn
class LearnedFeatures(TransformerMixin, BaseEstimator):
    """`fit` trains a copy of the CNN; `transform` turns uint8 images into its last hidden layer (n, d), float32."""

    learns = True
    """Whether these features need the classes of the training images."""

    cnn: "CNN"

    def fit(self, X: NDArray[np.uint8], y: NDArray) -> Self:
        """Train the CNN on images and their classes."""
        self.cnn_ = clone(self.cnn).fit(X, y)
        return self

    def transform(self, X: NDArray[np.uint8]) -> NDArray[np.float32]:
        """What the last hidden layer holds of each image."""
        from models.network.inside import embedded

        check_is_fitted(self)
        return embedded(self.cnn_, X)[1]


def make(context: Context, features: str = "handcrafted", head: str = "rbf_svm", **settings: Any) -> Pipeline:
    """A classifier of kind `head` on `features`; further settings are those of the features.

    ValueError, one sentence, for a wrong setting.
    """
    if features not in KINDS:
        raise ValueError(f"There are no features {features!r}; there are {', '.join(KINDS)}.")
    classify = Head(head, seed=context.seed)
    classify._validate_params()
    solver()  # imported now, so that no training time includes it
    return Pipeline([("features", _features(context, features, settings)), ("classify", classify)])


def _features(context: Context, kind: str, settings: dict[str, Any]) -> BaseEstimator:
    """The first step."""
    if kind == "cnn":
        from models.network import recipes

        # On the processor, where all other cells are measured too: their seconds stand side by side.
        return LearnedFeatures(recipes.make(replace(context, device="cpu"), **settings))
    if kind == "pretrained":
        from models.pretrained import embedding

        return embedding.make_features(**settings)
    if kind == "handcrafted":
        return union(**left_out(**settings))
    return _pixels(**settings)


def _pixels() -> FunctionTransformer:
    """Raw pixels have no settings: any setting is a TypeError, which the register expects for an unknown one."""
    return FunctionTransformer(pixels)


def save(model: Pipeline, folder: Path) -> None:
    """Write the fitted model; a CNN into files of its own."""
    if is_learned(model):
        from models.network.files import save as save_network

        save_network(model["features"].cnn_, folder)
        model = model[1:]
    files.save(model, folder)


def load(folder: Path) -> Pipeline:
    """The model that `save` wrote."""
    model = files.load(folder)
    if not isinstance(model, Pipeline) or not isinstance(model["classify"], Head):
        raise TypeError("what it holds is no cell of the swap board")  # `Learner.load` completes the sentence
    if "features" in model.named_steps:
        return model
    from models.network.files import load as load_network

    features = LearnedFeatures(load_network(folder))
    features.cnn_ = features.cnn
    return Pipeline([("features", features), *model.steps])


def is_learned(model: Pipeline) -> bool:
    """Whether the features are learned on the training images."""
    return getattr(model["features"], "learns", False)


def describe(model: Pipeline) -> dict[str, Any]:
    """Sizes and chosen settings of the classifier, and those of the network that computes its features, if any."""
    head: Head = model["classify"]
    fitted = head.pipeline_["classify"]
    arrays = [head.pipeline_["scale"].mean_, head.pipeline_["scale"].scale_, *_arrays(fitted)]
    own = {
        "n_parameters": sum(one.size for one in arrays),
        "model_bytes": sum(one.nbytes for one in arrays),
        "implementation": getattr(fitted, "implementation_", "scikit-learn"),
        "threads": n_threads(),
        "augmentation": "none",
        "tuning": f"best of {head.n_tried_} settings by 3 folds" if head.n_tried_ > 1 else "defaults",
        **head.chosen_,
    }
    of_network = _network(model)
    return {**own, **of_network, **{name: own[name] + of_network.get(name, 0) for name in SIZES}}


def _arrays(fitted: Any) -> list[Any]:
    """What a fitted classifier has learned."""
    if isinstance(fitted, KernelSVC):
        return [fitted.support_vectors_, fitted.dual_coef_, fitted.intercept_]
    if hasattr(fitted, "coefs_"):
        return [*fitted.coefs_, *fitted.intercepts_]
    return [fitted.coef_, fitted.intercept_]


def _network(model: Pipeline) -> dict[str, Any]:
    """Sizes and facts of the network that computes the features; empty where there is none."""
    features = model["features"]
    if is_learned(model):
        from models.network import recipes

        described = recipes.describe(features.cnn_)
        return {name: described[name] for name in (*SIZES, "augmentation", "epochs", "width", "dtype")}
    if hasattr(features, "backbone"):
        from models.pretrained import embedding

        return embedding.describe_features(features)
    return {}
