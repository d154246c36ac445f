"""The verdict on pretrained features, flipped by rows made by hand."""

import pandas as pd

from analysis.lesson.pretrained import pretrained
from tests.analysis.lesson.told import curve, evidence, law

BEST, GOOD, BAD = law(0.0, 0.2, 0.3), law(0.0, 0.4, 0.3), law(0.0, 0.6, 0.3)


def three(svm, cnn, third, **changed):
    """The curves of both usual learners and of pretrained features."""
    pairs = zip(("svm", "cnn", "pretrained"), (svm, cnn, third), strict=True)
    return evidence(pd.concat([curve(learner, accuracy, **changed) for learner, accuracy in pairs]))


def test_it_holds_where_pretrained_features_are_ahead_of_both():
    """With 100 and with 400 images; the number names the gap to each side."""
    found = pretrained(three(BAD, GOOD, BEST))

    assert found.kind == "holds"
    assert "with 100 images pretrained features are" in found.measured
    assert found.measured.endswith("ahead of the CNN")
    assert "ahead of handcrafted features and" in found.measured


def test_behind_both_refutes_it_and_behind_one_is_a_condition():
    """The gap behind has no minus sign."""
    behind = pretrained(three(GOOD, BEST, BAD))

    assert behind.kind == "does not hold"
    assert "points (" in behind.measured and "behind the CNN" in behind.measured and "\u2212" not in behind.measured
    assert pretrained(three(BAD, BEST, GOOD)).kind == "only in part"


def test_later_sizes_and_missing_learners_decide_nothing():
    """A thousand images are not few, and without a learner there is nothing to compare with."""
    assert pretrained(three(BAD, GOOD, BEST, sizes=(2000, 4000))).kind == "not measured"
    assert pretrained(evidence(curve("pretrained", BEST), curve("cnn", BAD))).kind == "not measured"
