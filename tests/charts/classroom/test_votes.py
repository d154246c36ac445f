"""The histogram of a class's votes: where its bars and the measured band lie, and what they say."""

import pytest

from analysis.classroom.answer import OPTIONS as OPTIONS_OF
from analysis.classroom.answer import Answer
from analysis.classroom.votes import tally
from charts.classroom.votes import Voted, describe_votes, votes_figure

OPTIONS = (10.0, 100.0, 1000.0, 10_000.0)
BAND = Answer("", "", "", unit="images", low=100, value=1000, high=10_000)
CHOICE = Answer("", "", "", choices=("A", "<b>B</b>"), right=(1,))


def numbers(*rounds):
    """Votes for numbers of images, a list a round."""
    each = {number: tally(values, OPTIONS, "images", BAND) for number, values in enumerate(rounds, 1)}
    return Voted(each, OPTIONS, "images", (), BAND)


def chosen(*rounds, answer=CHOICE):
    """Votes for one of two choices."""
    each = {number: tally(values, (0.0, 1.0), "", answer) for number, values in enumerate(rounds, 1)}
    return Voted(each, (0.0, 1.0), "", CHOICE.choices, answer)


def test_the_band_lies_on_the_axis_of_the_votes():
    """The bar of 100 images is at 1, and the band goes from 1 to 3, with its middle at 2."""
    figure = votes_figure(numbers([100.0, 100.0, 10.0]))
    rectangle, line = figure.layout.shapes

    assert list(figure.data[0].y) == [1, 2, 0, 0]
    assert (rectangle.x0, rectangle.x1, line.x0) == pytest.approx((1, 3, 2))
    assert figure.layout.xaxis.ticktext[0] == "10"


def test_two_rounds_stand_side_by_side_with_their_names():
    """The legend names them; one round alone needs none."""
    both = votes_figure(numbers([10.0], [1000.0]))

    assert [trace.name for trace in both.data] == ["First vote", "After the discussion"]
    assert both.layout.showlegend
    assert not votes_figure(numbers([10.0])).layout.showlegend


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_right_choices_are_marked_and_no_choice_is_markup(narrow, theme):
    """What a teacher wrote is shown as it was written, and the measured one says so in words."""
    figure = votes_figure(chosen([0.0, 1.0, 1.0]), theme=theme, narrow=narrow)
    first, second = figure.layout.yaxis.ticktext

    assert first == "A"
    assert second.startswith("&lt;b&gt;B&lt;/b&gt;") and "measured" in second
    assert list(figure.data[0].x) == [1, 2]
    assert len(figure.layout.shapes) == 1
    assert len(votes_figure(chosen([0.0], answer=None)).layout.shapes) == 0


@pytest.mark.parametrize("voted", [numbers([10.0], [1000.0]), chosen([0.0])])
def test_a_projector_gets_larger_words_on_a_lower_chart(voted):
    """Every word of it has at least 20 pixels, and the chart fits below two sentences."""
    figure = votes_figure(voted, large=True)

    assert figure.layout.height <= 380
    assert all(axis.tickfont.size >= 20 for axis in (figure.layout.xaxis, figure.layout.yaxis))
    assert all(words.font.size >= 20 for words in figure.layout.annotations)


LONG = tuple(
    f"{number} of six choices of eighty letters each, as many as a teacher may write, {n}"
    for n, number in enumerate(("One", "Two", "Three", "Four", "Five", "Six"))
)


def test_the_longest_choices_do_not_overlap():
    """Each has no more lines than its row has room for; cut ones end in an ellipsis, and the measured one is marked."""
    for n_rounds in [1, 2]:
        for narrow, large in [(False, False), (True, False), (False, True)]:
            for n_choices in [2, 4, 6]:
                choices = LONG[:n_choices]
                answer = Answer("", "", "", choices=choices, right=(1,))
                rounds = {number + 1: tally([0.0], answer.options, "", answer) for number in range(n_rounds)}
                figure = votes_figure(Voted(rounds, answer.options, "", choices, answer), "light", narrow, large)
                axis, margin = figure.layout.yaxis, figure.layout.margin
                row = (figure.layout.height - margin.t - margin.b) / n_choices

                assert all((1 + words.count("<br>")) * axis.tickfont.size * 1.25 <= row for words in axis.ticktext)
                assert [("✓ measured" in words) for words in axis.ticktext] == [
                    number == 1 for number in range(n_choices)
                ]
                assert all("…" in words or words.endswith(str(n)) for n, words in enumerate(axis.ticktext) if n != 1)


def test_the_numbers_of_the_axis_are_round():
    """1, 2, 3 or 5 and zeros, and percentages in steps of five, ten or twenty."""
    for unit in OPTIONS_OF:
        for narrow in [False, True]:
            options = OPTIONS_OF[unit]
            figure = votes_figure(Voted({1: tally([], options, unit, None)}, options, unit, (), None), "light", narrow)
            digits = {text.replace(",", "").replace(".", "").strip("0") for text in figure.layout.xaxis.ticktext}

            assert len(figure.layout.xaxis.ticktext) >= 3
            assert (
                digits <= {"", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
                if unit == "seeds"
                else (digits <= {"", "1", "2", "3", "4", "5", "6", "8"})
            )


def test_the_names_of_both_votes_are_above_that_of_the_band_on_a_projector():
    """The legend begins higher than the letters of the band's name end."""
    layout = votes_figure(numbers([10.0], [1000.0]), large=True).layout
    rows = layout.height - layout.margin.t - layout.margin.b
    (measured,) = layout.annotations

    assert (layout.legend.y - measured.y) * rows >= 1.15 * measured.font.size
    assert layout.margin.t - (layout.legend.y - 1) * rows >= layout.legend.font.size


def test_no_votes_are_an_empty_chart():
    """A question on which nobody voted is drawn all the same."""
    assert list(votes_figure(numbers([])).data[0].y) == [0, 0, 0, 0]
    assert describe_votes(numbers([])) == "First vote: no votes."


def test_whoever_does_not_see_the_chart_is_told_the_votes():
    """Only options with votes, round by round."""
    assert describe_votes(numbers([10.0, 10.0], [1000.0])) == (
        "First vote: 10 images 2. After the discussion: 1,000 images 1."
    )
