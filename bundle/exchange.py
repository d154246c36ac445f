"""Both models in ONNX, the format that many programs exchange, and whether the files answer as the originals do."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from bundle.checked import Checked
from bundle.onnx.network import network_file
from bundle.onnx.svm import svm_file
from bundle.opened import Opened

AT_MOST = 100

FILES: dict[str, tuple[str, Callable[[Opened], bytes]]] = {
    "svm": ("svm/classifier.onnx", lambda one: svm_file(one.model["classify"])),
    "cnn": ("cnn/network.onnx", lambda one: network_file(one.model, one.images.shape)),
}
TAKES: dict[str, tuple[str, Callable[[Any, NDArray[np.uint8]], NDArray]]] = {
    "svm": ("features", lambda model, images: model["features"].transform(images)),
    "cnn": ("images", lambda model, images: images),  # noqa: ARG005
}
"""The name of what each file takes, and how it is made from images."""


def write_onnx(models: Mapping[str, Opened], folder: Path) -> dict[str, Path]:
    """Write both files into the folder; where each lies, by learner."""
    written = {}
    for learner, one in models.items():
        place, content = FILES[learner]
        written[learner] = folder / place
        written[learner].write_bytes(content(one))
    return written


def check(models: Mapping[str, Opened], files: Mapping[str, Path]) -> Checked:
    """Ask originals and files about test images spread evenly, 100 or all that there are."""
    n = min(AT_MOST, *(one.n_test for one in models.values()))
    same = {learner: _n_same(one, files[learner], n) for learner, one in models.items()}
    return Checked(n, same)


def _n_same(one: Opened, file: Path, n: int) -> int:
    places = np.linspace(0, one.n_test - 1, n).astype(np.int64)
    taken, made = TAKES[one.learner]
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    (labels,) = session.run(["labels"], {taken: made(one.model, one.images.X_test[places])})
    return int((labels == one.answered[places]).sum())
