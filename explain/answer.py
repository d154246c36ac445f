"""What comes back from the workers: values of NumPy arrays, so that pages load no learner to show them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Answer:
    """One learner's answer to one image; `milliseconds` by stage, of a batch one image's share."""

    learner: str
    label: int  # class number, the learner's own `predict`
    probabilities: NDArray[np.float64]  # (n_classes,), calibrated, sums to one; the label's is the largest
    unlike: float  # 0 to 100: percentage of held-out images that are nearer to the training images than this one
    milliseconds: dict[str, float]


@dataclass(frozen=True, eq=False)
class HandMade:
    """What handcrafted features see in one image, and how they answer."""

    vector: NDArray[np.float32]  # (d,), standardised: in deviations of the training images
    families: dict[str, tuple[int, int]]  # first column, and the one after the last
    views: dict[str, NDArray[Any]]  # a drawing a family, as in features/views.py
    votes: dict[str, float]  # margin without the family minus margin with it: negative if it spoke for the answer
    neighbours: NDArray[np.int64]  # (k,), rows of the data set's X_train, nearest first
    occlusion: NDArray[np.float64]  # (height, width), fall of the answer's probability when the patch there is covered
    milliseconds: dict[str, float]


@dataclass(frozen=True, eq=False)
class Learned:
    """What the network's layers see in one image, and how they answer."""

    filters: NDArray[np.float32]  # (n, size, size, channels), of the first layer
    maps: dict[str, NDArray[np.float32]]  # early, middle, late: (n_maps, height, width), after ReLU, before pooling
    grad_cam: NDArray[np.float64]  # (height, width), 0 to 1
    neighbours: NDArray[np.int64]  # (k,), rows of the data set's X_train, nearest first
    occlusion: NDArray[np.float64]  # (height, width), as HandMade's
    milliseconds: dict[str, float]
