"""The verb as the engine calls it: measure, then put the model on the shelf for whoever wants to ask it something."""

import logging
from collections.abc import Callable

from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline

import catalogue
from experiments.engine_job import first_line
from experiments.run import Progress, Stopped, context, ignore, load, measure, never, result, test_features, watcher
from experiments.shelf import shelf
from experiments.spec import Experiment, Result
from models.register import build

logger = logging.getLogger(__name__)


def run_and_keep(
    experiment: Experiment,
    report: Callable[[Progress], None] = ignore,
    stop: Callable[[], bool] = never,
) -> Result:
    """Measure as `experiments.run.run` does, and keep the model.

    A model that cannot be kept, whyever, costs nobody the result: one warning in the log says so.
    """
    measured, model = trained(experiment, report, stop)
    try:
        shelf().keep(experiment, model, measured.accuracy)
    except Exception as problem:
        logger.warning("The model of %s was not kept: %s: %s", experiment, type(problem).__name__, first_line(problem))
    return measured


def trained(
    experiment: Experiment, report: Callable[[Progress], None], stop: Callable[[], bool]
) -> tuple[Result, BaseEstimator]:
    """The steps of `experiments.run.run`, with the fitted model beside what was measured of it."""
    images = load(experiment.dataset, experiment.data_version)
    chosen = catalogue.subset(images, experiment.n_train, experiment.seed)
    model = build(experiment.learner, context(experiment, images, watcher(report, stop)), **dict(experiment.settings))
    if stop():
        raise Stopped
    report(Progress(0.0, "starting"))
    tested = test_features(model["features"], images) if isinstance(model, Pipeline) else None
    return result(experiment, images, model, *measure(model, images, chosen, tested)), model
