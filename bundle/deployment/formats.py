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
    "svm": lambda _one, file: svm_in_int8(file),
    "cnn": lambda one, file: network_in_int8(file, calibration_images(one)),
    "pretrained": lambda one, file: pretrained_in_int8(file, calibration_images(one)),
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


def predictors(one: OpenedModel, folder: Path, threads: int, complain: Callable[[str], None]) -> Iterator[Predictor]:
    """The model as it is, on a GPU too where there is one, as an ONNX file, and as one in int8."""
    yield from as_it_is(one, folder / one.learner, threads)
    try:
        file = FILES[one.learner][1](one)
    except ValueError as problem:
        complain(f"{one.learner} cannot be timed in ONNX Runtime: {problem}")
        return
    yield by_onnxruntime(one, "onnxruntime", file, threads)
    try:
        yield by_onnxruntime(one, "onnxruntime int8", IN_INT8[one.learner](one, file), threads)
    except Exception as problem:  # onnxruntime raises its own errors for layers that it cannot compute in int8
        complain(f"{one.learner} cannot be timed in int8: {str(problem).strip().partition(chr(10))[0]}")


def as_it_is(one: OpenedModel, folder: Path, threads: int) -> Iterator[Predictor]:
    """By the learner's own `predict`, from the files of a kept model; a frozen network's published file counts too.

    Only the CNN predicts on a GPU: pretrained features are computed on the CPU, wherever the learner is.
    """
    LEARNERS[one.learner].save(one.model, folder)
    n_bytes = sum(file.stat().st_size for file in folder.iterdir())
    if one.learner == "svm":
        transform, classifier = transform_of(one.model, threads), one.model["classify"]
        predict_svm: Predict = lambda images: classifier.predict(transform(images))  # noqa: E731
        yield Predictor(one, "our SVM", n_bytes, predict_svm, TorchDevice("cpu"))
        return
    if one.learner == "pretrained":
        weights = BACKBONES[one.model["features"].backbone].weights
        n_bytes += len(weights.read_checked())
        yield Predictor(one, "torch", n_bytes, one.model.predict, TorchDevice("cpu"))
        return
    for device in devices([]):
        yield Predictor(one, "torch", n_bytes, files.load(folder, device.name).predict, device)


def transform_of(model: Any, threads: int) -> Callable[[ImageArrays], NDArray[np.float32]]:
    """The transform from images to the SVM's features, the same code in every format of the SVM."""
    features = model["features"]
    return lambda images: spread_over_threads(features, images, min(threads, len(images)))


def by_onnxruntime(one: OpenedModel, library: str, file: bytes, threads: int) -> Predictor:
    """By ONNX Runtime from the file, after computing the features if it takes features."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Otherwise its threads go on spinning while it is the turn of another predictor.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    prepare = transform_of(one.model, threads) if one.learner == "svm" else np.ascontiguousarray
    return Predictor(one, library, len(file), lambda images: predict(session, prepare(images)), TorchDevice("cpu"))


def calibration_images(one: OpenedModel) -> ImageArrays:
    """Training images, never test images, of all classes in proportion."""
    n = min(N_CALIBRATION, len(one.images.y_train))
    return one.images.X_train[catalogue.subset(one.images, n, seed=0)]
