"""Two sides are matched seed by seed on the same test images, or refused with the reason."""

import numpy as np
import pandas as pd
import pytest

from analysis.common.scored_on import UnlikeTestImagesError
from analysis.errors.matched import NoCommonSeedError, Side, match_sides, names, sides
from tests.analysis.errors.made import CNN, SVM, independent, side_rows

THREE = independent(0.7, 80, 3, 0)


def test_only_common_seeds_are_matched():
    """A seed that one side lacks is left out on both."""
    rows = pd.concat([side_rows(SVM, THREE), side_rows(CNN, THREE[:2])])
    found = match_sides(rows, SVM, CNN)

    assert found.seeds == (0, 1)
    assert found.first.tolist() == np.array(THREE[:2]).tolist()
    assert len(found.rows) == 4


def test_other_test_images_are_refused():
    """The sentence says how many images, of which version, and what to do."""
    rows = pd.concat([side_rows(SVM, THREE), side_rows(CNN, THREE, data_version="other")])

    with pytest.raises(UnlikeTestImagesError, match=r"The SVM on 80 images .* version 1 and the CNN .* version other"):
        match_sides(rows, SVM, CNN)


def test_no_common_seed_is_refused():
    """The sentence says which seeds each has."""
    rows = pd.concat([side_rows(SVM, THREE[:1]), side_rows(CNN, THREE).query("seed > 0")])

    with pytest.raises(NoCommonSeedError, match="The SVM has seed 0 and the CNN has seeds 1 and 2"):
        match_sides(rows, SVM, CNN)


def test_the_latest_row_of_a_seed_counts():
    """A seed measured twice is one draw."""
    again = side_rows(SVM, [~THREE[0]], measured_at="2027-01-01T00:00:00+00:00", id="again")
    found = match_sides(pd.concat([side_rows(SVM, THREE[:1]), again, side_rows(CNN, THREE)]), SVM, CNN)

    assert found.first.tolist() == [(~THREE[0]).tolist()]


def test_rows_on_other_test_images_do_not_mix():
    """Of a side that was measured on two versions of the data set, the latest version counts."""
    newer = side_rows(SVM, THREE[:1], measured_at="2027-01-01T00:00:00+00:00", data_version="2")
    other = side_rows(CNN, THREE, data_version="2")
    found = match_sides(pd.concat([side_rows(SVM, THREE), newer, other]), SVM, CNN)

    assert found.scored.data_version == "2"
    assert found.seeds == (0,)


def test_sides_are_told_apart_by_what_differs():
    """Two learners by their names, one learner by its recipe or its origin; a race by its budget."""
    thorough = Side("cnn", "thorough", "{}", "live")
    recorded = Side("cnn", "quick", "{}", "one-machine")
    race = Side("cnn", "race", '{"budget_seconds": 60}', "live")

    assert names(SVM, CNN) == ("the SVM", "the CNN")
    assert names(CNN, thorough) == ("the CNN (quick)", "the CNN (thorough)")
    assert names(CNN, recorded) == ("the CNN (live)", "the CNN (one-machine)")
    assert race.how == "race of 1 min"
    assert Side("svm", "quick", '{"only": "hog"}', "live").how == "quick, only hog"


def test_the_svm_comes_first():
    """Sides are in the order of learners, whatever the order of rows."""
    rows = pd.concat([side_rows(CNN, THREE), side_rows(SVM, THREE)])

    assert sides(rows) == [SVM, CNN]
