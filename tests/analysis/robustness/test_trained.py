"""What training on a change is worth follows from the rows, and nothing is said beyond its interval."""

import numpy as np
import pandas as pd
import pytest

from analysis.robustness.finding import what_training_on_it_does
from analysis.robustness.losses import apart, losses, means
from tests.analysis.robustness.made import gentle, rows


def trained(svm, cnn, **changed):
    """Rows of models that were trained on noise."""
    return rows(svm, cnn, trained_on="noise", **changed)


def test_the_parts_make_the_whole():
    """The change and the others weigh as much as there are changes, and no interval of a part is too narrow."""
    table = rows(gentle(400), {"noise": [500] * 5, "rotation": [10] * 5})
    part, whole, points = apart(table, "noise"), means(table), losses(table)
    noise = points[(points["change"] == "noise") & (points["level"] > 0)].groupby("learner", sort=False)["lost"].mean()

    assert part["lost"].tolist() == pytest.approx(noise.tolist())
    assert ((part["lost"] + part["others"]) / 2).tolist() == pytest.approx(whole["lost"].tolist())
    assert (part["others_high"] - part["others_low"] >= whole["lost_high"] - whole["lost_low"]).all()


def test_an_interval_covers_what_images_do():
    """Losses drawn image by image: the true variance of a part is never above the one that is used."""
    rng = np.random.default_rng(0)
    costs = rng.random((1000, 2, 5)) < rng.random((1000, 1, 1))  # images that are lost to one are lost to many
    lost = {change: costs[:, place].sum(axis=0).tolist() for place, change in enumerate(("noise", "rotation"))}
    each = costs.mean(axis=2)
    table = rows(lost, n_seeds=1)
    table["variance"] = costs.mean(axis=(1, 2)).var()
    svm = apart(table, "noise").set_index("learner").loc["svm"]

    for what, place in (("lost", 0), ("others", 1)):
        assert svm[what] == pytest.approx(each[:, place].mean() / 0.9)
        assert svm[f"{what}_high"] - svm[what] >= 1.96 * np.sqrt(each[:, place].var() / 1000) / 0.9


def test_it_says_what_is_won_and_what_it_costs():
    """Under the change, under the others and on unchanged images, with the intervals of the differences."""
    hurt = {"noise": [0, 10, 20, 30, 40], "rotation": [300, 400, 500, 600, 700]}
    first, second = what_training_on_it_does(rows(), trained(gentle(400), hurt, right=800), "noise")

    assert second.startswith("Trained on images with noise, the CNN loses 2 % instead of 31 % of the accuracy under ")
    assert "under noise (29 points less, " in second
    assert "instead of 16 % under the other change (" in second
    assert "points more, " in second
    assert "of unchanged test images 80 % are right instead of 90 % (10 points fewer, " in second
    assert first.startswith("Trained on images with noise, handcrafted features lose ")
    assert "of unchanged test images 80 %" in first


def test_nothing_is_said_beyond_its_interval():
    """Equal rows are too close to call three times; a small difference is too."""
    for noise in (gentle(400), gentle(405)):
        for sentence in what_training_on_it_does(rows(gentle(400), gentle(400)), trained(noise, noise), "noise"):
            assert sentence.count("(too close to call)") == 3


def test_a_gain_is_negative_and_nothing_has_no_sign():
    """Images won by the change are written with a minus, unless they round to nothing."""
    for won, said in ((100, "lose −11 % instead"), (1, "lose 0 % instead")):
        better = trained(gentle(0), gentle(0))
        better["won"] = [{"noise": [won] * 5, "rotation": [won] * 5}] * len(better)
        assert said in what_training_on_it_does(rows(), better, "noise")[0]


def test_only_the_same_images_are_compared():
    """Other sizes, data sets, efforts, learners and changes say nothing; another machine does."""
    alike = trained(gentle(400), gentle(100), origin="here", machine="another")

    assert len(what_training_on_it_does(rows(), alike, "noise")) == 2
    assert what_training_on_it_does(rows(), alike, "rotation") == []
    assert what_training_on_it_does(rows(), alike[:0], "noise") == []
    for other in ({"n_train": 500}, {"dataset": "shapes"}, {"recipe": "thorough"}, {"data_version": "2"}):
        assert what_training_on_it_does(rows(), alike.assign(**other), "noise") == []
    cnn_only = pd.concat([alike[alike["learner"] == "cnn"]])
    assert len(what_training_on_it_does(rows(), cnn_only, "noise")) == 1


def test_one_seed_is_said_to_be_one():
    """Once, after the sentences."""
    said = what_training_on_it_does(rows(), trained(gentle(400), gentle(100), n_seeds=1), "noise")

    assert len(said) == 3
    assert said[-1].startswith("With one seed")
