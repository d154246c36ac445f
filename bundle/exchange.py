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

AT_MOST = 100

FILES: dict[str, tuple[str, Callable[[OpenedModel], bytes]]] = {
    "svm": ("svm/classifier.onnx", lambda one: svm_file(best(one.model))),
    "cnn": ("cnn/network.onnx", lambda one: network_file(one.model, one.images.shape)),
    "pretrained": ("pretrained/model.onnx", lambda one: pretrained_file(one.model, one.images.shape)),
}
"""The path and the content of each learner's file."""


class Agreement(TypedDict):
    """For how many of `n` test images each learner's ONNX file predicts the class that its model predicts.

    A plain dictionary: the web process receives it, and may not load what this module imports.
    """

    n: int
    same: dict[str, int]


def write_onnx(models: Mapping[str, OpenedModel], folder: Path) -> dict[str, Path]:
    """Write all files into the folder; returns their paths by learner."""
    paths = {}
    for learner, one in models.items():
        path, content = FILES[learner]
        paths[learner] = folder / path
        paths[learner].write_bytes(content(one))
    return paths


def check(models: Mapping[str, OpenedModel], files: Mapping[str, Path]) -> Agreement:
    """Compare models and files on 100 test images, spread evenly, or on all if there are fewer."""
    n = min(AT_MOST, *(one.n_test for one in models.values()))
    return {"n": n, "same": {learner: _n_same(one, files[learner], n) for learner, one in models.items()}}


def _n_same(one: OpenedModel, file: Path, n: int) -> int:
    chosen = np.linspace(0, one.n_test - 1, n).astype(np.int64)
    images = one.images.X_test[chosen]
    given = one.model["features"].transform(images) if one.learner == "svm" else images
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    return int((predict(session, given) == one.predicted[chosen]).sum())


def predict(session: onnxruntime.InferenceSession, given: NDArray) -> NDArray[np.int64]:
    """The class numbers (n,) from what the file takes: features, or images."""
    return session.run(["labels"], {session.get_inputs()[0].name: given})[0]
