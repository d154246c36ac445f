"""The verdict on robustness is that of the rows, both ways."""

import pandas as pd

from analysis.lesson.robustness import robustness
from tests.analysis.lesson.told import evidence
from tests.analysis.robustness.made import gentle, rows


def test_the_verdict_follows_the_losses():
    """It breaks, it breaks less than the other, it does not break, or the interval reaches over a tenth."""
    for svm, cnn, kind in [
        (400, 800, "holds"),
        (800, 400, "only in part"),
        (800, 40, "does not hold"),
        (40, 40, "does not hold"),
        (400, 250, "too close"),
    ]:
        wide = {"variance": 6.0} if kind == "too close" else {}
        verdict = robustness(evidence(changed=rows(gentle(svm), gentle(cnn), **wide)))

        assert verdict.kind == kind


def test_the_number_and_the_place_are_those_of_the_rows():
    """One data set that holds and one that does not are both counted."""
    both = pd.concat([rows(dataset="mnist"), rows(gentle(0), gentle(0), dataset="cifar10")])
    verdict = robustness(evidence(changed=both))

    assert verdict.kind == "holds, but"
    assert verdict.measured.startswith("MNIST, quick training: changed images cost the CNN 23 % (")
    assert verdict.condition.dataset == "mnist"


def test_a_learner_of_one_seed_says_so():
    """Of either learner: its interval covers the test images only."""
    table = rows()
    once = table[(table["learner"] == "cnn") | (table["seed"] == table["seed"].min())]

    assert "one seed" in robustness(evidence(changed=once)).measured
    assert "one seed" not in robustness(evidence(changed=table)).measured


def test_one_learner_decides_nothing():
    """Nor does nothing at all."""
    table = rows()
    assert robustness(evidence(changed=table[table["learner"] == "cnn"])).kind == "not measured"
    assert robustness(evidence()).kind == "not measured"
