"""The images of a race, the same for all learners: those to learn from, in nested order, and those to validate on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from catalogue.dataset import Images

MOST_VALIDATED = 2_000


@dataclass(frozen=True, eq=False)
class Split:
    """The training images of a race, divided; a trial on n images learns from the first n of `X`.

    It holds no test set, so no learner can look at one.
    """

    X: NDArray[np.uint8]
    y: NDArray[np.int64]
    X_validation: NDArray[np.uint8]
    y_validation: NDArray[np.int64]
    n_classes: int
    mirrored: bool  # whether a mirror image keeps its class

    def validate(self, predicted: NDArray) -> float:
        """The share of validation images that are predicted right."""
        return float((predicted == self.y_validation).mean())


@dataclass(frozen=True, eq=False)
class Trial:
    """A model that was trained during a race, on how many images, its settings, and its validation accuracy."""

    model: BaseEstimator
    n_train: int
    settings: dict[str, float]
    validation: float


def split_for_race(images: Images, chosen: NDArray[np.int64]) -> Split:
    """Divide the chosen training images; ValueError, one sentence, when there are too few.

    `chosen` begins with one image of each class, and each prefix of it is stratified. The validation images are those
    that follow: a fifth of all, but at least one per class and at most 2,000. They are therefore stratified, and so is
    each prefix of the remaining images.
    """
    n_classes = len(np.unique(images.y_train[chosen]))
    if len(chosen) < 2 * n_classes:
        raise ValueError(
            f"A race needs two images per class, one to learn from and one to validate on: {2 * n_classes} or more "
            f"training images, not {len(chosen)}."
        )
    n_validation = int(np.clip(len(chosen) // 5, n_classes, MOST_VALIDATED))
    validating = chosen[n_classes : n_classes + n_validation]
    learning = np.delete(chosen, np.s_[n_classes : n_classes + n_validation])
    return Split(
        images.X_train[learning],
        images.y_train[learning],
        images.X_train[validating],
        images.y_train[validating],
        n_classes,
        images.mirrored,
    )
