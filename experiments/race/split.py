"""What both learners of a race get: images to learn from, in nested order, and images to validate by."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from catalogue.dataset import Images

MOST_VALIDATED = 2_000


@dataclass(frozen=True, eq=False)
class Course:
    """The chosen training images, divided; the first n of `X` are the n that a round learns from.

    There is no test set in it, so no learner can look at one.
    """

    X: NDArray[np.uint8]
    y: NDArray[np.int64]
    X_validation: NDArray[np.uint8]
    y_validation: NDArray[np.int64]
    n_classes: int
    mirrored: bool  # whether a mirror image keeps its class


@dataclass(frozen=True, eq=False)
class Tried:
    """A model that a round ended with, what it learnt from, and its share of right answers on validation images."""

    model: BaseEstimator
    n_train: int
    settings: dict[str, float]
    validation: float


def divided(images: Images, chosen: NDArray[np.int64]) -> Course:
    """The course of these images, the same for both learners of a seed; ValueError, one sentence, for too few.

    `chosen` opens with one image of each class, and every prefix of it has each class's share. So what follows the
    opening, a fifth of all up to 2,000 images, is stratified too, and so is each prefix of the rest.
    """
    n_classes = len(np.unique(images.y_train[chosen]))
    if len(chosen) < 2 * n_classes:
        raise ValueError(
            f"A race needs two images a class, one to learn from and one to validate by: {2 * n_classes} or more "
            f"training images, not {len(chosen)}."
        )
    n_validation = int(np.clip(len(chosen) // 5, n_classes, MOST_VALIDATED))
    validating = chosen[n_classes : n_classes + n_validation]
    learning = np.delete(chosen, np.s_[n_classes : n_classes + n_validation])
    return Course(
        images.X_train[learning],
        images.y_train[learning],
        images.X_train[validating],
        images.y_train[validating],
        n_classes,
        images.mirrored,
    )
