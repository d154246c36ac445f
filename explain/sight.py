"""How each kind of learner is asked: one pass that gives a score a class, and where the images lie among others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from explain.pairwise import lifted, smooth_votes, winners
from explain.stages import timed


@dataclass(frozen=True, eq=False)
class Seen:
    """What a learner makes of n images; the highest score is that of its own `predict`."""

    scores: NDArray[np.float64]  # (n, classes of the model)
    rows: NDArray[np.float32]  # (n, d): standardised features, or the last hidden layer
    milliseconds: dict[str, float]


def standardised_svm(model: Pipeline) -> Pipeline:
    """Scaling and KernelSVC of a fitted SVM, those found best where settings were searched."""
    fitted = model["classify"]
    return getattr(fitted, "best_estimator_", fitted)


def pairwise_decisions(model: Pipeline, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """The SVM's decision of each pair of classes for standardised rows: (n, pairs)."""
    return standardised_svm(model)["classify"].pairwise_decisions(rows)


def by_hand(model: Pipeline, images: NDArray[np.uint8]) -> Seen:
    """Through the features into the SVM."""
    milliseconds: dict[str, float] = {}
    with timed(milliseconds, "features"):
        rows = standardised_svm(model)["scale"].transform(model["features"].transform(images))
    with timed(milliseconds, "decision"):
        n_classes = len(model.classes_)
        decisions = pairwise_decisions(model, rows)
        scores = lifted(smooth_votes(decisions, n_classes), winners(decisions, n_classes))
    return Seen(scores, rows, milliseconds)


def learned(model: Any, images: NDArray[np.uint8]) -> Seen:
    """Through the network."""
    from models.network.inside import embedded  # torch takes two seconds, which an SVM need not wait for

    milliseconds: dict[str, float] = {}
    with timed(milliseconds, "network"):
        scores, rows = embedded(model, images)
    return Seen(scores.astype(np.float64), rows, milliseconds)


SIGHTS: dict[str, Callable[[Any, NDArray[np.uint8]], Seen]] = {"svm": by_hand, "cnn": learned}
"""The learners whose answers can be explained."""
