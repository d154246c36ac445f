"""A small set whose quick rows alone are measured: effort is named, and whether chance explains the difference."""

import pandas as pd

from analysis.data_size.small_sets import small_set_note
from tests.analysis.decide.by_hand import made


def test_a_difference_that_chance_does_not_explain_is_called_so():
    """The passes are those of the rows, and the test that of the same images at the largest size."""
    note = small_set_note(pd.concat([made("svm", {48: 0.5, 96: 0.8}), made("cnn", {48: 0.5, 96: 0.6})]))
    assert "the CNN saw each of the 96 images only ten times" in note.replace("The CNN", "the CNN")
    told = (
        "On the same 400 test images handcrafted features are 20 points ahead at this effort, more than chance explains"
    )
    assert f"{told} (95 % interval)." in note
    assert note.endswith("Measure thorough training too before you conclude which is better.")


def test_a_difference_that_may_be_chance_is_called_so():
    """One image of 400 decides nothing."""
    note = small_set_note(pd.concat([made("svm", {96: 0.5}), made("cnn", {96: 0.5025})]))
    assert "On the same 400 test images the difference is 0.2 points, and up to" in note
    assert "may be chance: neither is clearly ahead." in note


def test_other_sets_have_no_warning():
    """A large set, thorough rows, or one learner alone."""
    svm, cnn = made("svm", {96: 0.5}), made("cnn", {96: 0.5})
    assert small_set_note(pd.concat([svm, cnn]))
    assert small_set_note(pd.concat([svm, cnn, made("cnn", {1000: 0.5})])) == ""
    assert small_set_note(pd.concat([svm, cnn, made("cnn", {96: 0.5}, recipe="thorough")])) == ""
    assert small_set_note(svm) == ""
    assert small_set_note(pd.concat([svm, made("cnn", {50: 0.5})])) == ""
