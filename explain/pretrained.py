"""Explains an answer on pretrained features to one image: the nearest training images, and the places it depends on."""

import numpy as np
from numpy.typing import NDArray

from explain.answer import Pretrained
from explain.explained_model import ExplainedModel
from explain.outputs import timed


def explain_pretrained_svm(explained: ExplainedModel, image: NDArray[np.uint8]) -> Pretrained:
    """Everything about the answer to an image (height, width, channels)."""
    outputs = explained.outputs(image[np.newaxis])
    milliseconds = dict(outputs.milliseconds)
    with timed(milliseconds, "neighbours"):
        neighbours, _ = explained.nearest(outputs)
    with timed(milliseconds, "occlusion"):
        falls = explained.occlusion(image, int(explained.labels(outputs)[0]))
    return Pretrained(neighbours[0], falls, milliseconds)
