"""The seconds that a race may take: which experiment is one, and what may be asked for."""

from experiments.spec import Experiment
from settings import settings

RACE = "race"
"""The recipe of an experiment that is a race: as good a model as can be had in so many seconds."""
RACERS = ("svm", "cnn")
MOST_SECONDS = 600


def budget_of(experiment: Experiment) -> int:
    """The seconds of a race; ValueError, one sentence, when it is none that can be run."""
    chosen = dict(experiment.settings)
    if set(chosen) != {"budget_seconds"}:
        raise ValueError("A race has one setting, budget_seconds, and needs it.")
    require_racer(experiment.learner)
    return checked(chosen["budget_seconds"])


def require_racer(learner: str) -> None:
    """ValueError, one sentence, unless this learner can race."""
    if learner not in RACERS:
        raise ValueError(f"There is no race for {learner!r}; there is one for {' and '.join(RACERS)}.")


def most_seconds() -> int:
    """The longest race here: the test set is answered too, so an operator's limit allows half of it."""
    return max(1, min(MOST_SECONDS, int(settings().max_seconds / 2)))


def checked(seconds: object) -> int:
    """The seconds, if a race may last so long here; ValueError, one sentence, otherwise."""
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 1 <= seconds <= most_seconds():
        raise ValueError(f"The budget of a race must be a whole number from 1 to {most_seconds()}, not {seconds}.")
    return seconds
