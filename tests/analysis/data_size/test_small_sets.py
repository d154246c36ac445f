"""A small set whose quick rows alone are measured: effort is named, and whether chance explains the difference."""

import numpy as np
import pandas as pd
import pytest

from analysis.data_size.crossover import crossovers
from analysis.data_size.finding import finding, preferred
from analysis.data_size.small_sets import small_set_note
from tests.analysis.decide.by_hand import made
from tests.analysis.synthetic import row


def test_a_difference_that_chance_does_not_explain_is_called_so():
    """The passes are those of the rows, and the test that of the same images at the largest size."""
    note = small_set_note(pd.concat([made("svm", {48: 0.5, 96: 0.8}), made("cnn", {48: 0.5, 96: 0.6})]))
    assert "the CNN saw each of the 96 images only ten times" in note.replace("The CNN", "the CNN")
    told = "On the same 400 test images handcrafted features are 20 points ahead of the CNN at this effort"
    assert f"{told}, more than chance explains (95 % interval)." in note
    assert note.endswith("Measure thorough training too before you conclude which is better.")


def test_a_difference_that_may_be_chance_is_called_so():
    """One image of 400 decides nothing."""
    note = small_set_note(pd.concat([made("svm", {96: 0.5}), made("cnn", {96: 0.5025})]))
    assert "On the same 400 test images handcrafted features and the CNN differ by 0.2 points, and up to" in note
    assert "may be chance: neither is clearly ahead." in note


@pytest.mark.parametrize("n_lost", [1, 3])
def test_the_warning_and_the_finding_never_contradict_each_other(n_lost):
    """One interval decides both, also near zero: of 36 images the CNN loses `n_lost` and wins more and more."""
    image = np.arange(36)
    for n_won in range(n_lost, 28 - n_lost):
        right = {"svm": image >= n_lost, "cnn": (image < n_lost) | (image >= n_lost + n_won)}
        small = [row(learner, "quick", 10, 0, image % (3 if learner == "svm" else 5) == 0) for learner in right]
        rows = pd.DataFrame([*small, *(row(learner, "quick", 28, 0, one) for learner, one in right.items())])
        says_close = "28 it is too close to call" in finding(preferred(crossovers(rows)))
        says_close |= "at every size measured: more seeds" in finding(preferred(crossovers(rows)))

        assert ("neither is clearly ahead" in small_set_note(rows)) == says_close


def test_other_sets_have_no_warning():
    """A large set, thorough rows, or one learner alone."""
    svm, cnn = made("svm", {96: 0.5}), made("cnn", {96: 0.5})
    assert small_set_note(pd.concat([svm, cnn]))
    assert small_set_note(pd.concat([svm, cnn, made("cnn", {1000: 0.5})])) == ""
    assert small_set_note(pd.concat([svm, cnn, made("cnn", {96: 0.5}, recipe="thorough")])) == ""
    assert small_set_note(svm) == ""
    assert small_set_note(pd.concat([svm, made("cnn", {50: 0.5})])) == ""
