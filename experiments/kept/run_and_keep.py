"""The verb that the engine calls: measure, then keep the model for later questions."""

import logging

from experiments.engine.job import first_line
from experiments.kept.model_store import model_store
from experiments.robustness.measure import run_under_changes
from experiments.robustness.row import CHANGED
from experiments.run import train
from experiments.spec import Experiment, Report, Result, ShouldStop, never, report_nothing
from models.register import RECIPES
from uploads.folder import is_gone

logger = logging.getLogger(__name__)


def run_and_keep(experiment: Experiment, report: Report = report_nothing, should_stop: ShouldStop = never) -> Result:
    """Measure as `experiments.run.run` does, and keep the model if its recipe is a common one.

    No model is kept of a race, because it depends on the race's seconds; nor of the speed recipe, which no page uses;
    nor of an experiment under changes, of which only the counts are needed. If a model cannot be kept, the log says so
    and the result is returned all the same. Nor is one kept for a data set that was deleted in the meantime.
    """
    if CHANGED in dict(experiment.settings):
        return run_under_changes(experiment, report, should_stop)
    result, model = train(experiment, report, should_stop)
    if experiment.recipe not in RECIPES:
        return result
    try:
        model_store().keep(experiment, model, result.accuracy)
        if is_gone(experiment.dataset):  # checked afterwards, because a deletion looks for models last
            model_store().remove(experiment.id)
    except Exception as problem:
        logger.warning("The model of %s was not kept: %s: %s", experiment, type(problem).__name__, first_line(problem))
    return result
