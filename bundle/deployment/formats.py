"""The formats in which a kept model can run: as it is, as an ONNX file, and as an ONNX file in int8."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

import catalogue
from bundle.deployment.int8 import network_in_int8, pretrained_in_int8, svm_in_int8
from bundle.exchange import FILES, predict
from bundle.opened import OpenedModel
from models.network import files
from models.pretrained.backbones import BACKBONES
from models.register import LEARNERS
from timing.device import TorchDevice, devices
from timing.operations.handcrafted import spread_over_threads

ImageArrays = NDArray[np.uint8]
Predict = Callable[[ImageArrays], NDArray[np.int64]]

N_CALIBRATION = 500
"""Training images that show the ranges of a network's numbers, for int8."""

IN_INT8: dict[str, Callable[[OpenedModel, bytes], bytes]] = {
    "svm": lambda _opened, file: svm_in_int8(file),
    "cnn": lambda opened, file: network_in_int8(file, calibration_images(opened)),
    "pretrained": lambda opened, file: pretrained_in_int8(file, calibration_images(opened)),
}
"""How each learner's ONNX file is converted."""


@dataclass(frozen=True)
class Predictor:
    """A model in one format: `predict` takes images (n, height, width, channels) and returns labels (n,)."""

    model: OpenedModel
    library: str
    n_bytes: int
    predict: Predict
    device: TorchDevice


def predictors(opened: OpenedModel, folder: Path, threads: int, complain: Callable[[str], None]) -> Iterator[Predictor]:
    """The model as it is (also on a GPU, if there is one), as an ONNX file, and as an ONNX file in int8."""
    yield from as_it_is(opened, folder / opened.learner, threads)
    try:
        file = FILES[opened.learner][1](opened)
    except ValueError as problem:
        complain(f"{opened.learner} cannot be timed in ONNX Runtime: {problem}")
        return
    yield by_onnxruntime(opened, "onnxruntime", file, threads)
    try:
        yield by_onnxruntime(opened, "onnxruntime int8", IN_INT8[opened.learner](opened, file), threads)
    except Exception as problem:  # onnxruntime raises its own errors for layers that it cannot compute in int8
        complain(f"{opened.learner} cannot be timed in int8: {str(problem).strip().partition(chr(10))[0]}")


def as_it_is(opened: OpenedModel, folder: Path, threads: int) -> Iterator[Predictor]:
    """The model with the learner's own `predict`; its size includes the published file of a frozen network.

    Only the CNN predicts on a GPU, because pretrained features are always computed on the CPU.
    """
    LEARNERS[opened.learner].save(opened.model, folder)
    n_bytes = sum(file.stat().st_size for file in folder.iterdir())
    if opened.learner == "svm":
        transform, classifier = transform_of(opened.model, threads), opened.model["classify"]
        predict_svm: Predict = lambda images: classifier.predict(transform(images))  # noqa: E731
        yield Predictor(opened, "our SVM", n_bytes, predict_svm, TorchDevice("cpu"))
        return
    if opened.learner == "pretrained":
        weights = BACKBONES[opened.model["features"].backbone].weights
        n_bytes += len(weights.read_checked())
        yield Predictor(opened, "torch", n_bytes, opened.model.predict, TorchDevice("cpu"))
        return
    for device in devices([]):
        yield Predictor(opened, "torch", n_bytes, files.load(folder, device.name).predict, device)


def transform_of(model: Any, threads: int) -> Callable[[ImageArrays], NDArray[np.float32]]:
    """The function from images to the SVM's features, which every format of the SVM uses."""
    features = model["features"]
    return lambda images: spread_over_threads(features, images, min(threads, len(images)))


def by_onnxruntime(opened: OpenedModel, library: str, file: bytes, threads: int) -> Predictor:
    """A predictor that runs the file in ONNX Runtime; for the SVM it computes the features first."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Otherwise the session's threads would go on spinning during the turn of another predictor.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    prepare = transform_of(opened.model, threads) if opened.learner == "svm" else np.ascontiguousarray
    return Predictor(opened, library, len(file), lambda images: predict(session, prepare(images)), TorchDevice("cpu"))


def calibration_images(opened: OpenedModel) -> ImageArrays:
    """Training images, never test images, of all classes in proportion."""
    n = min(N_CALIBRATION, len(opened.images.y_train))
    return opened.images.X_train[catalogue.subset(opened.images, n, seed=0)]
