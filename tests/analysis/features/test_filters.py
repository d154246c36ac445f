"""Handcrafted filters are found as what they are, also turned over, brighter, or in colour; random ones as nothing."""

from itertools import product

import numpy as np
import pytest

from analysis.features.filters import KINDS, Match, Matches, handcrafted_filters, match_filters, resemblance

SIZE = 5


def as_filters(images, channels=1):
    """Images (n, size, size) as filters with this many channels, all alike."""
    return np.repeat(np.stack(images)[..., None], channels, axis=3).astype(np.float32)


def test_handcrafted_filters_are_of_length_one_and_without_a_mean():
    """All except the patches, whose mean is not zero."""
    for size in [3, 5, 7]:
        for one in handcrafted_filters(size):
            assert one.image.shape == (size, size)
            assert np.linalg.norm(one.image) == pytest.approx(1)
            assert one.image.mean() == pytest.approx(0, abs=1e-9) or one.kind == "flat"
        assert {one.kind for one in handcrafted_filters(size)} == set(KINDS)


def test_each_handcrafted_filter_finds_itself():
    """Correlation one, whatever its sign, its strength and the number of channels."""
    for factor, channels in product([1.0, -3.0], [1, 3]):
        handcrafted = handcrafted_filters(SIZE)
        found = match_filters(factor * as_filters([one.image for one in handcrafted], channels)).found

        assert min(match.correlation for match in found) == pytest.approx(1, abs=1e-6)
        assert sorted(match.name for match in found) == sorted(one.name for one in handcrafted)
        assert all(match.above_chance for match in found)


def test_the_match_is_drawn_with_the_filter_s_own_sign_and_colour():
    """A red and green edge is shown as a red and green edge, and named as coloured."""
    edge = next(one for one in handcrafted_filters(SIZE) if one.name == "Sobel 90°").image
    filter = edge[..., None] * np.array([-2.0, 2.0, 0.0])
    (match,) = match_filters(filter[None]).found

    assert match.name == "Sobel 90°, coloured"
    assert match.image == pytest.approx(filter)


def test_directions_are_those_of_the_lines():
    """Horizontal stripes are 0°, vertical ones 90°, a rising diagonal 45°."""
    rows, columns = np.mgrid[:SIZE, :SIZE] - SIZE // 2
    bell = np.exp(-(rows**2 + columns**2) / (2 * 1.25**2))
    for distance, angle in ((rows, "0°,"), (columns, "90°,"), ((rows + columns) / np.sqrt(2), "45°,")):
        (match,) = match_filters(as_filters([bell * np.sin(2 * np.pi * distance / 4)])).found
        assert match.name.split()[:2] == ["Gabor", angle]


def test_random_filters_match_nothing_but_one_in_twenty():
    """95 of 100 random filters are below the threshold, including random filters that did not set it."""
    random = np.random.default_rng(7)
    found = match_filters(random.standard_normal((2000, SIZE, SIZE, 3))).found

    assert 0.03 < np.mean([match.above_chance for match in found]) < 0.07


def test_the_threshold_is_repeatable_and_depends_on_the_room_for_chance():
    """The same seed gives the same threshold; small filters resemble something more easily."""
    small, large = (match_filters(np.ones((1, size, size, 1))).threshold for size in (3, 7))

    assert match_filters(np.ones((1, 3, 3, 1))).threshold == small
    assert small > large


def test_a_dead_filter_matches_nothing():
    """All zeros: no correlation, and no division by zero."""
    (match,) = match_filters(np.zeros((1, SIZE, SIZE, 1))).found

    assert match.correlation == 0
    assert not match.above_chance


def test_the_nearest_comes_first():
    """In the order of their correlation."""
    filters = np.random.default_rng(3).standard_normal((9, SIZE, SIZE, 1))
    correlations = [match.correlation for match in match_filters(filters).found]

    assert correlations == sorted(correlations, reverse=True)


def matches(*kinds: str, n: int) -> Matches:
    """So many filters, the first of them clearly of these kinds."""
    nothing = np.zeros((SIZE, SIZE, 1))
    above = [Match(kind, kind, 0.9, True, nothing, nothing) for kind in kinds]
    return Matches(above + [Match("flat", "x", 0.2, False, nothing, nothing)] * (n - len(kinds)), 0.6, np.zeros(9))


BY_CHANCE = (
    "{} of the CNN's 16 first filters resembles a handcrafted filter more than 19 of 20 random ones do "
    "(0.8 would by chance): no clear resemblance, one by one."
)


def test_the_finding_claims_no_more_than_chance_leaves():
    """One of sixteen usually passes by chance, so it does not count as resemblance."""
    for found, sentence in [
        (
            matches(*["gabor"] * 5, "sobel", n=16),
            "Of the CNN's 16 first filters, 6 resemble handcrafted filters more than 19 of 20 random ones do "
            "(Gabor stripes 5, Sobel edges 1); the other 10 do not.",
        ),
        (
            matches(*["sobel"] * 4, n=4),
            "Of the CNN's 4 first filters, 4 resemble handcrafted filters more than 19 of 20 random ones do "
            "(Sobel edges 4).",
        ),
        (matches("gabor", n=16), BY_CHANCE.format("Only 1")),
        (matches(n=16), BY_CHANCE.format("None")),
    ]:
        assert resemblance(found) == sentence
