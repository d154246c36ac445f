"""Promised waiting times follow from measured ones."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.common.duration import Size, each_seconds
from experiments.robustness.row import UNDER_CHANGES
from experiments.spec import Experiment
from tests.analysis.synthetic import rows
from ui.common.sweep import KNOWN_SIZES

RECORDED = Path(__file__).parents[3] / "recorded"
PIXELS = {"cifar10": Size(1024), "mnist": Size(784)}


@pytest.fixture
def measured():
    """SVM seconds 0.0015·n + 0.5 at 100, 1,000 and 10,000 images of CIFAR-10."""
    return rows({("svm", "quick"): lambda _: 0.5}, sizes=(100, 1000, 10_000), n_seeds=1, n_test=100)


def total_seconds(planned, *known):
    """The sum of what is known of each; None if one is unknown."""
    each = each_seconds(planned, *known)
    return None if None in each else sum(each)


def plan(n, dataset="cifar10", learner="svm"):
    """One planned experiment."""
    return Experiment(dataset, learner, n)


def test_a_measured_size_takes_what_it_took(measured):
    """0.0015 · 1,000 + 0.5 seconds."""
    assert total_seconds([plan(1000)], measured) == pytest.approx(2.0)


def test_a_race_takes_its_budget(measured):
    """Whatever the other rows say."""
    race = Experiment("cifar10", "svm", 1000, 0, "race", settings=(("budget_seconds", 60),))

    assert total_seconds([race], measured.iloc[:0]) == 60


def test_fifty_tests_on_changed_images_take_fifty_times_as_long_as_one(measured):
    """Until rows of such tests exist: then they tell."""
    changed = Experiment("cifar10", "svm", 1000, settings=tuple(UNDER_CHANGES.items()))
    one_set = measured.set_index("n_train").loc[1000]
    tested = one_set["feature_seconds"] * 100 / 1100 + one_set["predict_seconds"]
    told = measured.assign(settings=json.dumps(UNDER_CHANGES), fit_seconds=60.0)

    assert total_seconds([changed], measured) == pytest.approx(2.0 + 50 * (tested + 100 * 1.2e-4), rel=1e-3)
    assert total_seconds([changed], pd.concat([measured, told])) > 60


def test_between_sizes_logarithms_are_interpolated(measured):
    """Halfway from 1,000 to 10,000 on the log axis lies the geometric mean of 2 and 15.5 seconds."""
    assert total_seconds([plan(3162)], measured) == pytest.approx((2 * 15.5) ** 0.5, rel=1e-3)


def test_beyond_the_last_size_time_grows_at_least_in_proportion(measured):
    """An estimate that is too short annoys more than one that is too long."""
    assert total_seconds([plan(50_000)], measured) >= 15.5 * 5 - 1e-9


def test_two_small_sizes_foretell_no_hours():
    """If 100 images take a second and 200, by chance, four, then 800 are estimated at 64 s, not at 256 or more."""
    taken = {100: 1.0, 150: 0.25, 200: 4.0}
    known = rows({("svm", "quick"): lambda _: 0.5}, sizes=tuple(taken), n_seeds=1, n_test=100)
    seconds = known["n_train"].map(taken)
    known = known.assign(feature_seconds=seconds, fit_seconds=0.0, predict_seconds=0.0)

    assert total_seconds([plan(800)], known) == pytest.approx(4.0 * 4**2)


def test_a_large_size_grows_as_it_does_elsewhere(measured):
    """100 and 200 images of MNIST were measured here, the latter slow by chance; CIFAR-10 shows the growth."""
    small = measured[measured["n_train"] == 100].assign(
        dataset="mnist", machine="mine", feature_seconds=0, fit_seconds=0
    )
    here = pd.concat([small.assign(predict_seconds=0.1), small.assign(n_train=200, predict_seconds=2.0)])
    at_200 = total_seconds([plan(200)], measured)

    same_size = dict.fromkeys(PIXELS, Size(784))
    found = total_seconds([plan(10_000, "mnist")], pd.concat([measured, here]), same_size, "mine")

    assert found == pytest.approx(2.0 * 15.5 / at_200)


def test_other_data_sets_are_scaled_by_the_pixels_of_an_image(measured):
    """An image of MNIST has 784, one of CIFAR-10 1,024: seconds of features become fewer, the SVM's own do not."""
    network = measured.assign(learner="cnn", fit_seconds=2.0, feature_seconds=0.0, predict_seconds=0.0)

    assert total_seconds([plan(1000, "mnist")], measured, PIXELS) == pytest.approx(1.0 * 784 / 1024 + 1.0)
    assert total_seconds([plan(1000, "mnist", "cnn")], network, PIXELS) == pytest.approx(2.0 * 784 / 1024)


def test_fewer_test_images_take_less_time(measured):
    """Pretrained features of 10,000 test images say little about a test of eight, whatever the size of an image."""
    slow = measured.assign(learner="pretrained", n_test=10_000, feature_seconds=110.0, fit_seconds=0.0)
    sizes = PIXELS | {"mine": Size(4096, 8)}

    assert total_seconds([plan(1000, "mine", "pretrained")], slow, sizes) == pytest.approx(
        110 * 1008 / 11_000, rel=0.01
    )


@pytest.mark.parametrize(("recipe", "took"), [("quick", 8.0), ("thorough", 106.0)])
def test_the_first_forecast_on_a_few_images_of_ones_own_is_near_what_they_take(recipe, took):
    """36 images of 64x64 pixels, three learners and sizes in five folds, foretold by the recorded rows alone.

    They took so many seconds of one core (AMD EPYC); once the forecast was 7,500 and 6,300.
    """
    known = pd.concat(pd.read_json(path, lines=True) for path in sorted(RECORDED.glob("*.jsonl")))
    known = known.assign(settings=known["settings"].map(json.dumps))
    learners, n_train = ("svm", "cnn", "pretrained"), (10, 20, 28)
    planned = [Experiment("mine", one, n, 0, recipe) for one in learners for n in n_train for _fold in range(5)]
    mine = {"mine": Size(64 * 64, n_test=7)}

    for machine in ("AMD EPYC, 2 cores", "another"):
        assert took / 2 < total_seconds(planned, known, KNOWN_SIZES | mine, machine) < 2 * took


def test_nothing_known_is_none(measured):
    """No number is made up, and a sum with an unknown part is unknown."""
    for planned in [plan(1000, learner="cnn"), plan(1000, "mnist"), plan(1000, "unknown")]:
        assert total_seconds([planned], measured) is None
        assert total_seconds([plan(100), planned], measured) is None


def test_more_images_are_never_forecast_to_take_less_time(measured):
    """500 images took 9 s beside other work and 1,000 only 2 s: nothing between or around them falls."""
    busy = measured[measured["n_train"] == 1000].assign(n_train=500, feature_seconds=0.0, predict_seconds=9.0)
    planned = [plan(n) for n in (50, 100, 300, 500, 700, 1000, 3000, 10_000, 40_000)]
    each = each_seconds(planned, pd.concat([measured, busy]))

    assert each == sorted(each)


def test_this_machines_rows_come_before_others(measured):
    """A laptop with rows of its own is not estimated from those of a server."""
    slow = measured.assign(machine="laptop", fit_seconds=measured["fit_seconds"] + 10)
    both = pd.concat([measured, slow])

    assert total_seconds([plan(1000)], both, PIXELS, "laptop") == pytest.approx(12.0)


def test_rows_with_settings_promise_nothing_for_rows_without(measured):
    """An SVM on one family is quick, a CNN of a thousand epochs is slow: neither predicts the time of the recipe."""
    quick = measured.assign(settings='{"only": "hog"}', fit_seconds=0.0, feature_seconds=0.0, predict_seconds=0.001)

    assert total_seconds([plan(1000)], pd.concat([measured, quick])) == total_seconds([plan(1000)], measured)
    assert total_seconds([plan(1000)], quick) is None


def test_rows_with_the_same_settings_promise_best(measured):
    """If these families were measured, their own seconds count; otherwise the longer ones of all families."""
    quick = measured.assign(settings='{"only": "hog"}', fit_seconds=0.0, feature_seconds=0.0, predict_seconds=0.25)
    rows = pd.concat([measured, quick])
    hog, gabor = (Experiment("cifar10", "svm", 1000, settings=(("only", family),)) for family in ("hog", "gabor"))

    assert total_seconds([hog], rows) == pytest.approx(0.25)
    assert total_seconds([gabor], rows) == pytest.approx(2.0)


def test_a_small_size_is_not_promised_the_time_of_the_large_one_that_was_measured_here(measured):
    """10,000 images take 31 s here and 15.5 s elsewhere; 1,000 take 2 s elsewhere, so about 4 s here."""
    here = measured[measured["n_train"] == 10_000].assign(machine="mine", feature_seconds=0, fit_seconds=0)
    rows = pd.concat([measured, here.assign(predict_seconds=31.0)])

    assert total_seconds([plan(1000)], rows, PIXELS, "mine") == pytest.approx(4.0)
    assert total_seconds([plan(20_000)], rows, PIXELS, "mine") == pytest.approx(62.0)
    assert total_seconds([plan(1000)], rows.query("machine == 'mine'"), PIXELS, "mine") == pytest.approx(31.0)


def test_what_was_measured_here_on_images_of_unknown_size_hides_nothing(measured):
    """If rows of this machine cannot be scaled, those of other machines count."""
    here = measured.assign(machine="mine", dataset="of unknown size")
    rows = pd.concat([measured, here])

    assert total_seconds([plan(1000)], rows, PIXELS, "mine") == pytest.approx(2.0)
