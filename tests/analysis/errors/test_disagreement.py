"""McNemar's exact test, the four parts, and the difference over all seeds."""

import numpy as np
import pytest
from scipy import stats

from analysis.errors.disagreement import PARTS, Disagreement, images_by_part, mcnemar
from analysis.errors.matched import match_sides
from tests.analysis.errors.made import SVM, both, counts, independent, side_rows


def test_mcnemar_by_hand():
    """The tail of a fair coin, counted with Pascal's triangle, on both sides."""
    for only_first, only_second, p in [
        (0, 5, 2 / 32),
        (0, 6, 2 / 64),
        (1, 5, 2 * 7 / 64),
        (3, 3, 1.0),
        (0, 0, 1.0),
        (1, 11, 2 * 13 / 4096),
    ]:
        assert mcnemar(only_first, only_second) == pytest.approx(p)
        assert mcnemar(only_second, only_first) == pytest.approx(p)


def test_mcnemar_is_the_binomial_test():
    """As in SciPy, also for Agresti's voters (2002, table 10.1): 150 changed one way and 86 the other."""
    assert mcnemar(150, 86) == pytest.approx(stats.binomtest(86, 236).pvalue)
    assert mcnemar(150, 86) == pytest.approx(3.7e-5, rel=0.05)


def test_the_four_parts_are_the_whole_test_set():
    """Each image is in exactly one part, and the parts are what their names say."""
    first, second = (np.array(independent(0.6, 500, 1, seed)[0]) for seed in (1, 2))
    parts = images_by_part(first, second)

    assert list(parts) == list(PARTS)
    assert sorted(np.concatenate(list(parts.values()))) == list(range(500))
    assert first[parts["both"]].all()
    assert second[parts["both"]].all()
    assert first[parts["first"]].all()
    assert not second[parts["first"]].any()
    assert not first[parts["neither"]].any()


def test_the_table_counts_the_parts_of_each_seed():
    """A row per seed, in the order of the seeds."""
    (one, other), (third, fourth) = counts(50, 20, 10, 20), counts(60, 0, 5, 35)
    table = Disagreement(both([one, third], [other, fourth])).table

    assert table[["seed", *PARTS]].to_numpy().tolist() == [[0, 50, 20, 10, 20], [1, 60, 0, 5, 35]]
    assert table["gap"].tolist() == pytest.approx([-0.1, 0.05])
    assert table["p"].iloc[1] == pytest.approx(2 / 32)


def test_a_learner_compared_with_itself_disagrees_never():
    """No image is won or lost, and nothing is real."""
    rows = side_rows(SVM, independent(0.7, 200, 3, 0))
    found = Disagreement(match_sides(rows, SVM, SVM))

    assert not found.table[["first", "second"]].to_numpy().any()
    assert set(found.table["p"]) == {1.0}
    assert (found.gap.low, found.gap.value, found.gap.high) == (0, 0, 0)
    assert not found.is_real


def test_many_images_won_in_every_seed_are_real():
    """Equal numbers are chance, and three seeds that win 60 to 20 are none."""
    even, clear = counts(400, 40, 40, 120), counts(400, 20, 60, 120)

    assert not Disagreement(both([even[0]] * 3, [even[1]] * 3)).is_real
    assert Disagreement(both([clear[0]] * 3, [clear[1]] * 3)).is_real


def test_seeds_that_contradict_each_other_are_not_real():
    """Each seed alone is beyond chance by McNemar's test, but they do not agree on who is better."""
    won, lost = counts(400, 20, 60, 120), counts(400, 60, 20, 120)
    found = Disagreement(both([won[0], lost[0], won[0]], [won[1], lost[1], won[1]]))

    assert (found.table["p"] < 0.001).all()
    assert not found.is_real


def test_the_difference_of_one_seed_agrees_with_its_mean_over_seeds():
    """With one seed both intervals are over test images alone."""
    found = Disagreement(both([counts(400, 20, 60, 120)[0]], [counts(400, 20, 60, 120)[1]]))

    assert found.gap == found.gaps[0]
    assert found.gap.value == pytest.approx(40 / 600)
    assert found.gap.low < found.gap.value < found.gap.high
