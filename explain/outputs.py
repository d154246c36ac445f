"""What a model computes from images: a score for each class, and the features in which images are near or far."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_expit
from sklearn.pipeline import Pipeline

from models.handcrafted.kernel_svc import pair_sides, tally
from models.handcrafted.support_vectors import best

LIFT = 1e-6
"""How far the winner of the votes is raised above the best score: enough to win, too little to matter."""


def smooth_votes(decisions: NDArray[np.float64], n_classes: int) -> NDArray[np.float64]:
    """Scores (n, n_classes) from decisions (n, pairs), positive for the first class of a pair, pairs as in libsvm.

    s_a is the sum over all b of log sigmoid(d_ab), which replaces votes of 0 or 1 by a smooth measure.
    """
    first, second = pair_sides(n_classes)
    return log_expit(decisions) @ first + log_expit(-decisions) @ second


def lifted(scores: NDArray[np.float64], winner: NDArray[np.int64]) -> NDArray[np.float64]:
    """The scores, with the winner (n,) raised just above the best score if another class has it."""
    other = np.flatnonzero(scores.argmax(axis=1) != winner)
    raised = scores.copy()
    raised[other, winner[other]] = scores[other].max(axis=1) + LIFT
    return raised


@dataclass(frozen=True, eq=False)
class ModelOutputs:
    """A model's outputs for n images; the highest score belongs to the class that its `predict` returns."""

    scores: NDArray[np.float64]  # (n, classes of the model)
    rows: NDArray[np.float32]  # (n, d): standardised features, or the last hidden layer
    milliseconds: dict[str, float]


@contextmanager
def timed(milliseconds: dict[str, float], stage: str) -> Iterator[None]:
    """Note under the stage's name how many milliseconds the block takes."""
    start = time.perf_counter()
    yield
    milliseconds[stage] = 1_000 * (time.perf_counter() - start)


def pairwise_decisions(model: Pipeline, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """The SVM's decision between each pair of classes for standardised rows: (n, pairs)."""
    return best(model)["classify"].pairwise_decisions(rows)


def svm_outputs(model: Pipeline, images: NDArray[np.uint8]) -> ModelOutputs:
    """Transform and score the images with an SVM on handcrafted or pretrained features."""
    milliseconds: dict[str, float] = {}
    with timed(milliseconds, "features"):
        columns = model["features"].transform(images)
    outputs = svm_scored(model, columns)
    return ModelOutputs(outputs.scores, outputs.rows, milliseconds | outputs.milliseconds)


def svm_scored(model: Pipeline, columns: NDArray[np.float32]) -> ModelOutputs:
    """Score images whose features (n, d) are known already."""
    milliseconds: dict[str, float] = {}
    with timed(milliseconds, "decision"):
        rows = best(model)["scale"].transform(columns)
        n_classes = len(model.classes_)
        decisions = pairwise_decisions(model, rows)
        votes, _ = tally(decisions, n_classes)
        scores = lifted(smooth_votes(decisions, n_classes), votes.argmax(axis=1))
    return ModelOutputs(scores, rows, milliseconds)


def cnn_outputs(model: Any, images: NDArray[np.uint8]) -> ModelOutputs:
    """Score the images with a CNN, in one forward pass."""
    from models.network.inside import embedded  # torch takes two seconds, which an SVM need not wait for

    milliseconds: dict[str, float] = {}
    with timed(milliseconds, "network"):
        scores, rows = embedded(model, images)
    return ModelOutputs(scores.astype(np.float64), rows, milliseconds)


OUTPUTS: dict[str, Callable[[Any, NDArray[np.uint8]], ModelOutputs]] = {
    "svm": svm_outputs,
    "cnn": cnn_outputs,
    "pretrained": svm_outputs,
}
"""The learners whose models can be explained."""
