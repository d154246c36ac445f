"""The SVM in a race: growing subsets, and between them hill climbing on C and gamma where it is cheap.

A fit cannot be interrupted, so each is forecast from earlier ones, and none begins that would not end in time.
"""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from experiments.race.clock import OutOfTime, RaceClock
from experiments.race.split import Split, Trial
from models.pretrained.classifier import GAMMA, C
from models.register import Context, build

FIRST_IMAGES = 100
GROWTH = (2.0, 1.75, 1.5, 1.25)
"""Factors by which a subset may grow; the first one whose fit would end in time is taken."""
TUNING_SHARE = 0.5
"""Tuning before a growth may take this share of the seconds that the growth takes."""
EXPONENTS = (2.0, 3.0)
"""The seconds of a fit grow at least with the square of the number of images, and at most with the cube."""
STEPS = ((1.0, 0.5), (1.0, 2.0), (5.0, 1.0), (0.2, 1.0))
"""Factors on C and gamma that lead to a neighbour: the steps of `SearchedSVC`'s grid."""


class Parameters(NamedTuple):
    """C, and the factor on gamma = 1 / (number of features); the learner's defaults at first."""

    C: float = 5.0
    gamma: float = 1.0


class Racer(NamedTuple):
    """An SVM that races: its learner, its first parameters, and the images transformed between looks at the clock."""

    learner: str = "svm"
    first: Parameters = Parameters()
    block: int = 256


SVM = Racer()
PRETRAINED = Racer("pretrained", Parameters(C, GAMMA), 32)
"""Its images go through the frozen network, a quarter of a second on one core for a block, while the clock runs.

Each is embedded again, as what another run keeps on disk would be a head start. Loading the network does not count.
"""


class HillClimb:
    """Tries the neighbours of the best parameters in turn, and moves to each that is better.

    The step that last succeeded comes first, the one that last failed comes last.
    """

    def __init__(self, first: Parameters = SVM.first) -> None:
        self.best = first
        self.accuracy = 0.0
        self._steps = deque(STEPS)
        self._tried: set[Parameters] = set()

    def restart(self, accuracy: float) -> None:
        """Climb on with other images, on which the best parameters have this accuracy."""
        self.accuracy = accuracy
        self._tried = {self.best}

    def neighbour(self) -> Parameters | None:
        """The next parameters to try; None when no neighbour is left."""
        around = [self._after(step) for step in self._steps]
        return next((one for one in around if one not in self._tried), None)

    def add(self, parameters: Parameters, accuracy: float, margin: float = 0.0) -> None:
        """Move to a neighbour that is better by more than the margin; otherwise its step is tried last from now on."""
        self._tried.add(parameters)
        if accuracy > self.accuracy + margin:
            self.best, self.accuracy = parameters, accuracy
        else:
            around = [self._after(step) for step in self._steps]
            self._steps.rotate(-1 - around.index(parameters))  # until the step that failed is the last

    def _after(self, step: tuple[float, float]) -> Parameters:
        C, gamma = step
        return Parameters(round(self.best.C * C, 6), round(self.best.gamma * gamma, 6))


class IncrementalFeatures:
    """The features of images (n, height, width, channels), each computed once, when it is first needed."""

    def __init__(self, features: BaseEstimator, X: NDArray[np.uint8], clock: RaceClock, block: int) -> None:
        self.features = features
        self.X = X
        self.clock = clock
        self.block = block
        self.n = 0
        self._columns = np.empty((0, 0), np.float32)

    def first(self, n: int) -> NDArray[np.float32]:
        """The features of the first n images (n, d); OutOfTime or Stopped if the race ends before."""
        while self.n < n:
            self.clock.doing = f"computing features of image {self.n + 1:,} of {n:,}"
            self.clock.check()
            end = min(self.n + self.block, n)
            with self.clock.counting("feature_seconds"):
                columns = self.features.fit_transform(self.X[self.n : end])
                if not self.n:
                    self._columns = np.empty((len(self.X), columns.shape[1]), np.float32)
                self._columns[self.n : end] = columns
                self.n = end
        return self._columns[:n]


def trials(split: Split, context: Context, clock: RaceClock, racer: Racer = SVM) -> Iterator[Trial]:
    """Grow and tune until all images are in use and no neighbour is better, or until OutOfTime."""
    features = build(racer.learner, context)["features"]
    features.fit_transform(split.X[:2])  # compiles the kernels, before the clock starts
    side = Side(split, context, clock, features, racer)
    n = min(max(FIRST_IMAGES, split.n_classes), len(split.X))
    while n:
        yield side.try_best(n)
        larger = side.larger(n)
        yield from side.tune(n, TUNING_SHARE * side.forecast(larger) if larger else np.inf)
        if n == len(split.X):
            return
        n = side.larger(n)
    raise OutOfTime


class Side:
    """An SVM's side of one race: its features, its climb, and the seconds from which the next fits are forecast."""

    def __init__(
        self, split: Split, context: Context, clock: RaceClock, features: BaseEstimator, racer: Racer = SVM
    ) -> None:
        self.split = split
        self.context = context
        self.clock = clock
        self.learner = racer.learner
        self.climb = HillClimb(racer.first)
        self.validating = IncrementalFeatures(features, split.X_validation, clock, racer.block)
        self.learning = IncrementalFeatures(features, split.X, clock, racer.block)
        self._seconds: dict[int, tuple[float, float]] = {}  # of the last fit and validation on this many images

    def try_best(self, n: int) -> Trial:
        """Train on n images with the best parameters so far."""
        trial = self._try(n, self.climb.best)
        self.climb.restart(trial.validation)
        return trial

    def tune(self, n: int, seconds: float) -> Iterator[Trial]:
        """Try neighbours on n images within this many seconds; OutOfTime when the next would exceed the budget.

        While larger subsets are to come, a neighbour must be better by one standard error: a winner by chance on few
        images is worse on all of them.
        """
        share, margin = self.climb.accuracy, 0.0
        if n < len(self.split.X) and not np.isinf(seconds):
            margin = float(np.sqrt(share * (1 - share) / len(self.split.y_validation)))
        while parameters := self.climb.neighbour():
            seconds -= self.forecast(n)
            if seconds < 0:
                return
            if self.forecast(n) > self.clock.left:
                raise OutOfTime
            trial = self._try(n, parameters)
            self.climb.add(parameters, trial.validation, margin)
            yield trial

    def larger(self, n: int) -> int:
        """The next number of images, or 0 when no larger fit would end in time."""
        sizes = [min(int(factor * n), len(self.split.X)) for factor in GROWTH]
        return next((size for size in sizes if size > n and self.forecast(size) <= self.clock.left), 0)

    def forecast(self, n: int) -> float:
        """Seconds that a trial on n images will take: missing features, fit and validation."""
        seconds_per_image = self.clock.spent["feature_seconds"] / (self.learning.n + self.validating.n)
        *smaller, last = self._seconds  # smallest first, because n only grows
        fit, predict = self._seconds[last]
        exponent = 0.0
        if smaller:
            fit_before, _ = self._seconds[smaller[-1]]
            exponent = np.log(fit / fit_before) / np.log(last / smaller[-1])
        fit *= (n / last) ** np.clip(exponent, *EXPONENTS)
        return seconds_per_image * max(0, n - self.learning.n) + fit + predict * n / last

    def _try(self, n: int, parameters: Parameters) -> Trial:
        X_validation = self.validating.first(len(self.split.X_validation))
        X = self.learning.first(n)
        model = build(self.learner, self.context, **parameters._asdict())
        self.clock.doing = f"trying {n:,} images, C {parameters.C:g}, gamma {parameters.gamma:g}"
        self.clock.check()
        before = dict(self.clock.spent)
        with self.clock.counting("fit_seconds"):
            model[1:].fit(X, self.split.y[:n])
        with self.clock.counting("predict_seconds"):
            predicted = model[1:].predict(X_validation)
        fit, predict = (self.clock.spent[part] - before[part] for part in ("fit_seconds", "predict_seconds"))
        self._seconds[n] = (fit, predict)
        return Trial(model, n, parameters._asdict(), self.split.validate(predicted))
