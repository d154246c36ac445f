"""The chart of the options: a row each, the limit of time, and pale marks for those that are out."""

import pandas as pd
import pytest

from analysis.decide.advice import Question, advise
from analysis.decide.measured import comparable_sets
from charts.decide.options import FAINT, describe_options, options_figure
from tests.analysis.decide.by_hand import made

ROWS = pd.concat([made("svm", {100: 0.5}), made("cnn", {100: 0.7}, seconds=90.0)])


def drawn(narrow=False, **question):
    """The chart for a question about 100 images."""
    (found,) = comparable_sets(ROWS)
    advice = advise(found, Question(100, **question))
    return options_figure(advice, found, narrow=narrow), describe_options(advice, found)


@pytest.mark.parametrize("narrow", [False, True])
def test_every_option_has_a_row_and_says_what_became_of_it(narrow):
    """In its name and where it is pointed at; the marks of one that is out are pale."""
    figure, caption = drawn(narrow, seconds=10.0)
    marks = [trace for trace in figure.data if trace.mode == "markers"]
    said = {trace.hovertext: trace.marker.color for trace in marks}
    assert len(marks) == 4
    assert [words.split("</b>")[0].removeprefix("<b>") for words in said] == [
        "CNN, quick training: out: 1.5 min to train, over 10 s",
        "Handcrafted features + SVM, quick training: advised",
    ]
    assert [f", {FAINT})" in colour for colour in said.values()] == [True, False]
    names = [note.text for note in figure.layout.annotations] if narrow else figure.layout.yaxis.ticktext
    assert [": advised" in name for name in names] == [False, True]
    assert "Filled marks: measured here on 2-core AMD EPYC" in caption


def test_the_limit_is_drawn_where_there_is_one():
    """From top to bottom; in a narrow window a piece for each row, so that no name is struck through."""
    assert [shape.x0 for shape in drawn(seconds=10.0)[0].layout.shapes] == [10.0]
    assert [shape.x0 for shape in drawn(True, seconds=10.0)[0].layout.shapes] == [10.0, 10.0]
    assert len(drawn()[0].layout.shapes) == 0
    assert "your limit of 10 s" in drawn(seconds=10.0)[1]
    assert "limit" not in drawn()[1]


def test_an_option_that_was_not_measured_near_has_a_name_and_no_mark():
    """A mark would be a number that nobody measured; nor do the axes make room for it."""
    (found,) = comparable_sets(pd.concat([ROWS, made("pretrained", {5000: 0.99}, seconds=5000.0)]))
    advice = advise(found, Question(100))
    figure = options_figure(advice, found)
    assert "those without marks were not measured near" in describe_options(advice, found)
    assert "without marks" not in drawn()[1]
    assert len([trace for trace in figure.data if trace.mode == "markers"]) == 4
    assert [": not measured" in name for name in figure.layout.yaxis.ticktext].count(True) == 1
    assert 10 ** figure.layout.xaxis.range[1] < 5000
