"""Groups that cut across the classes: which can be compared, and how far apart they are."""

import numpy as np
import pytest

from analysis.errors.groups import by_group, comparable_groups, opportunity, opportunity_in_words

IN, OUT = "indoors", "outdoors"


def cells(counts: dict[tuple[str, int], tuple[int, int]]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Groups, classes and answers of one seed, from (right, all) of each group and class."""
    told = [group for (group, _), (_, n) in counts.items() for _ in range(n)]
    y = np.array([label for (_, label), (_, n) in counts.items() for _ in range(n)])
    right = np.concatenate([np.arange(n) < n_right for n_right, n in counts.values()])
    return told, y, right[None]


HARD_OUTDOORS = {(IN, 0): (90, 100), (OUT, 0): (60, 100), (IN, 1): (160, 200), (OUT, 1): (20, 50)}
"""Recalls 0.9 and 0.8 indoors, 0.6 and 0.4 outdoors: their means are 0.85 and 0.5, the shares right 5/6 and 8/15."""


def test_each_group_has_the_share_of_its_images():
    """And the worst one is compared with the mean of groups."""
    told, y, right = cells(HARD_OUTDOORS)
    found = by_group(right, comparable_groups(told, y))

    assert found.table["accuracy"].tolist() == pytest.approx([250 / 300, 80 / 150])
    assert found.worst == 1
    assert found.below.value == pytest.approx((250 / 300 - 80 / 150) / 2)


def test_the_gap_is_between_means_over_classes():
    """However many images each class has; its interval contains it and is above 0 where the difference is plain."""
    told, y, right = cells(HARD_OUTDOORS)
    groups = comparable_groups(told, y)
    found = opportunity(right, y, groups)

    assert (groups.names[found.better], groups.names[found.worse]) == (IN, OUT)
    assert found.gap.value == pytest.approx(0.85 - 0.5)
    assert 0 < found.gap.low < 0.35 < found.gap.high
    assert (found.n_classes, found.n_pairs) == (2, 1)
    assert "is 35 points" in opportunity_in_words(found, "the CNN", groups.names)


def test_hard_classes_are_not_held_against_a_group():
    """Indoors has mostly the hard class, so its accuracy is lower; within each class both are alike: no gap."""
    told, y, right = cells({(IN, 0): (9, 10), (OUT, 0): (180, 200), (IN, 1): (100, 200), (OUT, 1): (5, 10)})
    groups = comparable_groups(told, y)

    assert by_group(right, groups).below.low > 0
    assert opportunity(right, y, groups).gap.value == pytest.approx(0)


def test_only_common_classes_count():
    """Of three groups, two share two classes each with the third: a class that one lacks is left out for that pair."""
    counts = {("a", 0): (10, 10), ("a", 1): (10, 10), ("a", 2): (0, 10), ("b", 0): (5, 10), ("b", 1): (7, 10)}
    told, y, right = cells({**counts, ("c", 1): (10, 10), ("c", 2): (0, 10)})
    found = opportunity(right, y, comparable_groups(told, y))

    assert (found.better, found.worse, found.n_classes, found.n_pairs) == (0, 1, 2, 2)
    assert found.gap.value == pytest.approx(1 - 0.6)


def test_equal_groups_are_not_told_apart():
    """Chance alone makes a gap certain in hardly more than one of twenty draws, although one pair of six is picked."""
    random = np.random.default_rng(0)
    told, y = [group for group in "abcd" for _ in range(200)], np.tile([0, 1], 400)
    groups = comparable_groups(told, y)
    found = [opportunity(random.random((1, 800)) < 0.8, y, groups) for _ in range(200)]

    assert {one.n_pairs for one in found} == {6}
    assert sum(one.gap.low > 0 for one in found) <= 0.08 * len(found)
    assert all(one.gap.value >= 0 for one in found)
    assert "may be chance" in opportunity_in_words(min(found, key=lambda one: one.gap.low), "the SVM", groups.names)


def test_groups_that_share_fewer_than_two_classes_cannot_be_compared():
    """No groups, one, one for each class, and two that share one class."""
    for told in [
        [],
        ["", "", "", ""],
        [IN, IN, IN, IN],
        [IN, IN, OUT, OUT],
        [IN, OUT, IN, ""],
    ]:
        assert comparable_groups(told, np.array([0, 0, 1, 1])) is None


def test_images_outside_of_comparable_groups_are_left_out():
    """Those without a group, and those of a group that occurs in one class only."""
    groups = comparable_groups([IN, OUT, IN, OUT, "", "studio"], np.array([0, 0, 1, 1, 0, 1]))

    assert groups.names == (IN, OUT)
    assert groups.numbers.tolist() == [0, 1, 0, 1, -1, -1]
