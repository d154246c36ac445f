"""The plateau's chart: one row a change, in the order of the table, with its interval."""

import pytest

from analysis.features.plateau import plateau
from charts.features.ablation import describe_plateau, plateau_figure
from tests.analysis.features.test_plateau import measured


@pytest.mark.parametrize("narrow", [False, True])
def test_each_change_is_a_row_with_its_interval(narrow):
    """A bar and a mark each, the first change on top."""
    found = plateau(measured(), 500)
    figure = plateau_figure(found, narrow=narrow)
    bars, marks = figure.data[::2], figure.data[1::2]

    assert len(figure.data) == 2 * len(found.table)
    assert [round(mark.x[0]) for mark in marks] == [10, 5, 0, -10]
    assert all(bar.x[0] <= mark.x[0] <= bar.x[1] for bar, mark in zip(bars, marks, strict=True))
    assert figure.layout.yaxis.categoryarray[-1].startswith("Pretrained")
    assert "−10.0 points" in marks[-1].hovertext


def test_the_caption_says_what_is_changed():
    """One thing, after this many images."""
    rows = measured()
    caption = describe_plateau(plateau(rows, 500), rows)

    assert "one thing about the quick SVM, whose C is 5, after 500 training images" in caption
