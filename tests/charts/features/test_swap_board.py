"""The swap board's chart: every measured cell with its numbers, none for others, and readable on its colour."""

import pytest

from analysis.common.swap_cells import CELLS, FEATURES
from analysis.features.swap_board import swap_board
from charts.common import style
from charts.common.enlarged import enlarged
from charts.features.boards import cell_at, describe_swap_board, shade, swap_figure
from tests.analysis.features.board_rows import board_rows, flat

CHOSEN = ("cnn", "neural")


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_cell_says_accuracy_interval_and_seconds_on_a_ground_that_it_can_be_read_on(theme, narrow):
    """Sixteen notes, each in black or white, whichever has the contrast, beside the shade of its accuracy."""
    board = swap_board(board_rows(flat))
    notes = swap_figure(board, CHOSEN, theme, narrow).layout.annotations
    (lowest,) = [one for one in notes if one.x.startswith("Linear") and one.y.startswith("Raw")]

    assert len(notes) == 16
    assert lowest.text.startswith("<b>38 %</b>")
    assert "35 to 41" in lowest.text and "750 ms" in lowest.text
    assert lowest.font.color == style.ink(shade(0.38, theme))


def test_a_cell_that_is_not_measured_is_empty():
    """No colour, no words."""
    rows = board_rows(flat)
    figure = swap_figure(swap_board(rows[rows["settings"] != rows["settings"].iloc[0]]), CHOSEN)

    assert len(figure.layout.annotations) == 15
    assert figure.data[0].z[0][0] != figure.data[0].z[0][0]
    assert figure.data[0].text[0][0] == ""


def test_the_chosen_cell_has_the_only_frame():
    """Third row, fourth column."""
    (frame,) = swap_figure(swap_board(board_rows(flat)), CHOSEN).layout.shapes

    assert (round((frame.x0 + frame.x1) / 2), round((frame.y0 + frame.y1) / 2)) == (3, 2)


@pytest.mark.parametrize("narrow", [False, True])
def test_a_click_on_a_cell_is_a_click_on_its_mark(narrow):
    """Each cell has one mark, without colour even when it is selected, whose place names the cell.

    It is lower than a row, also at projector size: of overlapping marks plotly takes the last one.
    """
    figure = swap_figure(swap_board(board_rows(flat)), CHOSEN, "light", narrow)
    marks = figure.data[1]

    for drawn in (figure, enlarged(figure)):
        margin = drawn.layout.margin
        assert drawn.data[1].marker.size < (drawn.layout.height - margin.t - margin.b) / len(FEATURES)
    assert [cell_at(x, y) for x, y in zip(marks.x, marks.y, strict=True)] == list(CELLS)
    assert marks.marker.opacity == marks.selected.marker.opacity == marks.unselected.marker.opacity == 0


def test_the_caption_says_how_many_images_and_seeds():
    """And where the rows are from."""
    rows = board_rows(flat)
    caption = describe_swap_board(swap_board(rows), rows)

    assert "2,000 test images after 500 training images, mean of three seeds" in caption
    assert "2-core AMD EPYC" in caption
