"""Error consistency is Cohen's kappa of being right."""

import numpy as np
import pytest

from analysis.errors.consistency import consistencies, consistency_in_words
from analysis.errors.matched import match_sides
from tests.analysis.errors.made import SVM, both, counts, independent, side_rows


def kappa(*parts: int) -> float:
    """The kappa of one seed with this many images in each part."""
    first, second = counts(*parts)
    return consistencies(both([first], [second]))[0].value


def test_kappa_by_hand():
    """Twenty yes, fifteen no, five and ten of a kind: 0.7 observed, 0.5 expected, so 0.4."""
    assert kappa(20, 5, 10, 15) == pytest.approx(0.4)
    assert kappa(45, 15, 25, 15) == pytest.approx(0.1304, abs=1e-4)
    assert kappa(25, 35, 5, 35) == pytest.approx(0.2593, abs=1e-4)


def test_kappa_has_its_ends():
    """One for the same mistakes, zero for independent ones, minus one for opposite ones."""
    assert kappa(50, 0, 0, 50) == pytest.approx(1)
    assert kappa(25, 25, 25, 25) == pytest.approx(0)
    assert kappa(0, 50, 50, 0) == pytest.approx(-1)


def test_a_learner_compared_with_itself_makes_the_same_mistakes():
    """Kappa is one without any doubt, seed by seed."""
    one = consistencies(match_sides(side_rows(SVM, independent(0.7, 300, 3, 0)), SVM, SVM))[0]

    assert (one.low, one.value, one.high) == (pytest.approx(1), pytest.approx(1), pytest.approx(1))


def test_independent_mistakes_are_not_called_consistent():
    """The interval of answers drawn by chance contains zero, and the sentence says that it is not clear."""
    found = both(independent(0.7, 2000, 3, 1), independent(0.6, 2000, 3, 2))
    one = consistencies(found)[0]

    assert one.low < 0 < one.high
    assert "is not clear" in consistency_in_words(consistencies(found), 2000)


def test_each_learner_is_also_compared_with_itself_under_other_seeds():
    """Three seeds make three pairs of one learner; one seed makes none."""
    many = consistencies(both(independent(0.7, 300, 3, 1), independent(0.6, 300, 3, 2)))
    single = consistencies(both(independent(0.7, 300, 1, 1), independent(0.6, 300, 1, 2)))

    assert [one.name for one in many] == ["the SVM and the CNN", "two SVMs", "two CNNs"]
    assert len(single) == 1


def test_shared_mistakes_of_one_kind_are_told():
    """Two SVMs that always fail on the same images share more than an SVM and a CNN that fail independently."""
    same = independent(0.7, 2000, 1, 1)[0]
    said = consistency_in_words(consistencies(both([same] * 3, independent(0.7, 2000, 3, 2))), 2000)

    assert "Two SVMs share more of their mistakes, κ\u00a0=\u00a01.00" in said
    assert "Two CNNs share" not in said


def test_nothing_to_explain_is_said():
    """Where nobody errs, kappa does not exist."""
    right = np.ones(50, bool)

    assert "there are no mistakes to compare" in consistency_in_words(consistencies(both([right], [right])), 50)
