"""A race without waiting: a clock that goes on only when something says so, and learners that say what they took."""

from types import SimpleNamespace

import numpy as np

from catalogue.dataset import Images
from experiments.race import clock as race_clock
from experiments.race.clock import RaceClock
from experiments.race.split import Trial
from experiments.spec import Experiment
from tests.models.images import easy


class Time:
    """What the race's clock reads; `each` seconds pass with each reading."""

    def __init__(self, each=0.0):
        self.now = 0.0
        self.each = each

    def read(self):
        """The seconds."""
        self.now += self.each
        return self.now


def stop_time(monkeypatch, each=0.0):
    """Have the race's clock read this time, and nobody else read it meanwhile."""
    time = Time(each)
    monkeypatch.setattr(race_clock, "time", SimpleNamespace(perf_counter=time.read, monotonic=lambda: time.now))
    monkeypatch.setattr(race_clock, "SECONDS_BETWEEN_TICKS", 1e6)
    return time


class Says:
    """A model that answers with what it was told to."""

    def __init__(self, answers):
        self.answers = np.array(answers)

    def predict(self, _X):
        """The same answers, whatever the images."""
        return self.answers


def plays(time, *rounds):
    """Trials of (seconds, validation, predictions of the test set), in place of a learner's own."""

    def trials_of(split, context, clock):
        for number, (seconds, validation, answers) in enumerate(rounds, start=1):
            clock.doing = f"round {number}"
            with clock.counting("fit_seconds"):
                time.now += seconds
            yield Trial(Says(answers), number, {"number": number}, validation)

    return trials_of


def clock(budget=60.0, should_stop=lambda: False):
    """A race's clock that nobody stops."""
    return RaceClock(budget, should_stop)


def data_set(n_train=60, n_classes=3, n_wrong=0, shape=(16, 16, 1)):
    """Easy images, `n_wrong` of which have another class's label."""
    (X, y), (X_test, y_test) = easy(n_train, n_classes, shape, seed=0), easy(12, n_classes, shape, seed=1)
    wrong = np.random.default_rng(0).permutation(n_train)[:n_wrong]
    y[wrong] = (y[wrong] + 1) % n_classes
    return Images("small", "Small", tuple("abcdefghij"[:n_classes]), X, y, X_test, y_test, "first", mirrored=True)


def asked(learner="svm", budget=60, n_train=60, **changes):
    """A race on the small images."""
    values = {"recipe": "race", "device": "cpu", "data_version": "first", **changes}
    return Experiment("small", learner, n_train, settings=(("budget_seconds", budget),), **values)
