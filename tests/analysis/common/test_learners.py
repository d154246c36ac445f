"""Learners in sentences."""

import pandas as pd

from analysis.common.learners import by_rank, clause, name, shares


def test_the_verb_agrees_with_the_learner():
    """Features are plural, the CNN is not; a learner without an entry has its own name."""
    assert clause("svm", "lead") == "handcrafted features lead"
    assert clause("pretrained", "lead") == "pretrained features lead"
    assert clause("cnn", "lead") == "the CNN leads"
    assert clause("cnn", "are", "is") == "the CNN is"
    assert name("another") == "another"


def test_the_learners_have_one_order_whoever_leads():
    """A reader who finds 98.6 % first in one sentence and second in the next takes it for the other learner's."""
    assert shares(("cnn", "svm"), ("98.6 %", "97.9 %")) == "SVM 97.9 %, CNN 98.6 %"
    names = ["another", "majority", "pretrained", "cnn", "svm"]
    assert by_rank(pd.Series(names, name="learner")).tolist() == [5, 4, 2, 1, 0]
    assert by_rank(pd.Series(names, name="recipe")).tolist() == names
