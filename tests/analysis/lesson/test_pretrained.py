"""The verdict on pretrained features, flipped by rows made by hand."""

import pandas as pd

from analysis.lesson.choice import few_images, pretrained
from analysis.lesson.data import sample_efficiency
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


def test_the_verdict_on_few_images_says_whether_pretrained_features_lead_both():
    """Without their rows it says nothing of them; with them it follows who leads."""
    assert "other images" not in few_images(evidence(curve("svm", GOOD), curve("cnn", BAD))).why
    ahead, behind = few_images(three(GOOD, BAD, BEST)).why, few_images(three(BEST, GOOD, BAD)).why
    assert "Features that were first trained on other images lead both on CIFAR-10, quick training: with 100" in ahead
    assert "Features that were first trained on other images lead neither on CIFAR-10, quick training: with" in behind


def test_the_verdict_on_examples_says_whether_pretrained_features_need_fewer():
    """An SVM on them needs fewer images than one on handcrafted features, or more; without rows nothing is said."""
    assert "other images" not in sample_efficiency(evidence(curve("svm", GOOD), curve("cnn", BAD))).why
    fewer, more = sample_efficiency(three(GOOD, BAD, BEST)).why, sample_efficiency(three(BEST, BAD, GOOD)).why
    start = "With features that were first trained on other images"
    assert f"{start} fewer suffice on CIFAR-10, quick training: for the accuracy that the SVM has with 400" in fewer
    assert f"{start} it takes more on CIFAR-10, quick training: for the accuracy" in more
    assert "pretrained features need 11 times as many (" in more


def test_where_pretrained_features_help_and_where_they_do_not_are_both_said():
    """One data set would hide the other."""
    helps, hurts = three(GOOD, BAD, BEST).results, three(BEST, GOOD, BAD, dataset="mnist").results
    both = evidence(helps, hurts)
    assert "lead both on CIFAR-10, quick training: with 100 images" in few_images(both).why
    assert "; neither on MNIST, quick training: with 100 images" in few_images(both).why
    assert "fewer suffice on CIFAR-10, quick training: for" in sample_efficiency(both).why
    assert "pretrained features need at most 0.25 times as many;" in sample_efficiency(both).why
    assert "; it takes more on MNIST, quick training: for" in sample_efficiency(both).why
