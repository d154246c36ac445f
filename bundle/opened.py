"""A kept model, opened, with the images it was tested on and its predictions."""

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

REQUIRED = ("svm", "cnn")
OPTIONAL = ("pretrained",)
"""Learners that are included if they were trained."""


@dataclass(frozen=True, eq=False)
class OpenedModel:
    """The model of an experiment, and the images of the experiment's data set."""

    experiment: Experiment
    model: Any
    images: Images

    @property
    def learner(self) -> str:
        """The name of the learner."""
        return self.experiment.learner

    @cached_property
    def predicted(self) -> NDArray[np.int64]:
        """The class numbers (n,) that the model predicts for the test images."""
        return np.asarray(self.model.predict(self.images.X_test))

    @property
    def n_correct(self) -> int:
        """How many of the predictions for the test images are correct."""
        return int((self.predicted == self.images.y_test).sum())

    @property
    def n_test(self) -> int:
        """The number of test images."""
        return len(self.images.y_test)

    @property
    def confusion(self) -> NDArray[np.int64]:
        """How many test images of each class (row) were predicted as each class (column)."""
        return confusion(self.images.y_test, self.predicted, len(self.images.classes))


def open_models(dataset: str, ids: Iterable[str]) -> dict[str, OpenedModel]:
    """The models kept under these ids, by learner, the SVM first.

    ValueError, one sentence, if a model is gone or of another data set, or if the SVM or the CNN is not among them.
    """
    models = [_open(dataset, id) for id in ids]
    by_learner = {opened.learner: opened for opened in models}
    if len(models) != len(by_learner) or not set(REQUIRED) <= set(by_learner) <= {*REQUIRED, *OPTIONAL}:
        raise ValueError("One SVM and one CNN can be taken home together: please train both first.")
    return {learner: by_learner[learner] for learner in (*REQUIRED, *OPTIONAL) if learner in by_learner}


def _open(dataset: str, id: str) -> OpenedModel:
    try:
        kept, model = model_store().open(id)
    except KeyError as gone:
        raise ValueError("One of the models is no longer kept: please train it again.") from gone
    experiment: Experiment = kept.experiment
    if whole(experiment.dataset) != whole(dataset):  # a visitor may send any id
        raise ValueError("One of the models was trained on other images: please choose a model of these images.")
    return OpenedModel(experiment, model, load(experiment.dataset, experiment.data_version))
