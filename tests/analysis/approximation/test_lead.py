"""The findings of approximations follow the rows, and say no more than all seeds agree on."""

import pandas as pd
import pytest

from analysis.approximation.lead import NOTHING, comparisons, on_target, overall, points
from analysis.approximation.names import TARGETS, error
from catalogue.targets import DRAWN, NAMES
from tests.analysis.approximation.made import row, rows


def test_every_target_has_its_names():
    """A new target is named before it is shown."""
    assert set(TARGETS) == {*NAMES, DRAWN}


@pytest.mark.parametrize(
    ("errors", "verdict"), [((0.01, 0.09), "learned"), ((0.01, 0.11), "either"), ((0.11, 0.19), "fixed")]
)
def test_a_verdict_needs_every_seed(errors, verdict):
    """The network must be closer than the better family, polynomials with 0.1, whatever the seed."""
    found = comparisons(points(rows("kink", {25: errors})), 1)

    assert [one.verdict for one in found] == [verdict]
    assert found[0].family == "polynomials"


def test_between_measured_sizes_fixed_features_are_read_off_their_line():
    """On logarithmic axes: with the geometric mean of two sizes, the geometric mean of their errors."""
    table = pd.DataFrame(
        [
            row("kink", "fourier", 10, [0.1]),
            row("kink", "fourier", 1000, [0.001]),
            row("kink", "network", 100, [0.02], units=33),
        ]
    )

    assert comparisons(points(table), 1)[0].fixed == pytest.approx(0.01)


def test_sizes_without_counterpart_are_not_compared():
    """Beyond the largest number of fixed features nobody wins."""
    assert comparisons(points(rows("kink", {1537: (1e-9,)})), 1) == []
    assert on_target("kink", rows("kink", {1537: (1e-9,)}), 1) == NOTHING


def test_the_finding_flips_with_the_rows():
    """Learned, fixed or the seed: the same words would be wrong with other rows."""
    learned, fixed, either = (
        on_target("steps", rows("steps", {25: errors}), 1) for errors in ((0.01, 0.02), (0.3, 0.4), (0.05, 0.4))
    )

    assert (
        learned.startswith("Steps: at all 1 sizes every seed of the network is closer") or "at the only size" in learned
    )
    assert "off by 0.02 at worst, polynomials by 0.1" in learned
    assert "fixed features are closer than every seed" in fixed
    assert "polynomials are off by 0.1, the network by 0.3 at best" in fixed
    assert either.endswith("it depends on the seed.")


def test_mixed_sizes_are_counted():
    """Each size once, with its parameters."""
    said = on_target("kink", rows("kink", {7: (0.01,), 13: (0.02,), 25: (0.05, 0.4), 49: (0.5,)}), 1)

    assert "at 2 of 4 sizes (7 and 13 parameters) every seed" in said
    assert "at 1 (49 parameters) fixed features" in said
    assert "at 1 (25 parameters) it depends on the seed" in said


def test_a_range_without_its_middle_is_not_called_a_range():
    """Sizes that are not neighbours are counted only."""
    said = on_target("kink", rows("kink", {n: ((0.5,) if n != 25 else (0.01,)) for n in (7, 13, 25, 49, 97)}), 1)

    assert "at 4 fixed features" in said


def test_the_summary_of_all_targets_flips_with_the_rows():
    """A target moves between the three groups as its errors do."""

    def said(kink, waves, steps):
        table = [rows(name, {25: errors}) for name, errors in (("kink", kink), ("waves", waves), ("steps", steps))]
        return overall(pd.concat(table, ignore_index=True), 1)

    low, high, between = (0.01, 0.02), (0.3, 0.4), (0.01, 0.4)
    one = said(low, high, between)
    other = said(high, low, low)

    assert "Learned features win at most sizes on a kink; fixed ones on waves." in one
    assert "On steps neither does." in one
    assert "Learned features win at most sizes on waves and steps; fixed ones on a kink." in other
    assert said(between, between, between).startswith("On a kink, waves and steps")
    assert said(high, high, high).startswith("Fixed features win at most sizes")
    assert "all 2 seeds agree" in one


def test_both_sides_win_by_one_rule():
    """One size of three is no win for a network, as it would be none for fixed features."""
    low, high = (0.01, 0.02), (0.3, 0.4)
    once, twice = (
        overall(rows("kink", dict(zip((13, 25, 49), errors, strict=True))), 1)
        for errors in ((low, high, high), (low, low, high))
    )

    assert once.startswith("Fixed features win at most sizes on a kink.")
    assert twice.startswith("Learned features win at most sizes on a kink.")


def test_another_depth_has_its_own_finding():
    """Rows of two layers say nothing about one."""
    table = rows("kink", {25: (0.01, 0.02)}, depth=2)

    assert overall(table, 1) == NOTHING
    assert "two layers" in overall(table, 2)


def test_errors_are_written_without_powers_of_ten():
    """Two figures, and nothing below what can be seen."""
    for value, words in [
        (0.0412, "0.041"),
        (0.00002, "0.00002"),
        (1e-6, "0.000001"),
        (1e-15, "less than 0.000001"),
        (0, "less than 0.000001"),
    ]:
        assert error(value) == words
