"""Learners in sentences."""

from analysis.common.learners import clause, name


def test_the_verb_agrees_with_the_learner():
    """Features are plural, the CNN is not; a learner without an entry has its own name."""
    assert clause("svm", "lead") == "handcrafted features lead"
    assert clause("cnn", "lead") == "the CNN leads"
    assert clause("cnn", "are", "is") == "the CNN is"
    assert name("another") == "another"
