"""Numbers, durations, shares and lists in sentences."""

import pytest

from analysis.common import wording


def test_a_list_reads_as_one_says_it():
    """Commas, and one `and`."""
    for parts, text in (([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")):
        assert wording.listed(parts) == text


def test_small_numbers_are_words():
    """Up to ten."""
    for n, text in ((0, "no"), (3, "three"), (10, "ten"), (1234, "1,234")):
        assert wording.number(n) == text


def test_a_sentence_begins_with_a_capital():
    """And the rest stays as it is."""
    assert wording.capitalised("hOG leads") == "HOG leads"
    assert wording.capitalised("") == ""


def test_durations_have_the_largest_unit_that_fits_and_two_figures():
    """Or all figures before the decimal point; no unit below the smallest one that is wanted."""
    for seconds, text in (
        *((0.0123, "12 ms"), (0.1, "100 ms"), (0.196, "196 ms"), (0.9999, "1 s"), (1.23, "1.2 s"), (60, "1 min")),
        *((119, "2 min"), (600, "10 min"), (3600, "1 h"), (9000, "2.5 h"), (0.0001, "0.1 ms"), (0, "0 ms")),
    ):
        assert wording.duration(seconds) == text
    for seconds, text in ((6.8e-7, "0.68 µs"), (4.5e-5, "45 µs"), (0.00125, "1.2 ms"), (240, "4 min")):
        assert wording.duration(seconds, "µs") == text


def test_moments_of_a_race_are_never_in_milliseconds():
    """Two figures, seconds up to a minute."""
    for seconds, text in (
        *((0.2, "0.2 s"), (0.123, "0.12 s"), (14.2, "14 s")),
        *((59.99, "1 min"), (90, "1.5 min"), (600, "10 min")),
    ):
        assert wording.moment(seconds) == text


def test_ratios_and_sizes_have_two_figures():
    """Or all figures before the decimal point."""
    assert [wording.times(ratio) for ratio in (2.345, 43.4, 1234)] == ["2.3 times", "43 times", "1,234 times"]
    assert wording.figures(0.0512) == "0.051"
    assert wording.about(1412.3) == "1,400"
    assert wording.megabytes(6.84e6) == "6.8 MB"


def test_percentages_have_the_decimals_that_their_interval_supports():
    """No digit that another seed would change; without an interval, none at all."""
    for half, text in ((0.03, "62 %"), (0.005, "62.3 %"), (0.0004, "62.35 %")):
        assert wording.percent(0.62347, half) == text
    assert wording.percent(0.62347) == "62 %"
    assert wording.percents(0.62347, 0.6, 0.61) == ["62.3 %", "60.0 %", "61.0 %"]


def test_points_have_the_decimals_that_their_interval_supports():
    """Whole ones from two points on, and no sign."""
    for share, text in ((0.1226, "12 points"), (0.0196, "2 points"), (0.0139, "1.4 points"), (0.0098, "1.0 points")):
        assert wording.points(share, share) == wording.points(-share, share) == text
    assert wording.points(0.01, 0.03) == "1 point"


def test_ranges_and_means_are_short_where_both_ends_are_the_same():
    """No `three to three`."""
    assert (wording.span(100, 10_000), wording.span(100, 100)) == ("100 to 10,000", "100")
    assert [wording.mean_of(seeds) for seeds in ([1, 1], 3, [1, 2, 3])] == [
        "one seed",
        "mean of three seeds",
        "mean of one to three seeds",
    ]
    assert wording.mean_of(2, "race") == "mean of two races"


def test_a_difference_follows_from_the_shares_beside_it():
    """96.3 and 85.7 % differ by 10.6 points, but whoever reads 96 % and 86 % subtracts to 10."""
    for one, other, half in [(0.963, 0.857, 0.03), (0.9862, 0.9785, 0.01), (0.4, 0.4, 0.05), (0.515, 0.504, 0.02)]:
        shown = [float(wording.percent(share, half).split()[0]) for share in (one, other)]

        assert float(wording.gap(one, other, half).split()[0]) == pytest.approx(abs(shown[0] - shown[1]))
