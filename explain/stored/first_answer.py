"""A kept model's answer to the test image that *One image* opens with, stored beside the model.

So the page answers at once, although a worker that opens the model takes seconds to start.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalogue.dataset import Images
from explain.answer import Answer
from explain.held_out import mixed
from explain.stored.file import store

NAME = "first-answer-1.json"
"""The number is raised whenever the content, or how it is computed, changes."""


def first_shown(images: Images) -> NDArray[np.uint8]:
    """The test image with number 1, alone in its array (1, height, width, channels); empty if none may be shown."""
    return images.X_test[mixed(images.y_test)[:1]]


def write(path: Path, image: NDArray[np.uint8], answer: Answer) -> None:
    """Store the answer, without its milliseconds: they belong to the machine that worked it out."""
    content = {
        "image": digest(image),
        "learner": answer.learner,
        "label": answer.label,
        "probabilities": answer.probabilities.tolist(),
        "unlike": answer.unlike,
    }
    store(path, json.dumps(content).encode())


def read(path: Path, image: NDArray[np.uint8]) -> Answer | None:
    """The stored answer, if it is to this image."""
    try:
        found = json.loads(path.read_bytes())
        if found["image"] != digest(image):
            return None
        chances = np.array(found["probabilities"], np.float64)
        return Answer(str(found["learner"]), int(found["label"]), chances, float(found["unlike"]), {})
    except (OSError, ValueError, KeyError, TypeError):  # missing, or damaged: a worker answers
        return None


def digest(image: NDArray[np.uint8]) -> str:
    """The SHA-256 of an image's shape and pixels."""
    return hashlib.sha256(f"{image.shape}".encode() + image.tobytes()).hexdigest()
