"""The shortcut trap in numbers: both groups, the fall between them, and whose fall is further."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors.shortcut import difference_in_fall, origin_to_describe, points, share_to_describe, with_share
from tests.analysis.errors.trap_made import SHARES, USUAL, trapped_rows


def table(*rows):
    """The points of these rows."""
    return points(with_share(pd.concat(rows), SHARES, len(USUAL)), USUAL)


def test_each_group_has_its_accuracy_and_the_fall_is_their_difference():
    """198 of 200 and 60 of 200, mean over two seeds with 196 and 40."""
    found = table(trapped_rows("svm", 95, [(198, 60), (196, 40)])).iloc[0]

    assert (found["usual"], found["swapped"]) == pytest.approx((0.985, 0.25))
    assert found["fall"] == pytest.approx(0.735)
    assert found["fall_low"] < 0.735 < found["fall_high"]
    assert found["n_seeds"] == 2


def test_one_seed_has_the_interval_of_its_test_images():
    """The variance of a difference of two groups is the sum of theirs, moved towards one half (Agresti and Coull)."""
    found = table(trapped_rows("cnn", 95, [(200, 100)])).iloc[0]
    one, other = 202 / 204, 102 / 204
    half = 1.96 * np.sqrt((one * (1 - one) + other * (1 - other)) / 204)

    assert found["fall_high"] - found["fall"] == pytest.approx(half, rel=1e-3)


def test_who_never_looks_at_the_background_does_not_fall():
    """The interval of an unchanged accuracy includes 0."""
    found = table(trapped_rows("cnn", 95, [(190, 190)] * 3)).iloc[0]

    assert found["fall"] == 0
    assert found["fall_low"] < 0 < found["fall_high"]


def test_the_latest_row_of_a_seed_counts_and_others_images_do_not():
    """A seed measured twice is one; a row of another number of test images, or another data set, is left out."""
    old = trapped_rows("svm", 95, [(0, 0)], measured_at="2026-01-01T00:00:00+00:00")
    found = table(
        old,
        trapped_rows("svm", 95, [(200, 50)]),
        trapped_rows("cnn", 95, [(200, 50)], n_test=10),
        trapped_rows("cnn", 70, [(200, 50)]),
    )

    assert found[["learner", "swapped", "n_seeds"]].to_numpy().tolist() == [["svm", 0.25, 1]]


def test_whose_fall_is_further_is_paired():
    """The second falls by 0.3 more than the first, on both seeds; against itself by nothing, with certainty."""
    first, second = (
        with_share(trapped_rows(learner, 95, right), SHARES, len(USUAL))
        for learner, right in (("svm", [(200, 100), (200, 90)]), ("cnn", [(200, 40), (200, 30)]))
    )
    gap, none = difference_in_fall(first, second, USUAL), difference_in_fall(first, first, USUAL)

    assert gap.value == pytest.approx(0.3)
    assert 0 < gap.low < 0.3 < gap.high
    assert (none.low, none.value, none.high) == (0, 0, 0)
    assert difference_in_fall(first[first["seed"] == 0], second[second["seed"] == 1], USUAL) is None


def test_sentences_are_about_one_origin_and_a_measured_share():
    """The origin with most learners at the share; of shares the wanted one, or the nearest."""
    found = table(
        trapped_rows("svm", 95, [(200, 50)], origin="live"),
        *(trapped_rows(learner, 95, [(200, 50)], origin="elsewhere") for learner in ("svm", "cnn")),
    )

    assert origin_to_describe(found, 95) == "elsewhere"
    assert share_to_describe([50, 90, 100]) == 90
    assert share_to_describe([50, 95, 100]) == 95
