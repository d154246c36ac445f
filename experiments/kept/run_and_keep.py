"""The verb as the engine calls it: measure, then put the model on the shelf for whoever wants to ask it something."""

import logging
from collections.abc import Callable

from experiments.engine.job import first_line
from experiments.kept.model_store import shelf
from experiments.run import Progress, ignore, never, trained
from experiments.spec import Experiment, Result
from models.register import RECIPES
from uploads.folder import is_gone

logger = logging.getLogger(__name__)


def run_and_keep(
    experiment: Experiment,
    report: Callable[[Progress], None] = ignore,
    stop: Callable[[], bool] = never,
) -> Result:
    """Measure as `experiments.run.run` does, and keep the model.

    A model that cannot be kept, whyever, costs nobody the result: one warning in the log says so. Of images that a
    visitor deleted meanwhile no model stays, and none of a recipe that is no common one: how good a race's is hangs on
    the seconds that it was given, and the one made for speed suits no page.
    """
    measured, model = trained(experiment, report, stop)
    if experiment.recipe not in RECIPES:
        return measured
    try:
        shelf().keep(experiment, model, measured.accuracy)
        if is_gone(experiment.dataset):  # asked afterwards, because whoever deletes looks for models last
            shelf().remove(experiment.id)
    except Exception as problem:
        logger.warning("The model of %s was not kept: %s: %s", experiment, type(problem).__name__, first_line(problem))
    return measured
