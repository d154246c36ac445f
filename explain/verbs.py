"""The verbs that the inference worker runs on kept models; arguments and answers travel between processes."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments import run
from explain.answer import Answer, Handcrafted, Learned, Pretrained
from explain.explained_model import ExplainedModel, known_outputs, open_model


def answer(model_ids: tuple[str, ...], images: NDArray[np.uint8]) -> list[list[Answer]]:
    """Each model's answer to each image (n, height, width, channels): one list per image, one answer per model.

    ValueError, one sentence, when a model is gone or the images have another shape or type than its data set.
    """
    if not len(images):
        return []
    by_model = [explained.answers(explained.checked(images)) for explained in map(open_model, model_ids)]
    return [[answers[number] for answers in by_model] for number in range(len(images))]


def surest_mistakes(model_id: str, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which of these rows of X_test a model gets wrong, where it is surest first; errors as of `answer`."""
    explained = open_model(model_id)
    outputs = known_outputs(explained.learner, explained.model, explained.images, "test", rows)
    wrong = explained.labels(outputs) != explained.images.y_test[rows]
    sureness = explained.probabilities(outputs).max(axis=1)
    return rows[wrong][np.argsort(-sureness[wrong], kind="stable")]


def explain_handcrafted(model_id: str, image: NDArray[np.uint8]) -> Handcrafted:
    """Why an `svm` gives its answer to an image (height, width, channels); errors as of `answer`."""
    return _explain("svm", model_id, image)


def explain_learned(model_id: str, image: NDArray[np.uint8]) -> Learned:
    """Why a `cnn` gives its answer to an image (height, width, channels); errors as of `answer`."""
    return _explain("cnn", model_id, image)


def explain_pretrained(model_id: str, image: NDArray[np.uint8]) -> Pretrained:
    """Why a `pretrained` gives its answer to an image (height, width, channels); errors as of `answer`."""
    return _explain("pretrained", model_id, image)


def first_filters(model_id: str) -> NDArray[np.float32]:
    """The first layer of a `cnn`: (n, size, size, channels); errors as of `answer`."""
    from models.network import inside  # torch takes two seconds, which questions about an SVM need not wait for

    return inside.first_filters(_open("cnn", model_id).model)


def clear_caches() -> None:
    """Drop every image, model and explanation that this process keeps in memory: some of them were deleted."""
    for cached in (_explanation, open_model):
        cached.cache_clear()
    run.clear_caches()


def _open(learner: str, model_id: str) -> ExplainedModel:
    explained = open_model(model_id)
    if explained.learner != learner:
        raise ValueError(f"This explanation is for models of the learner {learner!r}, not {explained.learner!r}.")
    return explained


def _explain(learner: str, model_id: str, image: NDArray[np.uint8]) -> Any:
    _open(learner, model_id).checked(image[np.newaxis])
    return _explanation(model_id, image.shape, image.tobytes())


@lru_cache(maxsize=128)
def _explanation(model_id: str, shape: tuple[int, ...], pixels: bytes) -> Any:
    """Cached, because many visitors look at the same image of a gallery."""
    explained, image = open_model(model_id), np.frombuffer(pixels, np.uint8).reshape(shape).copy()
    if explained.learner == "svm":
        from explain.handcrafted import explain_svm

        return explain_svm(explained, image)
    if explained.learner == "pretrained":
        from explain.pretrained import explain_pretrained_svm

        return explain_pretrained_svm(explained, image)
    from explain.learned import explain_cnn  # which imports torch

    return explain_cnn(explained, image)
