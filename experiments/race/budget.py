"""The seconds that a race may take: which experiments are races, and which budgets are allowed."""

from experiments.spec import Experiment
from settings import settings

RACE = "race"
"""The recipe of an experiment that is a race: the best model within a budget of seconds."""
RACERS = ("svm", "cnn", "pretrained")
USUAL = RACERS[:2]
"""Who races unless others are named."""
MOST_SECONDS = 600
BY_VALIDATION = "by validation, "
"""What stands in a race's note between the leading accuracy and what is being tried."""


def budget_of(experiment: Experiment) -> int:
    """The seconds of a race; ValueError, one sentence, when the race cannot be run."""
    chosen = dict(experiment.settings)
    if set(chosen) != {"budget_seconds"}:
        raise ValueError("A race needs the setting budget_seconds, and takes no other.")
    require_racer(experiment.learner)
    return checked(chosen["budget_seconds"])


def require_racer(learner: str) -> None:
    """ValueError, one sentence, unless this learner can race."""
    if learner not in RACERS:
        raise ValueError(f"There is no race for {learner!r}; there is one for {', '.join(RACERS)}.")


def most_seconds() -> int:
    """The longest race here: half of the operator's limit, because scoring the test set takes time too."""
    return max(1, min(MOST_SECONDS, int(settings().max_seconds / 2)))


def checked(seconds: object) -> int:
    """The same seconds, if a race may last so long here; ValueError, one sentence, otherwise."""
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 1 <= seconds <= most_seconds():
        raise ValueError(f"The budget of a race must be a whole number from 1 to {most_seconds()}, not {seconds}.")
    return seconds
