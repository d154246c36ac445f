"""Kept models in every format: their size, how fast they predict, and how accurate they are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory

import numpy as np

import catalogue
from analysis.common.wording import listed
from bundle.deployment.formats import ImageArrays, Predictor, predictors
from bundle.deployment.row import Deployed
from bundle.opened import OPTIONAL, REQUIRED, OpenedModel
from experiments.kept.model_store import model_store
from experiments.plan import dataset_name
from settings import settings
from timing.device import computing, n_cores
from timing.provenance import provenance
from timing.stopwatch import Work, repetition

ROUNDS = 5
"""Turns of each predictor, so that a busy moment of the machine slows down a part of each, not all of one."""
BATCH = 256
ALL = (*REQUIRED, *OPTIONAL)
"""The learners that can be timed in use."""


@dataclass
class Seconds:
    """Seconds of each single image, and of each batch."""

    single: list[float] = field(default_factory=list)
    batches: list[float] = field(default_factory=list)


def deployed(
    models: list[OpenedModel], seconds: float, complain: Callable[[str], None] = print, threads: int | None = None
) -> Iterator[Deployed]:
    """One row per format of each model; a format that does not work has none, and `complain` gets a sentence.

    Each predictor takes `seconds` for single images, and as long for batches, in turns with the others. All compute
    with the same number of threads.
    """
    threads = threads or n_cores()
    with TemporaryDirectory(prefix="deployment-") as name, computing("float32", threads):
        found = [one for model in models for one in predictors(model, Path(name), threads, complain)]
        measured = [(one, accuracy(one), Seconds()) for one in found]  # predicting the test set also warms up
        for _ in range(ROUNDS):
            for one, _, taken in measured:
                take_turn(one, taken, seconds / ROUNDS)
        yield from (row(one, share_right, taken, threads) for one, share_right, taken in measured)


def kept_models(dataset: str, learners: list[str], n_train: int | None = None) -> list[OpenedModel]:
    """Each learner's kept model with the most training images, or with `n_train`.

    If no learner is named, these are SVM and CNN, and the pretrained learner where it was trained. ValueError, one
    sentence, if a model is not kept.
    """
    name = dataset_name(dataset)  # a path is loaded by the name that its experiments have
    images = catalogue.load(name)
    found = []
    for learner in learners or ALL:
        if learner not in ALL:
            raise ValueError(f"Only {listed(ALL)} can be timed in use, not {learner!r}.")
        kept = model_store().largest(name, images.version, learner, n_train)
        if kept is None and learner in OPTIONAL and not learners:
            continue
        if kept is None:
            raise ValueError(missing(name, learner, n_train or min(len(images.y_train), settings().max_images)))
        found.append(OpenedModel(kept.experiment, model_store().open(kept.id)[1], images))
    return found


def missing(dataset: str, learner: str, n_train: int) -> str:
    """The sentence for a model that is not kept, with the command that trains and keeps it."""
    if settings().max_model_bytes == 0:
        return "No model is kept here, because CROSSOVER_MAX_MODEL_BYTES is 0: please allow some bytes, like 2GB."
    command = f"python -m experiments run --dataset {quote(dataset)} --learner {learner} --n-train {n_train} --again"
    return f"No such {learner} of {dataset} is kept here; this trains and keeps one: {command}"


def accuracy(one: Predictor) -> float:
    """The accuracy of the predictor's own labels on the whole test set."""
    X, y = one.model.images.X_test, one.model.images.y_test
    labels = [one.predict(X[start : start + BATCH]) for start in range(0, len(X), BATCH)]
    return float((np.concatenate(labels) == y).mean())


def take_turn(one: Predictor, taken: Seconds, seconds: float) -> None:
    """The predictor's turn: first single images, one after the other, then batches."""
    X = one.model.images.X_test
    repeat(one, taken.single, lambda number: X[number % len(X)][None], seconds)
    repeat(one, taken.batches, lambda _: X[:BATCH], seconds)


def repeat(one: Predictor, taken: list[float], images_of: Callable[[int], ImageArrays], seconds: float) -> None:
    """Add the seconds of each call after the first, which refills the caches after another predictor's turn."""
    one.predict(images_of(0))
    end = one.device.now() + seconds
    while not taken or one.device.now() < end:
        work = Work(one.predict, images_of(len(taken)))
        taken.append(repetition(work, one.device)["compute"])


def row(one: Predictor, share_right: float, taken: Seconds, threads: int) -> Deployed:
    """What was measured, and everything that it depends on."""
    experiment, n_test = one.model.experiment, len(one.model.images.y_test)
    median, slow = np.quantile(taken.single, (0.5, 0.95)).tolist()
    measured_on, batch_size = provenance(one.device.name), min(BATCH, n_test)
    names = ("dataset", "data_version", "learner", "recipe", "n_train", "seed")
    return Deployed(
        **{name: getattr(experiment, name) for name in names},
        library=one.library,
        n_bytes=one.n_bytes,
        latency_p50=median,
        latency_p95=slow,
        images_per_second=batch_size / float(np.median(taken.batches)),
        batch_size=batch_size,
        accuracy=share_right,
        n_test=n_test,
        threads=threads,
        device=one.device.name,
        machine=measured_on.machine,
        versions={**measured_on.versions, "onnxruntime": version("onnxruntime")},
        commit=measured_on.commit,
        measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
