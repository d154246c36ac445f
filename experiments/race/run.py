"""The race: as good a model as a learner can make in so many seconds, and how good it was at each moment before."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from catalogue.dataset import Images
from experiments.progress import Progress
from experiments.race import cnn, svm
from experiments.race.budget import budget_of
from experiments.race.clock import OutOfTime, RaceClock, ticking
from experiments.race.energy import metered
from experiments.race.split import Course, Tried, divided
from experiments.spec import Experiment
from models.register import LEARNERS, Context, build
from models.threads import n_threads

ROUNDS = {"svm": svm.rounds, "cnn": cnn.rounds}

FLOOR = "majority"
OUT_OF_TIME = "out of time"
NOTHING_LEFT = "nothing left to try"

Judge = Callable[[BaseEstimator], NDArray]


@dataclass(frozen=True)
class Raced:
    """How a race ended: the best model with its answers to the test set, the seconds by part, and what is told."""

    model: BaseEstimator
    answers: NDArray
    seconds: dict[str, float]
    details: dict[str, Any]


@dataclass
class Standing:
    """The steps so far, and the model that leads by validation, with its answers to the test set."""

    y_test: NDArray
    leader: Tried
    answers: NDArray
    steps: list[dict[str, Any]] = field(default_factory=list)

    def add(self, seconds: float, tried: Tried, answers: NDArray) -> None:
        """Note what was tried; only who validates better takes the lead, whatever the test set says."""
        step = {"seconds": round(seconds, 3), "n_train": tried.n_train, "validation": tried.validation}
        accuracy = float((answers == self.y_test).mean())
        self.steps.append({**step, "accuracy": accuracy, "settings": tried.settings})
        if tried.validation > self.leader.validation:
            self.leader, self.answers = tried, answers

    def progress(self, clock: RaceClock) -> Progress:
        """How far the clock is, who leads, and what is being tried."""
        note = f"{clock.seconds:.0f} s: {100 * self.leader.validation:.1f} % by validation, {clock.doing}"
        return Progress(min(1.0, clock.seconds / clock.budget), note, json.dumps(self.steps))


def race(
    experiment: Experiment,
    images: Images,
    chosen: NDArray[np.int64],
    judge: Judge,
    report: Callable[[Progress], None],
    stop: Callable[[], bool],
) -> Raced:
    """Play the experiment's budget on the chosen training images; `judge` labels the test set by a model.

    Stopped when `stop()` said so; ValueError, one sentence, when there can be no such race.
    """
    clock = RaceClock(budget_of(experiment), stop)
    course = divided(images, chosen)
    context = Context(seed=experiment.seed, device=experiment.device)
    start = floor(course)
    standing = Standing(images.y_test, start, judge(start.model))
    standing.add(0.0, start, standing.answers)

    def tell() -> None:
        report(standing.progress(clock))

    tell()
    with metered() as meter, ticking(tell):
        ended = played(ROUNDS[experiment.learner](course, context, clock), clock, standing, judge, tell)
    told = {"ended": ended, "n_validation": len(course.y_validation), "energy_kwh": meter.share(clock.seconds)}
    details = {**described(standing, experiment), **told, "steps": standing.steps}
    return Raced(standing.leader.model, standing.answers, dict(clock.spent), details)


def described(standing: Standing, experiment: Experiment) -> dict[str, Any]:
    """What the leading model is; where nobody has beaten the floor, with the device and threads that tried to."""
    leader = standing.leader
    if leader.n_train:
        told = LEARNERS[experiment.learner].describe(leader.model)
    else:
        told = {**LEARNERS[FLOOR].describe(leader.model), **raced_on(experiment)}
    return {**told, "tuning": f"best of {len(standing.steps) - 1} rounds by validation"}


def raced_on(experiment: Experiment) -> dict[str, Any]:
    """The device and the threads of the racer, whoever leads: a race that was lost counts where it was run."""
    if experiment.learner != "cnn":
        return {"device": "cpu", "threads": n_threads()}
    network = import_module("models.network.cnn")  # torch takes two seconds, and the web process must never load it
    return {"device": network.resolved_device(experiment.device), "threads": network.torch.get_num_threads()}


def played(
    rounds: Iterable[Tried],
    clock: RaceClock,
    standing: Standing,
    judge: Judge,
    tell: Callable[[], None],
) -> str:
    """Have each round judged while the clock stands still; how it ended.

    What ends after the budget does not count. Where every validation image is right, no round can be better.
    """
    try:
        for tried in rounds:
            if clock.left < 0:
                return OUT_OF_TIME
            standing.add(clock.seconds, tried, judge(tried.model))
            tell()
            clock.check()
            if tried.validation == 1:
                break
    except OutOfTime:
        return OUT_OF_TIME
    return NOTHING_LEFT


def floor(course: Course) -> Tried:
    """Where both start, without a second spent: the commonest class."""
    model = build(FLOOR, Context()).fit(course.X, course.y)
    return Tried(model, 0, {}, float((model.predict(course.X_validation) == course.y_validation).mean()))
