"""The one verb: run(experiment) trains, scores and times a learner, and records the machine."""

import math
import time
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline

import catalogue
from catalogue.dataset import Images
from experiments import clock, scoring
from experiments.race.budget import RACE
from experiments.race.clock import SECONDS_BETWEEN_CHECKS
from experiments.race.run import race
from experiments.robustness.training import TRAINED_ON, changed
from experiments.spec import Experiment, Progress, Report, Result, ShouldStop, Stopped, never, report_nothing
from models.register import Context, build


def run(experiment: Experiment, report: Report = report_nothing, should_stop: ShouldStop = never) -> Result:
    """Measure one experiment on this machine.

    Raises Stopped when `should_stop()` says so, and ValueError, one sentence, when it cannot be measured.
    """
    return train(experiment, report, should_stop)[0]


def train(
    experiment: Experiment, report: Report = report_nothing, should_stop: ShouldStop = never
) -> tuple[Result, BaseEstimator]:
    """The result of `run` and the fitted model; errors as there."""
    images = load(experiment.dataset, experiment.data_version)
    chosen = catalogue.subset(images, experiment.n_train, experiment.seed)
    if experiment.recipe == RACE:
        return race(experiment, images, chosen, report, should_stop)
    asked = context(experiment, images, watcher(report, should_stop))
    settings = dict(experiment.settings)
    change = str(settings.pop(TRAINED_ON, ""))
    model = build(experiment.learner, asked, **settings)
    X = changed(images, chosen, change) if change else None
    if should_stop():
        raise Stopped
    report(Progress(0.0, "starting"))
    watch = scoring.Watch(embedding_watcher(report, should_stop))
    with clock.others_watched() as others:
        predicted, seconds = fit_and_predict(model, images, chosen, watch, X)
    # Embeddings from disk count the seconds of an earlier run, so what disturbed that run counts too.
    cores = None if others.cores is None else max(others.cores, watch.other_cores)
    return scoring.build_result(experiment, images, model, predicted, seconds, cores), model


def fit_and_predict(
    model: BaseEstimator, images: Images, chosen: NDArray[np.int64], watch: scoring.Watch, X_changed: NDArray | None
) -> tuple[NDArray, dict[str, float]]:
    """Train on the chosen images and label the test set: the labels, and the seconds split in three.

    `X_changed` are the chosen images after a change, if they had one.
    """
    X: NDArray = images.X_train[chosen] if X_changed is None else X_changed
    X_test: NDArray = images.X_test
    y = images.y_train[chosen]
    feature_seconds = 0.0
    if isinstance(model, Pipeline):
        features, model = model["features"], model[1:]
        if scoring.are_learned(features):
            with clock.clock() as learning:
                X, X_test = features.fit(X, y).transform(X), features.transform(X_test)
            feature_seconds = learning.seconds
        else:
            X_test, seconds_of_test = scoring.transform_test(features, images, watch)
            X, seconds_of_train = scoring.transform_train(features, images, chosen, watch, X_changed)
            feature_seconds = seconds_of_train + seconds_of_test
    with clock.clock() as fit:
        model.fit(X, y)
    with clock.clock() as predict:
        predicted = model.predict(X_test)
    seconds = {"feature_seconds": feature_seconds, "fit_seconds": fit.seconds, "predict_seconds": predict.seconds}
    return predicted, seconds


def context(experiment: Experiment, images: Images, on_progress: Callable[[float, int], None] | None = None) -> Context:
    """What the learner may know: never the test set."""
    return Context(
        experiment.recipe, experiment.n_train, images.mirrored, experiment.seed, experiment.device, on_progress
    )


def watcher(report: Report, should_stop: ShouldStop) -> Callable[[float, int], None]:
    """A callback that reports each new epoch, and raises Stopped within a fraction of a second of `should_stop()`."""
    last_epoch, last_check = -1, 0.0

    def on_progress(done: float, n_epochs: int) -> None:
        nonlocal last_epoch, last_check
        if time.monotonic() - last_check > SECONDS_BETWEEN_CHECKS:
            last_check = time.monotonic()
            if should_stop():
                raise Stopped
        if math.floor(done) > last_epoch:
            last_epoch = math.floor(done)
            report(Progress(done / n_epochs, f"epoch {min(last_epoch + 1, n_epochs)} of {n_epochs}"))

    return on_progress


def embedding_watcher(report: Report, should_stop: ShouldStop) -> Callable[[int, int], None]:
    """A callback that reports how many images a frozen network has seen, and raises Stopped after `should_stop()`."""

    def on_images(done: int, n: int) -> None:
        if should_stop():
            raise Stopped
        report(Progress(done / n, f"image {done:,} of {n:,} through the pretrained network"))

    return on_images


@lru_cache(maxsize=2)
def load(name: str, version: str) -> Images:
    """The data set in this version; a worker measures many sizes of one data set in a row, so two are kept.

    ValueError when the data set now has another version than the experiment was written for.
    """
    images = catalogue.load(name)
    if images.version != version:
        raise ValueError(f"The data set {name!r} has changed since this experiment was requested; request it again.")
    return images


def clear_caches() -> None:
    """Drop the images and features that this process keeps: some of the images were deleted."""
    load.cache_clear()
    scoring.clear_cache()
