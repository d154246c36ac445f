"""A small set whose quick rows alone are measured: effort is named, and whether the difference is real."""

import pandas as pd

from analysis.data_size.small_sets import small_set_note
from tests.analysis.decide.by_hand import made


def test_a_real_difference_is_called_real():
    """The passes are those of the rows, and the test that of the same images at the largest size."""
    note = small_set_note(pd.concat([made("svm", {48: 0.5, 96: 0.8}), made("cnn", {48: 0.5, 96: 0.6})]))
    assert "the CNN saw each of the 96 images only ten times" in note.replace("The CNN", "the CNN")
    assert "On the same 400 test images handcrafted features are 20 points ahead, which is real for this effort" in note
    assert note.endswith("Measure thorough training too before you conclude which is better.")


def test_a_difference_that_may_be_chance_is_called_so():
    """One image of 400 decides nothing."""
    note = small_set_note(pd.concat([made("svm", {96: 0.5}), made("cnn", {96: 0.5025})]))
    assert "no difference is shown" in note


def test_other_sets_have_no_warning():
    """A large set, thorough rows, or one learner alone."""
    svm, cnn = made("svm", {96: 0.5}), made("cnn", {96: 0.5})
    assert small_set_note(pd.concat([svm, cnn]))
    assert small_set_note(pd.concat([svm, cnn, made("cnn", {1000: 0.5})])) == ""
    assert small_set_note(pd.concat([svm, cnn, made("cnn", {96: 0.5}, recipe="thorough")])) == ""
    assert small_set_note(svm) == ""
    assert small_set_note(pd.concat([svm, made("cnn", {50: 0.5})])) == ""
