"""The majority class: a baseline that predicts the commonest training class for every image."""

from typing import Any

from sklearn.dummy import DummyClassifier

from models.handcrafted.files import load, save
from models.register import Context

__all__ = ["describe", "load", "make", "save"]


def make(context: Context) -> DummyClassifier:  # noqa: ARG001  (every learner is made the same way)
    """The baseline that every learner must beat."""
    return DummyClassifier(strategy="most_frequent")


def describe(model: DummyClassifier) -> dict[str, Any]:  # noqa: ARG001
    """One parameter: the class."""
    size = {"n_parameters": 1, "model_bytes": 8}
    return {**size, "implementation": "scikit-learn", "augmentation": "none", "tuning": "none"}
