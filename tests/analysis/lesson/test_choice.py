"""Verdicts on when to use which side, flipped by rows made by hand."""

import re

import pandas as pd
import pytest

from analysis.lesson import choice
from tests.analysis.lesson.told import curve, evidence, law, right
from tests.analysis.race.raced import CNN as CNN_STEPS
from tests.analysis.race.raced import SVM as SVM_STEPS
from tests.analysis.race.raced import race_row, races, shifted

GOOD, BAD = law(0.0, 0.4, 0.3), law(0.0, 0.6, 0.3)


def pair(svm, cnn, **changed):
    """Both learners' curves."""
    return pd.concat([curve("svm", svm, **changed), curve("cnn", cnn, **changed)])


def test_few_images_are_those_below_a_thousand():
    """Who leads with 100 and 400 images decides; later sizes do not."""
    crossing = law(0.0, 0.9, 0.6)

    assert choice.few_images(evidence(pair(GOOD, crossing, sizes=(100, 200, 400, 6400)))).kind == "holds"
    assert choice.few_images(evidence(pair(BAD, GOOD))).kind == "does not hold"
    assert choice.few_images(evidence(pair(BAD, GOOD, sizes=(2000, 4000)))).kind == "not measured"


def test_both_sides_leading_among_few_images_is_a_condition():
    """Ahead with 100 and behind with 900."""
    early = law(0.3, 0.5, 1.0)
    late = law(0.0, 0.8, 0.8)

    assert choice.few_images(evidence(pair(early, late, sizes=(100, 900)))).kind == "only in part"


@pytest.mark.parametrize(("svm", "kind"), [(0.985, "holds"), (0.975, "only in part"), (0.92, "does not hold")])
def test_a_simple_problem_suits_those_who_are_less_than_a_point_behind(svm, kind):
    """The CNN has 98 % on the same hard images: 0.5 points behind is a condition, six refute."""
    rows = pd.concat([right("svm", svm, "digits"), right("cnn", 0.98, "digits")])

    assert choice.simple_problems(evidence(rows)).kind == kind


def test_only_simple_data_sets_are_asked():
    """Photographs say nothing about simple problems."""
    rows = pd.concat([right("svm", 0.9, "cifar10"), right("cnn", 0.98, "cifar10")])

    assert choice.simple_problems(evidence(rows)).kind == "not measured"


def raced(svm, cnn):
    """Three races of each side with these steps."""
    made = [
        race_row(learner, shifted(steps, 0.004 * (seed - 1)), seed)
        for seed in range(3)
        for learner, steps in (("svm", svm), ("cnn", cnn))
    ]
    return pd.DataFrame(made)


def test_who_leads_with_the_same_seconds_needs_less_computing():
    """Ahead all the time, ahead only at first, and behind all the time."""
    never = [CNN_STEPS[0], (0.6, 100, 0.40, 0.41)]
    late = [SVM_STEPS[0], (5.0, 400, 0.94, 0.41)]
    better = [CNN_STEPS[0], (0.1, 100, 0.40, 0.99)]

    assert choice.less_computing(evidence(raced(SVM_STEPS, never))).kind == "holds"
    both = [*CNN_STEPS[:3], (14.0, 2800, 0.985, 0.999)]
    assert choice.less_computing(evidence(raced(SVM_STEPS, both))).kind == "only in part"
    assert choice.less_computing(evidence(raced(late, better))).kind == "does not hold"


def test_a_lead_that_is_lost_again_is_not_told_as_lasting():
    """The leader is told from when on; that the end is too close to call, too."""
    level = [*CNN_STEPS[:3], (14.0, 2800, 0.985, 0.96)]
    lost = choice.less_computing(evidence(raced(SVM_STEPS, level))).measured
    kept = choice.less_computing(evidence(raced(SVM_STEPS, [CNN_STEPS[0], (0.6, 100, 0.40, 0.41)]))).measured

    assert re.search(r"with equal time handcrafted features lead from .+ s on; by 1 min it is too close to call", lost)
    assert kept.endswith(" on")
    assert "by 1 min" not in kept


def test_electricity_is_told_where_both_sides_have_it():
    """Beside the seconds, and only then."""
    rows = races()
    assert "electricity" not in choice.less_computing(evidence(rows)).measured
    with_energy = rows.assign(details=rows["details"].str.replace('"energy_kwh": null', '"energy_kwh": 0.002'))
    assert (
        "electricity per race: 2 Wh for the SVM, 2 Wh for the CNN"
        in choice.less_computing(evidence(with_energy)).measured
    )


def timed(svm: float, cnn: float, cnn_slower: float = 0.0) -> pd.DataFrame:
    """Both curves with this many seconds per image; the CNN's may have a start."""
    rows = pair(GOOD, GOOD)
    n = rows["n_train"]
    seconds = (n * svm).where(rows["learner"] == "svm", cnn_slower + n * cnn)
    return rows.assign(feature_seconds=0.0, fit_seconds=seconds)


def test_faster_training_is_a_ratio_on_the_same_cpu():
    """Ten times as long at each size; a tenth at each; and a start that is outweighed at large sizes."""
    assert choice.trains_faster(evidence(timed(0.001, 0.01))).kind == "holds"
    assert choice.trains_faster(evidence(timed(0.01, 0.001))).kind == "does not hold"
    mixed = choice.trains_faster(evidence(timed(0.01, 0.001, cnn_slower=5.0)))
    assert mixed.kind == "only in part"
    assert "5.1 times as long as the SVM with 100 images" in mixed.measured


def test_seconds_of_one_seed_say_so():
    """A ratio without a range would look surer than one with it."""
    rows = timed(0.001, 0.01)

    assert "(one seed)" in choice.trains_faster(evidence(rows[rows["seed"] == 0])).measured
    assert "one seed" not in choice.trains_faster(evidence(rows)).measured


def test_a_ratio_of_one_is_no_number_of_times():
    """Nor does it need `times`."""
    assert (
        "the CNN trains as long as the SVM with 100 images"
        in choice.trains_faster(evidence(timed(0.001, 0.001))).measured
    )


def test_ratios_above_a_hundred_are_written_in_digits():
    """Their ends too: 200 to 240, and not 2e+02 to 2.4e+02."""
    rows = timed(0.001, 0.2)
    rows["fit_seconds"] *= (1 + 0.1 * rows["seed"]).where(rows["learner"] == "cnn", 1.0)

    assert "(200 to 240 over seeds)" in choice.trains_faster(evidence(rows)).measured


def test_features_of_test_images_are_no_training():
    """However many images are tested on: their features are for testing, and would outweigh those of few images."""
    rows = timed(0.001, 0.01)
    per_image = rows["learner"].map({"svm": 0.01, "cnn": 0.0})
    told = [
        choice.trains_faster(
            evidence(rows.assign(feature_seconds=per_image * (rows["n_train"] + n_test), n_test=n_test))
        ).measured
        for n_test in (100, 10_000)
    ]

    assert told[0] == told[1]
    assert "0.91 times as long as the SVM with 100 images" in told[0]


def test_ratios_that_vary_from_day_to_day_decide_nothing():
    """1.3 times is within what the same training takes on another day."""
    assert choice.trains_faster(evidence(timed(0.001, 0.0013))).kind == "too close"


def test_seconds_of_two_machines_are_never_divided():
    """The SVM of one CPU and the CNN of another are no pair."""
    rows = timed(0.001, 0.01)
    rows.loc[rows["learner"] == "cnn", "machine"] = "another"

    assert choice.trains_faster(evidence(rows)).kind == "not measured"


@pytest.mark.parametrize(("linear", "kind"), [(0.90, "holds"), (0.80, "does not hold")])
def test_a_linear_classifier_is_enough_if_less_than_a_point_behind(linear, kind):
    """On the same features, images and seeds."""
    settings = {"settings": {"kernel": "linear"}}
    rows = [right("svm", 0.90, "digits"), right("svm", linear, "digits", **settings)]

    assert choice.linear_suffices(evidence(*rows)).kind == kind
    assert choice.linear_suffices(evidence(rows[0])).kind == "not measured"
