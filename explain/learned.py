"""Explains a CNN's answer to one image: its feature maps, and the parts of the image that led to the answer."""

import numpy as np
from numpy.typing import NDArray

from explain.answer import Learned
from explain.explained_model import ExplainedModel
from explain.outputs import ModelOutputs, timed
from models.network import inside


def explain_cnn(explained: ExplainedModel, image: NDArray[np.uint8], outputs: ModelOutputs) -> Learned:
    """Everything about the CNN's answer to an image (height, width, channels), from its outputs for that image."""
    model, milliseconds = explained.model, dict[str, float]()
    with timed(milliseconds, "maps"):
        maps = inside.feature_maps(model, image)
    with timed(milliseconds, "grad_cam"):
        heat = inside.grad_cam(model, image, int(outputs.scores[0].argmax()))
    common = explained.explanation(image, outputs, milliseconds)
    return Learned(**vars(common), filters=inside.first_filters(model), maps=maps, grad_cam=heat)
