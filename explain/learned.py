"""Explains a CNN's answer to one image: its feature maps, and the parts of the image that led to the answer."""

import numpy as np
from numpy.typing import NDArray

from explain.answer import Learned
from explain.explained_model import ExplainedModel
from explain.outputs import timed
from models.network import inside


def explain_cnn(explained: ExplainedModel, image: NDArray[np.uint8]) -> Learned:
    """Everything about the CNN's answer to an image (height, width, channels)."""
    model = explained.model
    outputs = explained.outputs(image[np.newaxis])
    milliseconds = dict(outputs.milliseconds)
    with timed(milliseconds, "maps"):
        maps = inside.feature_maps(model, image)
    with timed(milliseconds, "grad_cam"):
        heat = inside.grad_cam(model, image, int(outputs.scores[0].argmax()))
    with timed(milliseconds, "neighbours"):
        neighbours, _ = explained.nearest(outputs)
    with timed(milliseconds, "occlusion"):
        falls = explained.occlusion(image, int(explained.labels(outputs)[0]))
    return Learned(inside.first_filters(model), maps, heat, neighbours[0], falls, milliseconds)
