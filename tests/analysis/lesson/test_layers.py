"""The verdict on the hierarchy, flipped by rows of probes made by hand."""

from dataclasses import replace

import pandas as pd

from analysis.lesson.features import layers
from tests.analysis.features.probed import rows
from tests.analysis.lesson.told import evidence


def verdict(*probes: pd.DataFrame):
    """What these rows say."""
    return layers(replace(evidence(), probes=pd.concat(probes)))


def test_the_last_layer_must_hold_more_and_none_less_than_the_one_before():
    """A step without a clear direction speaks neither for nor against."""
    for shares, kind in [
        ((0.6, 0.7, 0.8, 0.95), "holds"),
        ((0.6, 0.7, 0.95, 0.95), "holds"),
        ((0.6, 0.8, 0.7, 0.95), "only in part"),
        ((0.9, 0.9, 0.9, 0.9), "too close"),
        ((0.95, 0.9, 0.8, 0.7), "does not hold"),
    ]:
        assert verdict(rows(*shares)).kind == kind


def test_without_rows_nothing_is_judged():
    """As for every claim."""
    assert layers(evidence()).kind == "not measured"


def test_the_largest_number_of_images_counts_for_each_training():
    """Ten times the images flip the verdict; the other recipe keeps its own largest size."""
    few, many = rows(0.9, 0.6), rows(0.6, 0.9, n_train=10_000)
    thorough = rows(0.6, 0.9, recipe="thorough", beside={})

    assert verdict(few).kind == "does not hold"
    assert verdict(few, many).kind == "holds"
    assert len(verdict(few, many, thorough).conditions) == 2


def test_the_number_names_the_condition_and_both_ends():
    """What decides is the paired difference, with its interval."""
    number = verdict(rows(0.6, 0.95)).measured

    assert number.startswith("Digits, quick training: 60 % (")
    assert "after the first layer, 95.0 % (" in number
    assert "points (+" in number


def test_the_card_says_what_of_the_claim_is_judged():
    """That units see edges, parts and things is seen on another page; no number here says it."""
    assert verdict(rows(0.6, 0.95)).why.endswith("not what their units stand for.")


def test_how_many_images_and_whether_luck_is_in_it_are_told():
    """A CNN that was trained once says nothing of luck in training."""
    once, often = verdict(rows(0.6, 0.95, n_seeds=1)).measured, verdict(rows(0.6, 0.95, n_train=5000)).measured

    assert "; learned from 1,000 images; one seed: luck in training is not in it" in once
    assert often.endswith("; learned from 5,000 images")


def test_one_data_set_against_another_is_a_condition():
    """The contradicting one is named."""
    told = verdict(rows(0.6, 0.95), rows(0.95, 0.6, dataset="cifar10"))

    assert told.kind == "holds, but"
    assert "But CIFAR-10" in told.why
