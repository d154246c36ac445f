"""The verbs that the inference worker runs on kept models; arguments and answers travel between processes."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from experiments import run
from explain.answer import Answer, Explanation, Learned
from explain.explained_model import ExplainedModel, known_outputs, open_cnn, open_model
from explain.outputs import ModelOutputs, timed


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


def explain(model_id: str, image: NDArray[np.uint8]) -> Explanation:
    """Why a model gives its answer to an image (height, width, channels); errors as of `answer`.

    Of an `svm` it is a Handcrafted, of a `cnn` a Learned.
    """
    open_model(model_id).checked(image[np.newaxis])
    return _explanation(model_id, image.shape, image.tobytes())


def first_filters(model_id: str) -> NDArray[np.float32]:
    """The first layer of a `cnn`: (n, size, size, channels); errors as of `answer`."""
    from models.network import inside  # torch takes two seconds, which questions about an SVM need not wait for

    return inside.first_filters(open_cnn(model_id).model)


def clear_caches() -> None:
    """Drop every image, model and explanation that this process keeps in memory: some of them were deleted."""
    for cached in (_explanation, open_model):
        cached.cache_clear()
    run.clear_caches()


@lru_cache(maxsize=128)
def _explanation(model_id: str, shape: tuple[int, ...], pixels: bytes) -> Explanation:
    """Cached, because many visitors look at the same image of a gallery."""
    explained, image = open_model(model_id), np.frombuffer(pixels, np.uint8).reshape(shape).copy()
    outputs = explained.outputs(image[np.newaxis])
    if explained.learner == "svm":
        from explain.handcrafted import explain_svm

        return explain_svm(explained, image, outputs)
    if explained.learner == "cnn":
        return _explain_cnn(explained, image, outputs)
    return explained.explanation(image, outputs, {})  # nobody knows what each pretrained feature means


def _explain_cnn(explained: ExplainedModel, image: NDArray[np.uint8], outputs: ModelOutputs) -> Learned:
    """Everything about the CNN's answer to an image (height, width, channels), from its outputs for that image."""
    from models.network import inside  # which imports torch

    model, milliseconds = explained.model, dict[str, float]()
    with timed(milliseconds, "maps"):
        maps = inside.feature_maps(model, image)
    with timed(milliseconds, "grad_cam"):
        heat = inside.grad_cam(model, image, int(outputs.scores[0].argmax()))
    common = explained.explanation(image, outputs, milliseconds)
    return Learned(**vars(common), filters=inside.first_filters(model), maps=maps, grad_cam=heat)
