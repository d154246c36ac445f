"""The ways to put a kept model to work: as it is, as an ONNX file, and as one in int8."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

import catalogue
from bundle.deployment.int8 import network_in_int8, svm_in_int8
from bundle.exchange import FILES, TAKES
from bundle.opened import Opened
from models.network import files
from models.register import LEARNERS
from timing.device import devices
from timing.operations.handcrafted import spread_over_threads

ImageArrays = NDArray[np.uint8]
Answer = Callable[[ImageArrays], NDArray[np.int64]]

N_SHOWN = 500
"""Training images that tell int8 the ranges of a network's numbers."""


@dataclass(frozen=True)
class Way:
    """One way to put a model to work: from images (n, height, width, channels) to labels (n,)."""

    model: Opened
    library: str
    n_bytes: int
    answer: Answer
    device: str = "cpu"


def ways_of(one: Opened, folder: Path, threads: int, complain: Callable[[str], None]) -> Iterator[Way]:
    """The model as it is, on a GPU where there is one, as an ONNX file, and as one in int8."""
    yield from as_it_is(one, folder / one.learner, threads)
    try:
        file = FILES[one.learner][1](one)
    except ValueError as problem:
        complain(f"{one.learner} cannot be timed in ONNX Runtime: {problem}")
        return
    yield Way(one, "onnxruntime", len(file), by_onnxruntime(one, file, threads))
    try:
        smaller = svm_in_int8(file) if one.learner == "svm" else network_in_int8(file, shown(one))
        yield Way(one, "onnxruntime int8", len(smaller), by_onnxruntime(one, smaller, threads))
    except Exception as problem:  # whatever onnxruntime says of a layer that it cannot compute so
        complain(f"{one.learner} cannot be timed in int8: {str(problem).strip().partition(chr(10))[0]}")


def as_it_is(one: Opened, folder: Path, threads: int) -> Iterator[Way]:
    """By the learner's own `predict`, from the files that the model store keeps."""
    LEARNERS[one.learner].save(one.model, folder)
    n_bytes = sum(file.stat().st_size for file in folder.iterdir())
    if one.learner == "svm":
        describe = described(one.model, threads)
        yield Way(one, "our SVM", n_bytes, lambda images: one.model["classify"].predict(describe(images)))
        return
    for device in devices([]):
        model = files.load(folder, device.name)
        yield Way(one, "torch", n_bytes, model.predict, device.name)


def described(model: Any, threads: int) -> Callable[[ImageArrays], NDArray[np.float32]]:
    """The SVM's features, each thread its share of the images; the same code for every way of the SVM."""
    features = model["features"]
    return lambda images: spread_over_threads(features, images, min(threads, len(images)))


def by_onnxruntime(one: Opened, file: bytes, threads: int) -> Answer:
    """The labels that the file gives; features are worked out before where it takes them."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Its threads would go on turning while another way has its turn.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    taken = TAKES[one.learner][0]
    prepare = described(one.model, threads) if one.learner == "svm" else np.ascontiguousarray
    return lambda images: session.run(["labels"], {taken: prepare(images)})[0]


def shown(one: Opened) -> ImageArrays:
    """Training images, class by class in proportion: never test images."""
    n = min(N_SHOWN, len(one.images.y_train))
    return one.images.X_train[catalogue.subset(one.images, n, seed=0)]
