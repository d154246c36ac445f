"""The right side of one image: what the network's layers make of it, and where they found the answer."""

import numpy as np
from numpy.typing import NDArray

from explain.answer import Learned
from explain.stages import timed
from explain.witness import Witness
from models.network import inside


def learned(witness: Witness, image: NDArray[np.uint8]) -> Learned:
    """Everything about the network's answer to an image (height, width, channels)."""
    model = witness.model
    seen = witness.see(image[np.newaxis])
    milliseconds = dict(seen.milliseconds)
    with timed(milliseconds, "maps"):
        maps = inside.feature_maps(model, image)
    with timed(milliseconds, "grad_cam"):
        found = inside.grad_cam(model, image, int(seen.scores[0].argmax()))
    with timed(milliseconds, "neighbours"):
        neighbours, _ = witness.nearest(seen)
    with timed(milliseconds, "occlusion"):
        covered = witness.occlusion(image, int(witness.labels(seen)[0]))
    return Learned(inside.first_filters(model), maps, found, neighbours[0], covered, milliseconds)
