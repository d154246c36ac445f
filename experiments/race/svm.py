"""The SVM's side of a race: ever larger subsets, and between them a climb on C and gamma where that is cheap.

A fit cannot be broken off, so each is forecast from those before, and not begun where it would not end in time.
"""

from collections.abc import Iterator

import numpy as np
from sklearn.base import BaseEstimator

from experiments.race.clock import OutOfTime, RaceClock
from experiments.race.features import Described
from experiments.race.search import Hill, Setting
from experiments.race.split import Course, Tried
from models.register import Context, build

FIRST_IMAGES = 100
GROWTH = (2.0, 1.75, 1.5, 1.25)
"""By how much a subset may grow: by the first of them that ends in time."""
TUNING_SHARE = 0.5
"""Of the seconds that the next growth takes, what may go into the climb before it."""
EXPONENTS = (2.0, 3.0)
"""With which powers of the images a fit grows at least, and at most."""


def rounds(course: Course, context: Context, clock: RaceClock) -> Iterator[Tried]:
    """Grow and climb until all images are in use and no neighbour is better, or until OutOfTime."""
    features = build("svm", context)["features"]
    features.fit_transform(course.X[:2])  # compiles the kernels, before the clock starts
    player = Player(course, context, clock, features)
    n = min(max(FIRST_IMAGES, course.n_classes), len(course.X))
    while n:
        yield player.settled(n)
        larger = player.larger(n)
        yield from player.climb(n, TUNING_SHARE * player.forecast(larger) if larger else np.inf)
        if n == len(course.X):
            return
        n = player.larger(n)
    raise OutOfTime


class Player:
    """What the rounds of one race share: features, where the climb stands, and seconds to forecast the next ones."""

    def __init__(self, course: Course, context: Context, clock: RaceClock, features: BaseEstimator) -> None:
        self.course = course
        self.context = context
        self.clock = clock
        self.hill = Hill()
        self.validating = Described(features, course.X_validation, clock)
        self.learning = Described(features, course.X, clock)
        self._seconds: dict[int, tuple[float, float]] = {}  # of the last fit and validation on so many images

    def settled(self, n: int) -> Tried:
        """The place where the climb stands, on n images."""
        tried = self._tried(n, self.hill.here)
        self.hill.settle(tried.validation)
        return tried

    def climb(self, n: int, seconds: float) -> Iterator[Tried]:
        """Neighbours on n images, while there are any and so many seconds allow; OutOfTime when the budget does not.

        While more images are to come, a neighbour must be better by a standard error: what chance chose on few of
        them is worse on all.
        """
        margin = 0.0 if n == len(self.course.X) or np.isinf(seconds) else self._standard_error()
        while place := self.hill.neighbour():
            seconds -= self.forecast(n)
            if seconds < 0:
                return
            if self.forecast(n) > self.clock.left:
                raise OutOfTime
            tried = self._tried(n, place)
            self.hill.tried(place, tried.validation, margin)
            yield tried

    def larger(self, n: int) -> int:
        """The next number of images, or 0 when none ends in time."""
        sizes = [min(int(factor * n), len(self.course.X)) for factor in GROWTH]
        return next((size for size in sizes if size > n and self.forecast(size) <= self.clock.left), 0)

    def forecast(self, n: int) -> float:
        """Seconds of a round on n images: their features, the fit, the validation."""
        features = self.clock.spent["feature_seconds"] / (self.learning.n + self.validating.n)
        known = list(self._seconds.items())
        (before, (fit_before, _)), (last, (fit, predict)) = known[max(0, len(known) - 2)], known[-1]
        exponent = np.log(fit / fit_before) / np.log(last / before) if last > before else 0.0
        fit *= (n / last) ** np.clip(exponent, *EXPONENTS)
        return features * max(0, n - self.learning.n) + fit + predict * n / last

    def _tried(self, n: int, place: Setting) -> Tried:
        X_validation = self.validating.first(len(self.course.X_validation))
        X = self.learning.first(n)
        model = build("svm", self.context, **place._asdict())
        self.clock.doing = f"trying {n:,} images, C {place.C:g}, gamma {place.gamma:g}"
        self.clock.check()
        before = dict(self.clock.spent)
        with self.clock.counting("fit_seconds"):
            model[1:].fit(X, self.course.y[:n])
        with self.clock.counting("predict_seconds"):
            answered = model[1:].predict(X_validation)
        fit, predict = (self.clock.spent[part] - before[part] for part in ("fit_seconds", "predict_seconds"))
        self._seconds[n] = (fit, predict)
        return Tried(model, n, place._asdict(), float((answered == self.course.y_validation).mean()))

    def _standard_error(self) -> float:
        share = self.hill.height
        return float(np.sqrt(share * (1 - share) / len(self.course.y_validation)))
