"""The floor: a classifier that never looks, and always answers with the commonest class."""

from typing import Any

from sklearn.dummy import DummyClassifier

from models.handcrafted.files import load, save
from models.register import Context

__all__ = ["describe", "load", "make", "save"]


def make(context: Context) -> DummyClassifier:  # noqa: ARG001  (every learner is made the same way)
    """The floor that every learner must pass."""
    return DummyClassifier(strategy="most_frequent")


def describe(model: DummyClassifier) -> dict[str, Any]:  # noqa: ARG001
    """It has one number: the class."""
    nothing = {"augmentation": "none", "tuning": "none"}
    return {"n_parameters": 1, "model_bytes": 8, "implementation": "scikit-learn", **nothing}
