"""The one verb: run(experiment) trains, scores and times, and says where."""

import math
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.pipeline import FeatureUnion, Pipeline

import catalogue
from catalogue.dataset import Images
from experiments import clock
from experiments.progress import Progress, Stopped, ignore, never
from experiments.race.budget import RACE
from experiments.race.run import race
from experiments.spec import Experiment, Result
from models.register import LEARNERS, Context, build

__all__ = ["Progress", "Stopped", "forget", "ignore", "never", "run", "trained"]

SECONDS_BETWEEN_CHECKS = 0.2


def run(
    experiment: Experiment,
    report: Callable[[Progress], None] = ignore,
    stop: Callable[[], bool] = never,
) -> Result:
    """Measure one experiment on this machine.

    Stopped when `stop()` said so; ValueError, one sentence, when the experiment cannot be.
    """
    return trained(experiment, report, stop)[0]


def trained(
    experiment: Experiment, report: Callable[[Progress], None], stop: Callable[[], bool]
) -> tuple[Result, BaseEstimator]:
    """What `run` measures, and the fitted model; errors as there."""
    images = load(experiment.dataset, experiment.data_version)
    chosen = catalogue.subset(images, experiment.n_train, experiment.seed)
    if experiment.recipe == RACE:
        raced = race(experiment, images, chosen, partial(answers, images), report, stop)
        return result(experiment, images, raced.model, raced.answers, raced.seconds, raced.details), raced.model
    model = build(experiment.learner, context(experiment, images, watcher(report, stop)), **dict(experiment.settings))
    if stop():
        raise Stopped
    report(Progress(0.0, "starting"))
    tested = test_features(model["features"], images) if isinstance(model, Pipeline) else None
    return result(experiment, images, model, *measure(model, images, chosen, tested)), model


def measure(
    model: BaseEstimator,
    images: Images,
    chosen: NDArray[np.int64],
    tested: tuple[NDArray[np.float32], float] | None = None,
) -> tuple[NDArray, dict[str, float]]:
    """Train on the chosen images and label the test set; the labels, and the seconds split in three.

    `tested` are the features of the test set and their seconds, where they are known already.
    """
    X: NDArray = images.X_train[chosen]
    X_test: NDArray = images.X_test
    y = images.y_train[chosen]
    seconds = {"feature_seconds": 0.0}
    if isinstance(model, Pipeline):
        X_test, seconds_of_test = tested or described(model["features"], X_test)
        X, seconds_of_train = described(model["features"], X)
        seconds["feature_seconds"] = seconds_of_train + seconds_of_test
        model = model[1:]
    with clock.clock() as stopwatch:
        model.fit(X, y)
    seconds["fit_seconds"] = stopwatch.seconds
    with clock.clock() as stopwatch:
        predicted = model.predict(X_test)
    seconds["predict_seconds"] = stopwatch.seconds
    return predicted, seconds


def described(features: BaseEstimator, X: NDArray[np.uint8]) -> tuple[NDArray[np.float32], float]:
    """The images' features, and their seconds."""
    features.fit_transform(X[:2])  # compiles the kernels, once a process, before the clock starts
    with clock.clock() as stopwatch:
        columns = features.fit_transform(X)
    return columns, stopwatch.seconds


def test_features(features: BaseEstimator, images: Images) -> tuple[NDArray[np.float32], float]:
    """What `described` says of the test set, each family worked out once a process.

    Handcrafted features learn nothing, so for every size, seed and choice of families those of a family are the same;
    each row still counts the seconds of the families that it has.
    """
    parts = [features]
    if isinstance(features, FeatureUnion):
        parts = [part for _, part in features.transformer_list if part != "drop"]
    found = [_test_features(part.__class__, tuple(part.get_params().items()), images) for part in parts]
    columns = np.hstack([columns for columns, _ in found]) if len(found) > 1 else found[0][0]
    return columns, sum(seconds for _, seconds in found)


@lru_cache(maxsize=16)
def _test_features(
    family: type[BaseEstimator], settings: tuple[tuple[str, Any], ...], images: Images
) -> tuple[NDArray[np.float32], float]:
    return described(family(**dict(settings)), images.X_test)


def answers(images: Images, model: BaseEstimator) -> NDArray:
    """The model's labels of the test set, while no clock runs."""
    if isinstance(model, Pipeline):
        return model[1:].predict(test_features(model["features"], images)[0])
    return model.predict(images.X_test)


def result(
    experiment: Experiment,
    images: Images,
    model: BaseEstimator,
    predicted: NDArray,
    seconds: dict[str, float],
    details: dict[str, Any] | None = None,
) -> Result:
    """The row: what was measured, and everything that it depends on; `details` where the learner's own do not do."""
    correct = predicted == images.y_test
    details = details or LEARNERS[experiment.learner].describe(model)
    device = details.pop("device", "cpu")
    return Result(
        experiment=experiment,
        accuracy=float(correct.mean()),
        n_test=len(correct),
        correct=np.packbits(correct).tobytes(),
        predictions=zlib.compress(predicted.astype("<u2").tobytes(), 9),
        **seconds,
        n_parameters=details.pop("n_parameters"),
        model_bytes=details.pop("model_bytes"),
        device=device,
        machine=clock.machine(device),
        threads=details.pop("threads", 1),
        versions=clock.versions(),
        commit=clock.commit(),
        measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
        details=details,
    )


def context(experiment: Experiment, images: Images, on_progress: Callable[[float, int], None]) -> Context:
    """What the learner may know: never the test set."""
    return Context(
        recipe=experiment.recipe,
        n_train=experiment.n_train,
        mirrored=images.mirrored,
        seed=experiment.seed,
        device=experiment.device,
        on_progress=on_progress,
    )


def watcher(report: Callable[[Progress], None], stop: Callable[[], bool]) -> Callable[[float, int], None]:
    """Pass progress on at each new epoch, and ask a few times a second whether to stop."""
    last_epoch, last_check = -1, 0.0

    def on_progress(done: float, n_epochs: int) -> None:
        nonlocal last_epoch, last_check
        if time.monotonic() - last_check > SECONDS_BETWEEN_CHECKS:
            last_check = time.monotonic()
            if stop():
                raise Stopped
        if math.floor(done) > last_epoch:
            last_epoch = math.floor(done)
            report(Progress(done / n_epochs, f"epoch {min(last_epoch + 1, n_epochs)} of {n_epochs}"))

    return on_progress


def forget() -> None:
    """Drop the images and features that this process remembers: some of the images were deleted."""
    load.cache_clear()
    _test_features.cache_clear()


@lru_cache(maxsize=2)
def load(name: str, version: str) -> Images:
    """The data set in this version; a worker measures many sizes of one in a row, so two are kept.

    ValueError when what is there now is another version than the experiment was written for.
    """
    images = catalogue.load(name)
    if images.version != version:
        raise ValueError(f"The data set {name!r} has changed since this experiment was asked for; ask again.")
    return images
