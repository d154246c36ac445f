"""The operator's limits; what exceeds them is refused or stopped with one sentence."""

from collections.abc import Collection

from experiments.race.budget import RACE, budget_of
from experiments.spec import Experiment
from settings import settings


class QuotaExceeded(ValueError):  # noqa: N818  (the name says what happened)
    """The request exceeds what the operator allows."""


def check_each(experiments: Collection[Experiment]) -> None:
    """QuotaExceeded when a single experiment asks for too many images, epochs or seconds, or is no valid race."""
    largest = max((experiment.n_train for experiment in experiments), default=0)
    if largest > settings().max_images:
        raise QuotaExceeded(f"{largest:,} training images are more than the {settings().max_images:,} allowed here.")
    for experiment in experiments:
        if experiment.recipe == RACE:
            try:
                budget_of(experiment)
            except ValueError as problem:
                raise QuotaExceeded(str(problem)) from problem
        epochs = dict(experiment.settings).get("epochs", 0)
        # Not `>`, which lets NaN pass; a text is refused by the learner.
        if not isinstance(epochs, str) and not epochs <= settings().max_epochs:
            raise QuotaExceeded(f"{epochs:,} epochs are more than the {settings().max_epochs:,} allowed here.")


def too_long() -> str:
    """Why an experiment was stopped at the limit of seconds."""
    return (
        f"This took longer than the {settings().max_seconds:,g} seconds that one experiment may take here, so it was "
        "stopped; choose quick training, or fewer or smaller training images."
    )
