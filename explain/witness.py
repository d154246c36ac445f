"""A kept model, opened, with all it needs to answer about an image and to be asked why."""

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue import subset
from catalogue.dataset import Images
from experiments.kept.model_store import shelf
from experiments.run import load
from experiments.spec import Experiment
from explain.answer import Answer
from explain.calibration import probabilities
from explain.memory import NAME, Memory, remember, remembered
from explain.novelty import nearest, unlikeness
from explain.occlusion import occlusion
from explain.sight import SIGHTS, Seen
from explain.stages import timed
from features.family import checked

N_REMEMBERED = 10_000


@dataclass(frozen=True, eq=False)
class Witness:
    """A model, the images it was made for, and what it remembers of them."""

    learner: str
    model: Any
    images: Images
    memory: Memory

    def see(self, images: NDArray[np.uint8]) -> Seen:
        """One pass of images (n, height, width, channels)."""
        return SIGHTS[self.learner](self.model, images)

    def probabilities(self, seen: Seen) -> NDArray[np.float64]:
        """Calibrated, for every class of the data set: (n, n_classes)."""
        spread = np.zeros((len(seen.scores), len(self.images.classes)))
        spread[:, self.model.classes_] = probabilities(seen.scores, self.memory.temperature[0])
        return spread

    def labels(self, seen: Seen) -> NDArray[np.int64]:
        """The class numbers (n,) of the highest scores."""
        return self.model.classes_[seen.scores.argmax(axis=1)]

    def nearest(self, seen: Seen) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The nearest training images, as rows of X_train, and how far they are: both (n, k), nearest first."""
        found, distances = nearest(seen.rows, self.memory.rows, self.memory.norms)
        return self.memory.places[found], distances

    def answers(self, images: NDArray[np.uint8]) -> list[Answer]:
        """One answer an image."""
        seen = self.see(images)
        milliseconds = dict(seen.milliseconds)
        with timed(milliseconds, "neighbours"):
            unlike = unlikeness(self.nearest(seen)[1].mean(axis=1), self.memory.usual)
        each = {stage: whole / len(images) for stage, whole in milliseconds.items()}
        return [
            Answer(self.learner, int(label), chances, float(percent), each)
            for label, chances, percent in zip(self.labels(seen), self.probabilities(seen), unlike, strict=True)
        ]

    def occlusion(self, image: NDArray[np.uint8], label: int) -> NDArray[np.float64]:
        """Fall of the label's probability when a patch of the image is covered: (height, width)."""
        return occlusion(image, self.memory.colour, lambda X: self.probabilities(self.see(X))[:, label])

    def checked(self, images: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A copy of the images, if they are like those of the data set; ValueError, one sentence, if not."""
        images = np.array(checked(images), order="C")  # what comes from another process may be read-only
        if images.shape[1:] != self.images.shape:
            height, width, channels = self.images.shape
            raise ValueError(
                f"Images for {self.images.title} must be {height} high and {width} wide with {channels} channels, "
                f"but these have the shape {images.shape[1:]}."
            )
        return images


@lru_cache(maxsize=4)
def witness(id: str) -> Witness:
    """The model kept under this id, opened; a few stay open.

    ValueError, one sentence, when it is gone, its data set has changed, or its learner gives no reasons.
    """
    try:
        kept, model = shelf().open(id)
    except KeyError as gone:
        raise ValueError("The model that was asked is not kept any more; train it again.") from gone
    experiment: Experiment = kept.experiment
    if experiment.learner not in SIGHTS:
        known = " and ".join(SIGHTS)
        raise ValueError(f"Models of the learner {experiment.learner!r} are not explained; those of {known} are.")
    images = load(experiment.dataset, experiment.data_version)

    def make() -> Memory:
        # Training sets are nested: the first images of the order are the model's own.
        places = subset(images, min(experiment.n_train, N_REMEMBERED), experiment.seed)
        return remember(partial(SIGHTS[experiment.learner], model), model.classes_, images, places)

    return Witness(experiment.learner, model, images, remembered(shelf().companion(id, NAME), make))
