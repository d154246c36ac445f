"""Accuracy and losses with their intervals follow from the counts of a row."""

import numpy as np
import pandas as pd
import pytest

from analysis.robustness.losses import losses, means
from analysis.robustness.names import CHANGES, named
from catalogue.images.changes import CHANGES as MADE
from tests.analysis.robustness.made import gentle, row, rows


def test_names_are_those_of_the_sliders():
    """Label, unit, resting place and order are the same on the page where one image is changed."""
    assert {name: (one.label, one.unit, one.neutral) for name, one in CHANGES.items()} == {
        name: (one.label, one.unit, one.neutral) for name, one in MADE.items()
    }
    assert list(CHANGES) == list(MADE)
    assert named("jpeg").at(30) == "JPEG loss at 30 %"
    assert named("rotation").at(15) == "rotation at 15°"


def test_level_zero_is_the_unchanged_test_set():
    """At the neutral amount nothing is lost, without any doubt."""
    first = losses(rows()).query("level == 0")

    assert list(first["accuracy"]) == [0.9] * 4
    assert list(first["lost"]) == list(first["lost_low"]) == list(first["lost_high"]) == [0] * 4


def test_a_loss_is_a_share_of_what_was_right():
    """450 of 900 right images lost: accuracy 45 %, half of it lost, known to about three points."""
    last = losses(pd.DataFrame([row("svm", gentle(450))])).query("level == 5 and change == 'noise'").iloc[0]

    assert last["accuracy"] == pytest.approx(0.45)
    assert last["lost"] == pytest.approx(0.5)
    half = 1.96 * np.sqrt((0.45 - 0.45**2) / 1000) / 0.9
    assert last["lost_high"] - last["lost"] == pytest.approx(half, rel=0.02)


def test_what_is_won_makes_up_for_what_is_lost():
    """But the interval is wider than that of no change at all."""
    lost = gentle(100)
    model = row("svm", lost) | {"won": lost}
    last = losses(pd.DataFrame([model])).query("level == 5 and change == 'noise'").iloc[0]

    assert last["lost"] == 0
    assert last["lost_high"] > 0.01


def test_seeds_that_disagree_widen_the_interval():
    """The mean stays."""
    alike, apart = (
        means(pd.DataFrame([row("svm", gentle(n), seed=seed) for seed, n in enumerate(each)])).iloc[0]
        for each in ((400, 400), (200, 600))
    )

    assert alike["lost"] == pytest.approx(apart["lost"])
    assert apart["lost_high"] - apart["lost"] > 3 * (alike["lost_high"] - alike["lost"])


def test_a_seed_measured_twice_counts_once():
    """The later row."""
    twice = pd.DataFrame([row("svm", gentle(400)), row("svm", gentle(800), measured_at="2026-11-28T12:00:00+00:00")])

    assert means(twice)["lost"].tolist() == means(twice[1:])["lost"].tolist()
    assert means(twice)["n_seeds"].tolist() == [1]


def test_other_machines_and_data_sets_are_other_curves():
    """They are never averaged; nor are models that were trained on other images."""
    both = pd.concat([rows(), rows(machine="H200", device="cuda"), rows(dataset="shapes"), rows(trained_on="noise")])

    assert len(means(both)) == 8
