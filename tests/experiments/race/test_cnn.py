"""The network's rounds: twice the work each time, then as much as the time allows."""

import numpy as np
import pytest

from experiments.race import cnn
from experiments.race.clock import OutOfTime
from experiments.race.cnn import Effort, first_effort, next_effort, trials
from experiments.race.split import split_for_race
from models.network.pace import PROCESSOR, Pace
from models.register import Context
from tests.experiments.race.racing import clock, data_set, stop_time


def efforts(n_all, each, budget):
    """The efforts of a race in which a unit of work takes `each` seconds, and the seconds at each one's end."""
    found, seconds = [first_effort(n_all, 10)], []
    while True:
        seconds.append(sum(effort.work_at(PROCESSOR) * each for effort in found))
        try:
            found.append(next_effort(found[-1], each, budget - seconds[-1], n_all))
        except OutOfTime:
            return found, seconds


def test_rounds_double_first_the_images_then_the_passes():
    """With all the time there is: 100, 200, ... images for 10 passes, all 2,800 for 11, then 22, then wider."""
    found, _ = efforts(2_800, 1e-6, 2.0)

    assert [effort.n_train for effort in found[:7]] == [100, 200, 400, 800, 1600, 2800, 2800]
    assert [effort.epochs for effort in found[:7]] == [10, 10, 10, 10, 10, 11, 22]
    assert (found[6].width, found[6].recipe) == (16, "quick")
    assert found[7] == Effort(2800, 22, width=24)
    assert found[7].recipe == "thorough"


def test_starting_over_wastes_at_most_half():
    """All rounds before the last together are no more work than it, wherever the time ends."""
    for budget in np.geomspace(1, 600, 40):
        found, _ = efforts(48_000, 3e-4, budget)
        assert sum(effort.work_at(PROCESSOR) for effort in found[:-1]) <= 1.01 * found[-1].work_at(PROCESSOR)


def test_the_time_is_used():
    """Whatever the budget, the last round ends in it, and after more than half of it."""
    for budget in np.geomspace(2, 600, 40):
        _, seconds = efforts(48_000, 3e-4, budget)
        assert 0.5 * budget < seconds[-1] <= budget


def test_on_a_gpu_whose_steps_cost_the_same_the_time_is_used_too():
    """There a step takes as long on 16 images as on 64, and as long in a wide CNN; no budget is left half unused."""
    gpu = Pace(overhead_per_step=4_000.0, wide_factor=1.05)
    for budget in np.geomspace(4, 600, 40):
        found, seconds = [first_effort(48_000, 10)], 0.0
        while True:
            seconds += found[-1].work_at(gpu) * 2e-7
            try:
                found.append(next_effort(found[-1], 2e-7, budget - seconds, 48_000, gpu))
            except OutOfTime:
                break

        assert 0.5 * budget < seconds <= budget


def test_when_more_passes_help_no_more_other_seeds_are_tried():
    """After two hundred passes: another seed with another width, then again with the width as before."""
    last = Effort(80, 200, width=24)
    other = next_effort(last, 1e-6, 100.0, 80)
    third = next_effort(other, 1e-6, 100.0, 80)

    assert [(effort.epochs, effort.width, effort.seed) for effort in (other, third)] == [
        (200, 32, 1000),
        (200, 24, 2000),
    ]


def test_an_operators_limit_of_passes_holds(monkeypatch):
    """No round asks for more than CROSSOVER_MAX_EPOCHS, and each is of more work than the one before all the same."""
    for most, n_all in [(15, 80), (5, 80), (5, 2_800)]:
        monkeypatch.setenv("CROSSOVER_MAX_EPOCHS", str(most))
        cnn.settings.cache_clear()
        found, _ = efforts(n_all, 1e-5, 5.0)

        assert max(effort.epochs for effort in found) == most
        assert [effort.n_train for effort in found[:3]] == [min(n, n_all) for n in (100, 200, 400)]


def test_the_first_round_has_every_class():
    """A hundred images, or one per class, or all there are; ten passes or more, never endless ones."""
    for n_all, n_classes, expected in [(2800, 10, 100), (2800, 120, 120), (64, 10, 64), (2, 2, 2)]:
        effort = first_effort(n_all, n_classes)

        assert effort.n_train == expected
        assert 10 <= effort.epochs <= 200
        assert effort.work_at(PROCESSOR) <= 1_200


@pytest.mark.slow
def test_a_round_ends_with_the_budget(monkeypatch):
    """A training that would go on for minutes ends within a step of the last second."""
    stop_time(monkeypatch, each=0.01)
    one, images = clock(0.1), data_set(60, n_wrong=30)
    with pytest.raises(OutOfTime):
        list(trials(split_for_race(images, np.arange(60)), Context(device="cpu"), one))

    assert 0.1 <= one.seconds < 0.15


def test_images_are_the_first_of_the_split(monkeypatch):
    """Each round learns from the beginning of the same order, and validates by the same images."""
    seen = []

    class Noted:
        def __init__(self, **settings):
            pass

        def fit(self, X, y):
            seen.append((len(X), np.array_equal(X, split.X[: len(X)]), np.array_equal(y, split.y[: len(y)])))

        def predict(self, X):
            assert X is split.X_validation
            return np.zeros(len(X))

        def get_params(self):
            return {"augment": "none"}

    split = split_for_race(data_set(600), np.arange(600))
    stop_time(monkeypatch, each=0.5)
    monkeypatch.setattr(cnn, "build", lambda name, context, **settings: Noted(**settings))
    tried = trials(split, Context(), clock(60))
    with pytest.raises(OutOfTime):
        list(tried)

    assert [n for n, *_ in seen][:4] == [100, 200, 400, 480]
    assert all(X and y for _, X, y in seen)
