"""What the inference worker returns: values made of NumPy arrays, so that pages need no learner to show them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Answer:
    """One model's answer to one image; `milliseconds` of each stage, divided by the number of images."""

    learner: str
    label: int  # class number, the learner's own `predict`
    probabilities: NDArray[np.float64]  # (n_classes,), calibrated, sums to one; the label's is the largest
    unlike: float  # 0 to 100: percentage of held-out images that are nearer to the training images than this one
    milliseconds: dict[str, float]


@dataclass(frozen=True, eq=False)
class Explanation:
    """What led to one model's answer to one image, as far as it can be told of every learner."""

    neighbours: NDArray[np.int64]  # (k,), rows of the data set's X_train, nearest first
    occlusion: NDArray[np.float64]  # (height, width), how far the answer's probability falls when covered there
    milliseconds: dict[str, float]


@dataclass(frozen=True, eq=False)
class Handcrafted(Explanation):
    """What the handcrafted features of one image are, and how they led to the answer."""

    vector: NDArray[np.float32]  # (d,), standardised: in deviations of the training images
    families: dict[str, tuple[int, int]]  # first column, and the one after the last
    views: dict[str, NDArray[Any]]  # a drawing per family, as in features/views.py
    votes: dict[str, float]  # margin without the family minus margin with it: negative if it supported the answer


@dataclass(frozen=True, eq=False)
class Learned(Explanation):
    """What the CNN's layers make of one image, and how they led to the answer."""

    filters: NDArray[np.float32]  # (n, size, size, channels), of the first layer
    maps: dict[str, NDArray[np.float32]]  # early, middle, late: (n_maps, height, width), after ReLU, before pooling
    grad_cam: NDArray[np.float64]  # (height, width), 0 to 1


@dataclass(frozen=True, eq=False)
class LayerPatches:
    """The patches of training images that excite a layer's units most, the unit that answers most to one class first.

    What a patch sees beyond the edge of its image has the mean colour of the data set.
    """

    field: int  # side of a patch: of what one place of the layer sees, in pixels
    n_units: int  # of the layer; those shown are spread over all
    n_images: int  # training images that were looked through
    same_class: float  # how many of a unit's nine images are of its most frequent class, mean over all units
    units: NDArray[np.int64]  # (shown,) their numbers
    patches: NDArray[np.uint8]  # (shown, 9, field, field, channels), strongest first
    labels: NDArray[np.int64]  # (shown, 9) classes of the images


@dataclass(frozen=True, eq=False)
class Confidence:
    """The probability of each predicted class, with temperature 1 and with the calibrated one, and who was right."""

    rows: NDArray[np.int64]  # (n,) the test images that were asked about, as rows of X_test, rising
    right: NDArray[np.bool_]  # (n,)
    before: NDArray[np.float64]  # (n,)
    after: NDArray[np.float64]  # (n,)
    temperature: float
    n_calibrated: int  # training images that chose the temperature, none of them learned from
