"""The fairness card tells what each side was given, from the rows alone."""

import json

from analysis.data_size.fairness import COLUMNS, fairness
from tests.analysis.synthetic import rows


def test_each_side_has_one_row_with_every_column():
    """Two learners with two recipes are four sides."""
    card = fairness(rows(sizes=(100, 1000), n_test=100))

    assert list(card.columns) == list(COLUMNS)
    assert card[["learner", "recipe"]].to_numpy().tolist() == [
        ["svm", "quick"], ["svm", "thorough"], ["cnn", "quick"], ["cnn", "thorough"],
    ]  # fmt: skip
    assert set(card["images"]) == {"100 to 1,000"}
    assert set(card["seeds"]) == {"3"}
    assert card["implementation"].tolist() == ["scikit-learn", "scikit-learn", "torch", "torch"]


def test_seconds_are_those_of_the_largest_size():
    """1,000 images at a millisecond each are one second of features."""
    card = fairness(rows(sizes=(100, 1000), n_test=100)).set_index(["learner", "recipe"])

    assert card.loc[("svm", "quick"), "feature_seconds"] == 1.0
    assert card.loc[("cnn", "quick"), "feature_seconds"] == 0.0


def test_unlike_details_are_all_listed_and_missing_ones_are_a_dash():
    """Different numbers of epochs are both listed; a value that no row has is a dash."""
    frame = rows({("cnn", "quick"): lambda _: 0.5}, sizes=(100, 1000), n_seeds=1, n_test=100)
    frame["details"] = [json.dumps({"epochs": 10}), json.dumps({"epochs": 25, "tuning": None})]
    (side,) = fairness(frame).itertuples()

    assert (side.epochs, side.tuning) == ("10 to 25", "–")


def test_what_has_seen_other_images_before_says_so():
    """A frozen network has learned from photographs that nobody else was given; the others say that they had none."""
    frame = rows({("svm", "quick"): lambda _: 0.5, ("pretrained", "quick"): lambda _: 0.6}, sizes=(100,), n_seeds=1)
    frame["details"] = [json.dumps({}), json.dumps({"pretrained_on": "1.28 million labelled photographs"})]

    assert fairness(frame)["seen_before"].tolist() == ["none", "1.28 million labelled photographs"]


def test_no_rows_make_an_empty_card():
    """It has all columns before anything is measured."""
    assert list(fairness(rows(sizes=(100,), n_test=100)[:0]).columns) == list(COLUMNS)
