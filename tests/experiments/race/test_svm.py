"""The SVM's rounds: growing subsets, a climb in between, and nothing begun that would not end in time."""

import math
from itertools import pairwise

import numpy as np
import pytest

from catalogue.dataset import Images
from experiments.race import svm
from experiments.race.clock import OutOfTime
from experiments.race.split import split_for_race
from experiments.race.svm import HillClimb, Parameters, trials
from models.register import Context
from tests.experiments.race.racing import clock, data_set, stop_time

DEFAULT = Parameters()


class Slow:
    """An SVM whose fit on n images takes n² microseconds, and whose best settings are `top`."""

    def __init__(self, time, setting, top, seen):
        self.time, self.setting, self.top, self.seen = time, setting, top, seen

    def __getitem__(self, part):
        return self if isinstance(part, slice) else self.features

    @property
    def features(self):
        """Features that note which images they saw, at a millisecond an image."""
        return self

    def fit_transform(self, X):
        """The mean of each image."""
        self.seen.append(X)
        self.time.now += 1e-3 * len(X)
        return X.reshape(len(X), -1).mean(axis=1, keepdims=True)

    def fit(self, X, _y):
        """Take the time."""
        self.n = len(X)
        self.time.now += 1e-6 * len(X) ** 2
        return self

    def predict(self, X):
        """The second class for 90 % of the images with the best settings, for 40 % with others; else the first."""
        self.time.now += 1e-6 * self.n
        share = 0.9 if self.setting == self.top else 0.4
        return np.where(np.arange(len(X)) < share * len(X), 7, 0)


def noise(n):
    """Images that show nothing, `n` of them, alternately of two classes."""
    X, y = np.random.default_rng(0).integers(0, 256, (n, 8, 8, 1), dtype=np.uint8), np.arange(n) % 2
    return Images("noise", "Noise", ("a", "b"), X, y, X[:2], y[:2], "1", mirrored=True)


@pytest.fixture
def played(monkeypatch):
    """Plays a race on this many images; the steps tried, the images described, the clock, and how it ended."""

    def played(n_images, budget, top=DEFAULT):
        time, seen, steps = stop_time(monkeypatch), [], []
        split = split_for_race(noise(n_images), np.arange(n_images))
        split.y_validation[:] = 7
        monkeypatch.setattr(svm, "build", lambda name, context, **place: Slow(time, Parameters(**place), top, seen))
        one = clock(budget)
        try:
            for trial in trials(split, Context(), one):
                steps += [(trial.n_train, Parameters(**trial.settings), one.seconds)]
            return steps, seen, one, split, "end"
        except OutOfTime:
            return steps, seen, one, split, "out of time"

    return played


def test_subsets_double_until_all_are_in_use(played):
    """From a hundred on; at the end all neighbours of the settings were tried, and none was better."""
    steps, *_, ended = played(3_500, 600)
    sizes = [n for n, *_ in steps]

    assert sorted(set(sizes)) == [100, 200, 400, 800, 1600, 2800]
    assert sizes == sorted(sizes)
    assert {place for n, place, _ in steps if n == 2800} == {(5, 1), (5, 0.5), (5, 2), (25, 1), (1, 1)}
    assert ended == "end"


def test_each_images_features_are_worked_out_once(played):
    """However many rounds learn from it; but for the two that warmed up before the clock ran."""
    _, (warm_up, *seen), one, split, _ = played(3_500, 600)
    described = np.concatenate(seen)

    assert len(warm_up) == 2
    assert len(described) == 3_500
    assert np.array_equal(described[:700], split.X_validation)
    assert np.array_equal(described[700:], split.X)
    assert one.spent["feature_seconds"] == pytest.approx(3.5)


def test_what_would_not_end_in_time_is_not_begun(played):
    """At a millionth of n² a fit of 2,800 takes 7.8 s: with 9 s in all the clock is never overrun."""
    for budget in (1.5, 2, 4, 6, 9, 12):
        *_, one, _, ended = played(3_500, budget)
        assert one.seconds <= budget
        assert ended == "out of time"


def test_a_subset_grows_less_where_twice_is_too_much(played):
    """The last growth is by 2, 1.75, 1.5 or 1.25, by whatever ends in time, and with some budgets by less than 2."""
    factors = set()
    for budget in (20, 40, 60, 80):
        sizes = sorted({n for n, *_ in played(60_000, budget)[0]})
        assert [larger / smaller for smaller, larger in pairwise(sizes[:-1])] == [2] * (len(sizes) - 2)
        factors.add(sizes[-1] / sizes[-2])

    assert factors <= {2, 1.75, 1.5, 1.25}
    assert factors - {2}


def test_the_climb_continues_from_a_better_neighbour(played):
    """Where the SVM is right with half of gamma only, the subsets after the first climb have it from the start."""
    steps, *_ = played(3_500, 600, top=Parameters(5.0, 0.5))
    first_of = {n: next(place for size, place, _ in steps if size == n) for n, *_ in steps}

    assert first_of[100] == Parameters(5.0, 1.0)
    assert first_of[2800] == Parameters(5.0, 0.5)


def test_tuning_takes_a_part_of_the_time_only(played):
    """Until no larger subset is to come, the climb takes about half of what the growth after it does, no more."""
    steps, *_ = played(60_000, 100)
    ends = {n: max(seconds for size, _, seconds in steps if size == n) for n, *_ in steps}
    grown = {n: min(seconds for size, _, seconds in steps if size == n) for n, *_ in steps}
    sizes = sorted(ends)
    for smaller, larger in pairwise(sizes[:-1]):
        assert ends[smaller] - grown[smaller] <= 0.6 * (grown[larger] - ends[smaller])


def test_a_forecast_grows_at_least_with_the_square(played, monkeypatch):
    """A fit that took a second on a hundred images is expected to take four on two hundred, and features besides."""
    stop_time(monkeypatch)
    split = split_for_race(data_set(600), np.arange(600))
    side = svm.Side(split, Context(), clock(), features=None)
    side.learning.n = side.validating.n = 100
    side.clock.spent["feature_seconds"] = 2.0
    side._seconds = {100: (1.0, 0.5)}

    assert side.forecast(100) == 1.5
    assert side.forecast(200) == pytest.approx(4.0 + 2 * 0.5 + 100 * 0.01)
    side._seconds = {50: (1.0, 0.5), 100: (1.5, 0.5)}
    assert side.forecast(200) == pytest.approx(6.0 + 2 * 0.5 + 100 * 0.01)
    side._seconds = {50: (1.0, 0.5), 100: (8.0, 0.5)}
    assert side.forecast(200) == pytest.approx(64.0 + 2 * 0.5 + 100 * 0.01)


def climbed(accuracy):
    """A climb until no neighbour is left, and the parameters in the order in which they were tried."""
    climb = HillClimb()
    climb.restart(accuracy(climb.best))
    tried = []
    while one := climb.neighbour():
        tried.append(one)
        climb.add(one, accuracy(one))
    return climb, tried


def test_on_the_top_the_four_neighbours_are_tried_and_no_more():
    """A factor of two in gamma and of five in C to either side."""
    climb, tried = climbed(lambda one: float(one == Parameters(5.0, 1.0)))

    assert sorted(tried) == [(1.0, 1.0), (5.0, 0.5), (5.0, 2.0), (25.0, 1.0)]
    assert climb.best == Parameters(5.0, 1.0)


def test_the_top_is_found_and_no_one_tried_twice():
    """From the defaults over C = 25 and 125 to C = 625, gamma = 1/4."""
    top = Parameters(625.0, 0.25)
    climb, tried = climbed(lambda one: -abs(math.log(one.C / top.C)) - abs(math.log(one.gamma / top.gamma)))

    assert climb.best == top
    assert len(tried) == len(set(tried)) < 16


def test_a_step_that_led_up_is_taken_again():
    """Where a smaller gamma helps, the next one to try has a still smaller one."""
    climb = HillClimb()
    climb.restart(0.5)
    climb.add(climb.neighbour(), 0.6)

    assert climb.best == Parameters(5.0, 0.5)
    assert climb.neighbour() == Parameters(5.0, 0.25)


def test_less_than_the_margin_is_no_step_up():
    """What is better by chance only does not move the climb, and other directions come first next time."""
    climb = HillClimb()
    climb.restart(0.5)
    first = climb.neighbour()
    climb.add(first, 0.51, margin=0.02)

    assert climb.best == Parameters()
    climb.restart(0.7)
    assert climb.neighbour() not in (first, None)
