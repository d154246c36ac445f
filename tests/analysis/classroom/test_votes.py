"""What the votes of a class say: counted, compared with the band, and in words."""

import pytest

from analysis.classroom.answer import IMAGES, OPTIONS, PERCENT, TIMES, Answer, at_place, on_axis, write
from analysis.classroom.votes import right_options, tally, votes_in_words

BAND = Answer("", "", "", unit="images", low=1000, value=2000, high=3000)
SHARE = Answer("", "", "", unit="%", low=76, value=77, high=78)
CHOICE = Answer("", "", "", choices=("A", "B", "C"), right=(0, 2))


def test_scales_grow_and_cover_what_is_asked():
    """10 to 100,000 images, 0 to 100 %, 0.1 to 1,000 times, 0 to 10 seeds; no two neighbours are written the same."""
    assert (IMAGES[0], IMAGES[-1]) == (10, 100_000)
    assert (PERCENT[0], PERCENT[-1]) == (0, 100)
    assert (TIMES[0], TIMES[-1]) == (0.1, 1_000)
    assert OPTIONS["seeds"] == tuple(range(11))
    for unit, options in OPTIONS.items():
        assert list(options) == sorted(options)
        assert len({write(one, unit) for one in options}) == len(options)


@pytest.mark.parametrize("unit", OPTIONS)
def test_a_number_and_its_place_are_the_same(unit):
    """Each option lies at its number, and back; a number outside lies at the end."""
    options = OPTIONS[unit]
    for number, one in enumerate(options):
        assert on_axis(one, options, unit) == pytest.approx(number)
        assert at_place(number, options, unit) == pytest.approx(one)
    assert on_axis(2 * options[-1], options, unit) == len(options) - 1


def test_what_lies_inside_the_band_is_right():
    """Of 700, 1,000, 1,500, 2,000, 3,000 and 5,000 the middle four."""
    right = [IMAGES[number] for number in right_options(IMAGES, BAND)]

    assert right == [1000, 1500, 2000, 3000]


def test_a_band_between_two_steps_has_the_nearest_right():
    """76 to 78 % contains no step of five; 75 % is the nearest to 77 %, and the sentence does not call it inside."""
    assert [PERCENT[number] for number in right_options(PERCENT, SHARE)] == [75]
    assert votes_in_words({1: tally([75.0], PERCENT, "%", SHARE)}, SHARE, "%") == (
        "1 of 1 vote (100 %) is at the step nearest to the measured value. "
        "Middle vote of the class (median): 75 %; measured: 77.0 % (76.0 to 78.0)."
    )


def test_seeds_are_counted_and_have_no_band():
    """Of ten three: only the vote for three is right."""
    three = Answer("", "", "", unit="seeds", low=3, value=3, high=3)

    assert votes_in_words({1: tally([1.0, 3.0, 1.0], OPTIONS["seeds"], "seeds", three)}, three, "seeds") == (
        "1 of 3 votes (33 %) is right. Middle vote of the class (median): 1 seed; measured: 3 seeds."
    )


def test_votes_are_counted_by_option():
    """Five votes: two inside the band; the middle one is the median."""
    found = tally([10.0, 10.0, 1500.0, 2000.0, 100_000.0], IMAGES, "images", BAND)

    assert (found.n, found.n_right, found.median) == (5, 2, pytest.approx(1500))
    assert found.counts[0] == 2


def test_the_median_of_two_numbers_lies_between_them():
    """10 and 1,000 images: 100, because the scale is logarithmic."""
    found = tally([10.0, 1000.0], (10.0, 100.0, 1000.0), "images", BAND)

    assert found.median == pytest.approx(100)


def test_a_median_between_two_percentages_is_not_rounded():
    """Of 30 and 35 % it is 32.5 %, as the class would work it out."""
    found = {1: tally([30.0, 35.0], PERCENT, "%", SHARE)}
    assert "(median): 32.5 %; measured: 77.0 %" in votes_in_words(found, SHARE, "%")


def test_the_sentence_says_share_middle_and_what_was_measured():
    """Three of four are 75 %."""
    found = {1: tally([1000.0, 2000.0, 2000.0, 10.0], IMAGES, "images", BAND)}

    assert votes_in_words(found, BAND, "images") == (
        "3 of 4 votes (75 %) are inside the measured band. "
        "Middle vote of the class (median): 1,500 images; measured: 2,000 images (1,000 to 3,000)."
    )


def test_a_discussion_is_told_by_both_votes():
    """First one of two, then both."""
    rounds = {1: tally([0.0, 1.0], (0.0, 1.0, 2.0), "", CHOICE), 2: tally([0.0, 2.0], (0.0, 1.0, 2.0), "", CHOICE)}

    assert votes_in_words(rounds, CHOICE, "") == (
        "After the discussion 2 of 2 votes (100 %) are right, before it 1 of 2 (50 %)."
    )


def test_without_an_answer_only_the_number_of_votes_is_told():
    """A question that a teacher wrote has nobody right; without votes that is said."""
    rounds = {1: tally([0.0], (0.0, 1.0), "", None)}

    assert votes_in_words(rounds, None, "") == "1 vote."
    assert votes_in_words({1: tally([], (0.0, 1.0), "", None)}, None, "") == "Nobody voted on this question."
