"""A kept model in every way to put it to work: its size, how fast it answers, and how often it is right."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

import catalogue
from bundle.deployment.formats import ImageArrays, Way, ways_of
from bundle.deployment.row import Deployed
from bundle.opened import LEARNERS, Opened
from experiments import clock
from experiments.kept.model_store import Kept, model_store
from timing.device import computing, n_cores

ROUNDS = 5
"""Turns that the ways take, so that a busy moment of the machine meets a part of each, not all of one."""
BATCH = 256


@dataclass
class Clocked:
    """Seconds of each single image, and of each batch."""

    single: list[float] = field(default_factory=list)
    batches: list[float] = field(default_factory=list)


def deployed(
    models: list[Opened], seconds: float, complain: Callable[[str], None] = print, threads: int | None = None
) -> Iterator[Deployed]:
    """One row a way of each model; of a way that does not work there is none, and `complain` gets a sentence.

    `seconds` is for how long each way answers single images, and again batches. All compute with the same threads,
    and take turns.
    """
    threads = threads or n_cores()
    with TemporaryDirectory(prefix="deployment-") as name, computing("float32", threads):
        ways = [way for one in models for way in ways_of(one, Path(name), threads, complain)]
        found = {id(way): Clocked() for way in ways}
        accuracy = {id(way): share_right(way) for way in ways}  # which warms up, too
        for _ in range(ROUNDS):
            for way in ways:
                clock_turn(way, found[id(way)], seconds / ROUNDS)
        yield from (row(way, found[id(way)], accuracy[id(way)], threads) for way in ways)


def kept_models(dataset: str, learners: list[str], n_train: int | None = None) -> list[Opened]:
    """Each learner's kept model of most images, or of `n_train`; ValueError, one sentence, where none is kept."""
    images = catalogue.load(dataset)
    found = []
    for learner in learners or LEARNERS:
        if learner not in LEARNERS:
            raise ValueError(f"Only {' and '.join(LEARNERS)} can be put to work so, not {learner!r}.")
        kept = best_kept(images.name, images.version, learner, n_train)
        if kept is None:
            asked = n_train or len(images.y_train)
            command = f"python -m experiments run --dataset {dataset} --learner {learner} --n-train {asked}"
            raise ValueError(f"No such {learner} of {dataset} is kept here; this trains and keeps one: {command}")
        found.append(Opened(kept.experiment, model_store().open(kept.id)[1], images))
    return found


def best_kept(dataset: str, data_version: str, learner: str, n_train: int | None) -> Kept | None:
    """The model that `ModelStore.largest` would name among those of `n_train` images, or among all."""
    if n_train is None:
        return model_store().largest(dataset, data_version, learner)
    alike = [one for one in model_store().kept(dataset, data_version) if one.experiment.learner == learner]
    alike = [one for one in alike if one.experiment.n_train == n_train and not one.experiment.settings]
    return max(alike, key=lambda one: (one.experiment.recipe == "thorough", -one.experiment.seed), default=None)


def share_right(way: Way) -> float:
    """The way's own accuracy on the whole test set."""
    X, y = way.model.images.X_test, way.model.images.y_test
    labels = [way.answer(X[start : start + BATCH]) for start in range(0, len(X), BATCH)]
    return float((np.concatenate(labels) == y).mean())


def clock_turn(way: Way, found: Clocked, seconds: float) -> None:
    """The way's turn: one image after the other, each its own reading, then many images at once."""
    X = way.model.images.X_test
    repeat(way, found.single, lambda place: X[place % len(X)][None], seconds)
    repeat(way, found.batches, lambda _: X[:BATCH], seconds)


def repeat(way: Way, found: list[float], asked: Callable[[int], ImageArrays], seconds: float) -> None:
    """Add the seconds of each call; another way had its turn and the caches, so the first call is not counted."""
    way.answer(asked(0))
    end = time.perf_counter() + seconds
    while not found or time.perf_counter() < end:
        images = asked(len(found))
        start = time.perf_counter()
        way.answer(images)
        found.append(time.perf_counter() - start)


def row(way: Way, found: Clocked, accuracy: float, threads: int) -> Deployed:
    """What was measured, and everything that it depends on."""
    asked, images = way.model.experiment, way.model.images
    half, most = np.quantile(found.single, (0.5, 0.95)).tolist()
    batch_size = min(BATCH, len(images.y_test))
    return Deployed(
        dataset=asked.dataset,
        data_version=asked.data_version,
        learner=asked.learner,
        recipe=asked.recipe,
        n_train=asked.n_train,
        seed=asked.seed,
        library=way.library,
        n_bytes=way.n_bytes,
        latency_p50=half,
        latency_p95=most,
        images_per_second=batch_size / float(np.median(found.batches)),
        batch_size=batch_size,
        accuracy=accuracy,
        n_test=len(images.y_test),
        threads=threads,
        device=way.device,
        machine=clock.machine(way.device),
        versions={**clock.versions(), "onnxruntime": version("onnxruntime")},
        commit=clock.commit(),
        measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
