"""What the engine's workers are asked about kept models; arguments and answers travel between processes."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from experiments import run
from explain.answer import Answer, HandMade, Learned
from explain.held_out import to_show
from explain.witness import Witness, witness

Shape = tuple[int, ...]


def answer(model_ids: tuple[str, ...], images: NDArray[np.uint8]) -> list[list[Answer]]:
    """What each model answers to each image (n, height, width, channels): a list an image, in it one a model.

    ValueError, one sentence, when a model is gone or the images are not like those that it learnt from.
    """
    if not len(images):
        return []
    by_model = [opened.answers(opened.checked(images)) for opened in map(witness, model_ids)]
    return [[answers[number] for answers in by_model] for number in range(len(images))]


def explain_hand_made(model_id: str, image: NDArray[np.uint8]) -> HandMade:
    """Why an `svm` answers as it does to an image (height, width, channels); errors as of `answer`."""
    _of_learner(model_id, "svm").checked(image[np.newaxis])
    return _hand_made(model_id, image.shape, image.tobytes())


def explain_learned(model_id: str, image: NDArray[np.uint8]) -> Learned:
    """Why a `cnn` answers as it does to an image (height, width, channels); errors as of `answer`."""
    _of_learner(model_id, "cnn").checked(image[np.newaxis])
    return _learned(model_id, image.shape, image.tobytes())


def first_filters(model_id: str) -> NDArray[np.float32]:
    """The first layer of a `cnn`: (n, size, size, channels); errors as of `answer`."""
    from models.network import (
        inside,  # torch takes two seconds, which a worker that is asked about an SVM need not wait for
    )

    return inside.first_filters(_of_learner(model_id, "cnn").model)


def warm(model_ids: tuple[str, ...]) -> None:
    """Open the models, work out what is kept beside them, compile and load what a first explanation needs."""
    for id in model_ids:
        opened = witness(id)
        shown = opened.images.X_test[to_show(opened.images.y_test)[:1]]
        image = shown[0] if len(shown) else opened.images.X_test[0]
        answer((id,), image[np.newaxis])
        explain = {"svm": explain_hand_made, "cnn": explain_learned}[opened.learner]
        explain(id, image)


def forget() -> None:
    """Drop every image, model and explanation that this process remembers: some of them were deleted."""
    for remembered in (_hand_made, _learned, witness):
        remembered.cache_clear()
    run.forget()


def _of_learner(model_id: str, learner: str) -> Witness:
    opened = witness(model_id)
    if opened.learner != learner:
        raise ValueError(f"This explanation is for models of the learner {learner!r}, not {opened.learner!r}.")
    return opened


@lru_cache(maxsize=64)
def _hand_made(model_id: str, shape: Shape, pixels: bytes) -> HandMade:
    """Many look at the same image of a gallery: its explanation is worked out once."""
    from explain.hand_made import hand_made

    return hand_made(witness(model_id), np.frombuffer(pixels, np.uint8).reshape(shape).copy())


@lru_cache(maxsize=64)
def _learned(model_id: str, shape: Shape, pixels: bytes) -> Learned:
    from explain.learned import learned

    return learned(witness(model_id), np.frombuffer(pixels, np.uint8).reshape(shape).copy())
