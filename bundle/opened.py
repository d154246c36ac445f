"""A kept model, opened, with the images it was tested on and its answers to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.common.confusion import confusion
from catalogue.dataset import Images
from catalogue.sources.own import whole
from experiments.kept.model_store import model_store
from experiments.run import load
from experiments.spec import Experiment

LEARNERS = ("svm", "cnn")


@dataclass(frozen=True, eq=False)
class Opened:
    """One model of those that are taken home; `answered` are class numbers (n,) for the test images."""

    experiment: Experiment
    model: Any
    images: Images

    @property
    def learner(self) -> str:
        """The name of the learner."""
        return self.experiment.learner

    @cached_property
    def answered(self) -> NDArray[np.int64]:
        """The model's answers to the test images."""
        return np.asarray(self.model.predict(self.images.X_test))

    @property
    def n_right(self) -> int:
        """How many of them are right."""
        return int((self.answered == self.images.y_test).sum())

    @property
    def n_test(self) -> int:
        """How many test images there are."""
        return len(self.images.y_test)

    @property
    def confusion(self) -> NDArray[np.int64]:
        """How many images of each class (row) were answered with each class (column)."""
        return confusion(self.images.y_test, self.answered, len(self.images.classes))


def opened(dataset: str, ids: Iterable[str]) -> dict[str, Opened]:
    """The models kept under these ids, by learner, the SVM first.

    ValueError, one sentence, when one is gone, is of another data set, or there are not one of each learner.
    """
    found = [_opened(dataset, id) for id in ids]
    if sorted(one.learner for one in found) != sorted(LEARNERS):
        raise ValueError("One SVM and one network can be taken home together: please train both first.")
    return {learner: next(one for one in found if one.learner == learner) for learner in LEARNERS}


def _opened(dataset: str, id: str) -> Opened:
    try:
        kept, model = model_store().open(id)
    except KeyError as gone:
        raise ValueError("A model that was asked for is not kept any more: please train it again.") from gone
    experiment: Experiment = kept.experiment
    if whole(experiment.dataset) != whole(dataset):  # an id that a visitor sends must not open another's model
        raise ValueError("A model that was asked for learnt from other images: please choose one of these.")
    return Opened(experiment, model, load(experiment.dataset, experiment.data_version))
