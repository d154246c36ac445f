"""The models in ONNX, the format that many programs exchange, and whether the files predict the same as the models."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypedDict

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from bundle.onnx.network import network_file
from bundle.onnx.pretrained import pretrained_file
from bundle.onnx.svm import svm_file
from bundle.opened import OpenedModel
from models.handcrafted.support_vectors import best

MOST_COMPARED = 100  # test images

FILES: dict[str, tuple[str, Callable[[OpenedModel], bytes]]] = {
    "svm": ("svm/classifier.onnx", lambda opened: svm_file(best(opened.model))),
    "cnn": ("cnn/network.onnx", lambda opened: network_file(opened.model, opened.images.shape)),
    "pretrained": ("pretrained/model.onnx", lambda opened: pretrained_file(opened.model, opened.images.shape)),
}
"""The path and the content of each learner's file."""


class Agreement(TypedDict):
    """For how many of `n` test images each learner's ONNX file predicts the class that its model predicts.

    A plain dictionary: the web process receives it, and may not load what this module imports.
    """

    n: int
    same: dict[str, int]


def write_onnx(models: Mapping[str, OpenedModel], folder: Path) -> dict[str, Path]:
    """Write the ONNX file of each model into the folder; returns the paths by learner."""
    paths = {}
    for learner, opened in models.items():
        path, content = FILES[learner]
        paths[learner] = folder / path
        paths[learner].write_bytes(content(opened))
    return paths


def check(models: Mapping[str, OpenedModel], files: Mapping[str, Path]) -> Agreement:
    """Compare models and files on 100 test images, spread evenly, or on all if there are fewer."""
    n = min(MOST_COMPARED, *(opened.n_test for opened in models.values()))
    return {"n": n, "same": {learner: _n_same(opened, files[learner], n) for learner, opened in models.items()}}


def _n_same(opened: OpenedModel, file: Path, n: int) -> int:
    chosen = np.linspace(0, opened.n_test - 1, n).astype(np.int64)
    images = opened.images.X_test[chosen]
    given = opened.model["features"].transform(images) if opened.learner == "svm" else images
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    return int((predict(session, given) == opened.predicted[chosen]).sum())


def predict(session: onnxruntime.InferenceSession, given: NDArray) -> NDArray[np.int64]:
    """The class numbers (n,) that a file predicts from the features or images that it takes."""
    return session.run(["labels"], {session.get_inputs()[0].name: given})[0]
