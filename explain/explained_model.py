"""A kept model, opened with everything that is needed to predict images and to explain the predictions.

What is computed once from the model and its training images is stored beside the model.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as loaded
from safetensors.numpy import save

from analysis.common.wording import listed
from catalogue import subset
from catalogue.dataset import Images
from experiments import scoring
from experiments.kept.model_store import model_store
from experiments.run import load
from experiments.spec import Experiment
from explain.answer import Answer, Explanation
from explain.calibration import probabilities, temperature
from explain.held_out import held_out
from explain.novelty import nearest, squared_norms, unlikeness
from explain.occlusion import occlusion
from explain.outputs import OUTPUTS, ModelOutputs, svm_scored, timed
from explain.stored import first_answer
from explain.stored.file import store
from features.family import checked

NAME = "explain-1.safetensors"
"""The number is raised whenever the content, or how it is computed, changes."""
N_REFERENCE = N_COLOURED = 10_000


@dataclass(frozen=True, eq=False)
class Reference:
    """The training images as the model represents them, and what calibration, novelty and occlusion need."""

    places: NDArray[np.int64]  # (n,) rows of X_train
    rows: NDArray[np.float32]  # (n, d) their features, as in ModelOutputs
    norms: NDArray[np.float32]  # (n,) their squared lengths
    usual: NDArray[np.float64]  # (m,) held-out images' mean distances to their nearest training images, rising
    temperature: NDArray[np.float64]  # (1,)
    colour: NDArray[np.uint8]  # (channels,) of the data set's mean training image


@dataclass(frozen=True, eq=False)
class ExplainedModel:
    """A model, the images that it was trained and tested on, and what is kept of them for reference."""

    experiment: Experiment
    model: Any
    images: Images
    reference: Reference

    @property
    def learner(self) -> str:
        """The name of the learner."""
        return self.experiment.learner

    def outputs(self, images: NDArray[np.uint8]) -> ModelOutputs:
        """The model's outputs for images (n, height, width, channels)."""
        return OUTPUTS[self.learner](self.model, images)

    def probabilities(self, outputs: ModelOutputs) -> NDArray[np.float64]:
        """Calibrated probabilities of every class of the data set: (n, n_classes)."""
        spread = np.zeros((len(outputs.scores), len(self.images.classes)))
        spread[:, self.model.classes_] = probabilities(outputs.scores, self.reference.temperature[0])
        return spread

    def labels(self, outputs: ModelOutputs) -> NDArray[np.int64]:
        """The class numbers (n,) with the highest scores."""
        return self.model.classes_[outputs.scores.argmax(axis=1)]

    def nearest(self, outputs: ModelOutputs) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The nearest training images, as rows of X_train, and their distances: both (n, k), nearest first."""
        found, distances = nearest(outputs.rows, self.reference.rows, self.reference.norms)
        return self.reference.places[found], distances

    def answers(self, images: NDArray[np.uint8]) -> list[Answer]:
        """One answer for each image."""
        outputs = self.outputs(images)
        milliseconds = dict(outputs.milliseconds)
        with timed(milliseconds, "neighbours"):
            unlike = unlikeness(self.nearest(outputs)[1].mean(axis=1), self.reference.usual)
        each = {stage: whole / len(images) for stage, whole in milliseconds.items()}
        return [
            Answer(self.learner, int(label), chances, float(percent), each)
            for label, chances, percent in zip(self.labels(outputs), self.probabilities(outputs), unlike, strict=True)
        ]

    def explanation(
        self, image: NDArray[np.uint8], outputs: ModelOutputs, milliseconds: dict[str, float]
    ) -> Explanation:
        """Why the model gives its answer to an image (height, width, channels), from its outputs for that image.

        `milliseconds` are those of the stages before this one.
        """
        spent, label = outputs.milliseconds | milliseconds, self.labels(outputs)[0]
        with timed(spent, "neighbours"):
            neighbours, _ = self.nearest(outputs)
        with timed(spent, "occlusion"):
            colour = self.reference.colour
            falls = occlusion(image, colour, lambda X: self.probabilities(self.outputs(X))[:, label])
        return Explanation(neighbours[0], falls, spent)

    def checked(self, images: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A copy of the images; ValueError, one sentence, if their shape or type is not that of the data set."""
        images = np.array(checked(images), order="C")  # what comes from another process may be read-only
        if images.shape[1:] != self.images.shape:
            height, width, channels = self.images.shape
            raise ValueError(
                f"Images for {self.images.title} must be {height} high and {width} wide with {channels} channels, "
                f"but these have the shape {images.shape[1:]}."
            )
        return images


def known_outputs(learner: str, model: Any, images: Images, part: str, chosen: NDArray[np.int64]) -> ModelOutputs:
    """The model's outputs for chosen images of `train` or `test`; slow features are computed once, and kept on disk."""
    features = getattr(model, "named_steps", {}).get("features")
    if features is not None and scoring.is_kept(features, images):
        return svm_scored(model, scoring.transform_kept(features, images, part, chosen, scoring.Watch())[0])
    X: NDArray[np.uint8] = images.X_train if part == "train" else images.X_test
    return OUTPUTS[learner](model, X[chosen])


def make_reference(experiment: Experiment, model: Any, images: Images) -> Reference:
    """Compute the outputs for training images and for the held-out images, and keep what is needed of them."""
    # Training sets are nested, so the first images of the order are among those that the model was trained on.
    places = subset(images, min(experiment.n_train, N_REFERENCE), experiment.seed)
    tested, compute = held_out(images.y_test), partial(known_outputs, experiment.learner, model, images)
    rows, outputs = compute("train", places).rows, compute("test", tested)
    norms = squared_norms(rows)
    _, distances = nearest(outputs.rows, rows, norms)
    known = np.isin(images.y_test[tested], model.classes_)
    columns = np.searchsorted(model.classes_, images.y_test[tested][known])
    found = temperature(outputs.scores[known], columns)
    usual = np.sort(distances.mean(axis=1))
    return Reference(places, rows, norms, usual, np.array([found]), mean_colour(images.X_train))


def mean_colour(X: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The mean colour (channels,) of about 10,000 images spread evenly over all."""
    some = X[:: max(1, len(X) // N_COLOURED)]
    return some.mean(axis=(0, 1, 2)).round().astype(np.uint8)


def stored_or_made(path: Path, make: Callable[[], Reference]) -> Reference:
    """The content of the file; if it is missing or damaged, what `make` returns, written there for next time."""
    # TypeError: a file with missing or unknown fields is made anew, like a damaged one.
    with suppress(OSError, SafetensorError, TypeError):
        return Reference(**loaded(path.read_bytes()))
    made = make()
    store(path, save({field.name: getattr(made, field.name) for field in fields(made)}))
    return made


@lru_cache(maxsize=6)
def open_model(id: str) -> ExplainedModel:
    """The model kept under this id; the last few stay open.

    ValueError, one sentence, when it is gone, its data set has changed, or its learner cannot be explained.
    """
    experiment, model, images = open_kept(id)
    make = partial(make_reference, experiment, model, images)
    reference = stored_or_made(model_store().companion(id, NAME), make)
    explained = ExplainedModel(experiment, model, images, reference)
    _store_first_answer(explained, model_store().companion(id, first_answer.NAME))
    return explained


def open_cnn(id: str) -> ExplainedModel:
    """The kept CNN; errors as of `open_model`, and ValueError, one sentence, for another learner."""
    explained = open_model(id)
    if explained.learner != "cnn":
        raise ValueError(f"Only a CNN has layers, and this model is of the learner {explained.learner!r}.")
    return explained


def _store_first_answer(explained: ExplainedModel, path: Path) -> None:
    """Store the answer to the test image that *One image* opens with, unless it is stored."""
    shown = first_answer.first_shown(explained.images)
    if len(shown) and first_answer.read(path, shown[0]) is None:
        first_answer.write(path, shown[0], explained.answers(shown)[0])


def open_kept(id: str) -> tuple[Experiment, Any, Images]:
    """The experiment, the model and the images of a kept model; errors as of `open_model`."""
    try:
        kept, model = model_store().open(id)
    except KeyError as gone:
        raise ValueError("This model is not kept any more; train it again.") from gone
    experiment = kept.experiment
    if experiment.learner not in OUTPUTS:
        known = listed([*OUTPUTS])
        raise ValueError(f"Models of the learner {experiment.learner!r} cannot be explained; those of {known} can.")
    return experiment, model, load(experiment.dataset, experiment.data_version)
