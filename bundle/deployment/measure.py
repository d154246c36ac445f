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
"""Turns of each predictor: a busy moment of the machine then slows down some turns of each, not all turns of one."""
BATCH = 256
ALL = (*REQUIRED, *OPTIONAL)
"""The learners that can be timed in use."""


@dataclass
class Seconds:
    """The seconds that each single image took, and each batch."""

    single: list[float] = field(default_factory=list)
    batches: list[float] = field(default_factory=list)


def measure_formats(
    models: list[OpenedModel], seconds: float, complain: Callable[[str], None] = print, threads: int | None = None
) -> Iterator[Deployed]:
    """One row per format of each model; a format that does not work has none, and `complain` gets a sentence.

    Each predictor takes `seconds` for single images, and as long for batches, in turns with the others. All compute
    with the same number of threads.
    """
    threads = threads or n_cores()
    with TemporaryDirectory(prefix="deployment-") as name, computing("float32", threads):
        every = [predictor for model in models for predictor in predictors(model, Path(name), threads, complain)]
        # Predicting the test set also warms up.
        measured = [(predictor, accuracy(predictor), Seconds()) for predictor in every]
        for _ in range(ROUNDS):
            for predictor, _, taken in measured:
                take_turn(predictor, taken, seconds / ROUNDS)
        yield from (row(predictor, share_right, taken, threads) for predictor, share_right, taken in measured)


def kept_models(dataset: str, learners: list[str], n_train: int | None = None) -> list[OpenedModel]:
    """Each learner's kept model with the most training images, or with `n_train`.

    If no learner is named, these are the SVM, the CNN and, if it was trained, the pretrained learner. ValueError, one
    sentence, if a model is not kept.
    """
    name = dataset_name(dataset)  # for a path, the name under which its experiments are stored
    images = catalogue.load(name)
    models = []
    for learner in learners or ALL:
        if learner not in ALL:
            raise ValueError(f"Only {listed(ALL)} can be timed in use, not {learner!r}.")
        kept = model_store().largest(name, images.version, learner, n_train)
        if kept is None and learner in OPTIONAL and not learners:
            continue
        if kept is None:
            raise ValueError(why_missing(name, learner, n_train or min(len(images.y_train), settings().max_images)))
        models.append(OpenedModel(kept.experiment, model_store().open(kept.id)[1], images))
    return models


def why_missing(dataset: str, learner: str, n_train: int) -> str:
    """The sentence for a model that is not kept, with the command that trains and keeps it."""
    if settings().max_model_bytes == 0:
        return "No model is kept here, because CROSSOVER_MAX_MODEL_BYTES is 0: please allow some bytes, like 2GB."
    command = f"python -m experiments run --dataset {quote(dataset)} --learner {learner} --n-train {n_train} --again"
    return f"No such {learner} of {dataset} is kept here; this trains and keeps one: {command}"


def accuracy(predictor: Predictor) -> float:
    """The accuracy of the predictor's own labels on the whole test set."""
    X, y = predictor.model.images.X_test, predictor.model.images.y_test
    labels = [predictor.predict(X[start : start + BATCH]) for start in range(0, len(X), BATCH)]
    return float((np.concatenate(labels) == y).mean())


def take_turn(predictor: Predictor, taken: Seconds, seconds: float) -> None:
    """The predictor's turn: first single images, one after the other, then batches."""
    X = predictor.model.images.X_test
    repeat(predictor, taken.single, lambda number: X[number % len(X)][None], seconds)
    repeat(predictor, taken.batches, lambda _: X[:BATCH], seconds)


def repeat(predictor: Predictor, taken: list[float], images_of: Callable[[int], ImageArrays], seconds: float) -> None:
    """Add the seconds of each call except the first, which refills the caches after another predictor's turn."""
    predictor.predict(images_of(0))
    end = predictor.device.now() + seconds
    while not taken or predictor.device.now() < end:
        work = Work(predictor.predict, images_of(len(taken)))
        taken.append(repetition(work, predictor.device)["compute"])


def row(predictor: Predictor, share_right: float, taken: Seconds, threads: int) -> Deployed:
    """What was measured, and everything that it depends on."""
    experiment, n_test = predictor.model.experiment, len(predictor.model.images.y_test)
    median, slow = np.quantile(taken.single, (0.5, 0.95)).tolist()
    measured_on = provenance(predictor.device.name)
    batch_size = min(BATCH, n_test)
    names = ("dataset", "data_version", "learner", "recipe", "n_train", "seed")
    return Deployed(
        **{name: getattr(experiment, name) for name in names},
        library=predictor.library,
        n_bytes=predictor.n_bytes,
        latency_p50=median,
        latency_p95=slow,
        images_per_second=batch_size / float(np.median(taken.batches)),
        batch_size=batch_size,
        accuracy=share_right,
        n_test=n_test,
        threads=threads,
        device=predictor.device.name,
        machine=measured_on.machine,
        versions={**measured_on.versions, "onnxruntime": version("onnxruntime")},
        commit=measured_on.commit,
        measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
