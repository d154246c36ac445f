"""The race: the best model that a learner can make in a number of seconds, and how good it was at each moment."""

import json
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from catalogue.dataset import Images
from experiments.clock import others_watched
from experiments.race import cnn, svm
from experiments.race.budget import BY_VALIDATION, budget_of
from experiments.race.clock import OutOfTime, RaceClock, ticking
from experiments.race.energy import metered
from experiments.race.split import Split, Trial, split_for_race
from experiments.scoring import Watch, build_result, predict_test
from experiments.spec import Experiment, Progress, Report, Result, ShouldStop, Stopped
from models.register import LEARNERS, Context, build
from models.threads import n_threads

TRIALS: dict[str, Callable[[Split, Context, RaceClock], Iterable[Trial]]] = {
    "svm": svm.trials,
    "cnn": cnn.trials,
    "pretrained": partial(svm.trials, racer=svm.PRETRAINED),
}

BASELINE = "majority"
OUT_OF_TIME = "out of time"
NOTHING_LEFT = "nothing left to try"


class Leaderboard:
    """The trials so far, and the one that leads by validation with its predictions of the test set."""

    def __init__(self, images: Images, baseline: Trial, watch: Watch) -> None:
        self.images, self.leader, self.watch = images, baseline, watch
        self.steps: list[dict[str, Any]] = []
        self.add(0.0, baseline)

    def add(self, seconds: float, trial: Trial) -> None:
        """Score a trial on the test set; only a higher validation accuracy gives it the lead."""
        predicted: NDArray = predict_test(trial.model, self.images, self.watch)
        step = {"seconds": round(seconds, 3), "n_train": trial.n_train, "validation": trial.validation}
        accuracy = float((predicted == self.images.y_test).mean())
        self.steps.append({**step, "accuracy": accuracy, "settings": trial.settings})
        if trial is self.leader or trial.validation > self.leader.validation:
            self.leader, self.predicted = trial, predicted

    def progress(self, clock: RaceClock) -> Progress:
        """How far the clock is, which accuracy leads, and what is being tried."""
        note = f"{clock.seconds:.0f} s: {100 * self.leader.validation:.1f} % {BY_VALIDATION}{clock.doing}"
        return Progress(min(1.0, clock.seconds / clock.budget), note, json.dumps(self.steps))


def race(
    experiment: Experiment, images: Images, chosen: NDArray[np.int64], report: Report, should_stop: ShouldStop
) -> tuple[Result, BaseEstimator]:
    """Spend the experiment's budget on the chosen training images: the result and the leading model.

    Raises Stopped when `should_stop()` says so, and ValueError, one sentence, when no such race is possible.
    """
    clock = RaceClock(budget_of(experiment), should_stop)
    split = split_for_race(images, chosen)
    board = Leaderboard(images, baseline(split), watch_test(clock))

    def tell() -> None:
        report(board.progress(clock))

    tell()
    trials = TRIALS[experiment.learner](split, Context(seed=experiment.seed, device=experiment.device), clock)
    with metered() as meter, ticking(tell), others_watched() as others:
        ended = run_trials(trials, clock, board, tell)
    details = {
        **describe(board.leader, experiment),
        "tuning": f"best of {len(board.steps) - 1} trials by validation",
        "ended": ended,
        "n_validation": len(split.y_validation),
        "energy_kwh": meter.share(clock.seconds),
        "steps": board.steps,
    }
    model = board.leader.model
    return build_result(experiment, images, model, board.predicted, dict(clock.spent), others.cores, details), model


def describe(leader: Trial, experiment: Experiment) -> dict[str, Any]:
    """What the leading model is; if the baseline still leads, with the device and threads of the learner that raced."""
    if leader.n_train:  # 0 only for the baseline
        return LEARNERS[experiment.learner].describe(leader.model)
    described = LEARNERS[BASELINE].describe(leader.model)
    if experiment.learner != "cnn":
        return {**described, "device": "cpu", "threads": n_threads()}
    network = import_module("models.network.cnn")  # torch takes two seconds, and the web process must never load it
    device = network.resolved_device(experiment.device)
    return {**described, "device": device, "threads": network.torch.get_num_threads()}


def run_trials(trials: Iterable[Trial], clock: RaceClock, board: Leaderboard, tell: Callable[[], None]) -> str:
    """Score each trial while the clock is paused, and say how the race ended.

    A trial that ends after the budget does not count. Once every validation image is predicted correctly, no trial can
    be better.
    """
    try:
        for trial in trials:
            if clock.left < 0:
                return OUT_OF_TIME
            board.add(clock.seconds, trial)
            tell()
            clock.check()
            if trial.validation == 1:
                break
    except OutOfTime:
        return OUT_OF_TIME
    return NOTHING_LEFT


def watch_test(clock: RaceClock) -> Watch:
    """Watches the embedding of test images: `clock.doing` says how far it is, and the race can be stopped."""

    def on_images(done: int, n: int) -> None:
        clock.doing = f"scoring: test image {done + 1:,} of {n:,}, while the clock stands still"
        if clock.should_stop():
            raise Stopped

    return Watch(on_images)


def baseline(split: Split) -> Trial:
    """Where all learners start, before the first second: the majority class."""
    model = build(BASELINE, Context()).fit(split.X, split.y)
    return Trial(model, 0, {}, split.validate(model.predict(split.X_validation)))
