"""How sure a kept model is of its test predictions, before and after calibration on training images it never saw."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from catalogue import subset
from catalogue.dataset import Images
from explain.answer import Confidence
from explain.calibration import probabilities, temperature
from explain.explained_model import known_outputs, open_kept
from explain.held_out import spread_over_classes

AT_MOST_TESTED = 2_000
AT_MOST_CALIBRATED = 1_000
FEWEST_CALIBRATED = 50


def confidence(model_id: str) -> Confidence:
    """Ask a kept model about test images; the temperature is chosen by training images that it has not learned from.

    ValueError, one sentence, when the model is gone, cannot be explained, or has learned from nearly all of them.
    """
    experiment, model, images = open_kept(model_id)
    unused = unused_images(images, experiment.n_train, experiment.seed)
    if len(unused) < FEWEST_CALIBRATED:
        raise ValueError(
            f"This model learned from {experiment.n_train:,} of {len(images.y_train):,} training images, so there are "
            f"fewer than {FEWEST_CALIBRATED} left to calibrate it: choose a smaller number of training images."
        )
    outputs = partial(known_outputs, experiment.learner, model, images)
    chosen = spread_over_classes(images.y_train, unused, AT_MOST_CALIBRATED)
    known = chosen[np.isin(images.y_train[chosen], model.classes_)]
    columns = np.searchsorted(model.classes_, images.y_train[known])
    found = temperature(outputs("train", known).scores, columns)
    tested = spread_over_classes(images.y_test, np.arange(len(images.y_test)), AT_MOST_TESTED)
    scores = outputs("test", tested).scores
    right = model.classes_[scores.argmax(axis=1)] == images.y_test[tested]
    before, after = (probabilities(scores, one).max(axis=1) for one in (1.0, found))
    return Confidence(tested, right, before, after, found, len(known))


def unused_images(images: Images, n_train: int, seed: int) -> NDArray[np.int64]:
    """The rows of X_train that a model with this size and seed has not learned from."""
    return np.setdiff1d(np.arange(len(images.y_train)), subset(images, n_train, seed))
