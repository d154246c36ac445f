"""The histogram of a class's votes: where its bars and the measured band lie, and what they say."""

import pytest

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


def test_no_votes_are_an_empty_chart():
    """A question on which nobody voted is drawn all the same."""
    assert list(votes_figure(numbers([])).data[0].y) == [0, 0, 0, 0]
    assert describe_votes(numbers([])) == "First vote: no votes."


def test_whoever_does_not_see_the_chart_is_told_the_votes():
    """Only options with votes, round by round."""
    assert describe_votes(numbers([10.0, 10.0], [1000.0])) == (
        "First vote: 10 images 2. After the discussion: 1,000 images 1."
    )
