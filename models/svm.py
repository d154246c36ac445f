"""The handcrafted learner: every feature family, standardised, into a support vector machine."""

from typing import Any

from sklearn.pipeline import Pipeline

from features import union
from models.register import Context
from models.support_vectors import classifier, describe

__all__ = ["describe", "make"]


def make(context: Context, **settings: Any) -> Pipeline:
    """Handcrafted features, standardised, into an SVM."""
    return Pipeline([("features", union()), ("classify", classifier(context, **settings))])
