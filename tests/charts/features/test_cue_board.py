"""Each cell of the cue board is a number that one can read, on a colour that says the same."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.features.cue_board import Reader
from charts.features.boards import cue_board_figure, describe_cue_board, ink, shade
from tests.charts.test_charts import contrast

CUES = {"shapes-colour": "colour", "shapes-shape": "shape"}
HISTOGRAM = Reader("the histogram", "Colour <b>histogram</b>", "svm", "colour_histogram")
READERS = [HISTOGRAM, Reader("the CNN", "CNN", "cnn")]


@pytest.fixture
def board():
    """Three of four cells."""
    cells = [("the histogram", "colour", 0.97), ("the histogram", "shape", 0.31), ("the CNN", "colour", 0.883)]
    return pd.DataFrame(
        {"reader": reader, "cue": cue, "accuracy": share, "low": share - 0.015, "high": share + 0.015, "n_seeds": 3,
         "n_test": 2000, "verdict": "partly"}
        for reader, cue, share in cells
    )  # fmt: skip


def test_a_cell_s_number_can_be_read_on_its_colour():
    """Black or white with a contrast of 4.5 on every colour that a cell can have."""
    for share, theme in product(np.linspace(0, 1, 21), ["light", "dark"]):
        assert contrast(ink(share, theme), shade(share, theme)) >= 4.5


def test_more_is_never_the_same_colour_as_less():
    """The scale goes one way in lightness, so that it reads in grey too."""
    for theme in ["light", "dark"]:
        lights = [contrast(shade(share, theme), "#000000") for share in np.linspace(0, 1, 21)]
        assert lights in (sorted(lights), sorted(lights, reverse=True))


def test_each_measured_cell_has_its_number_and_interval(board):
    """As text, at the cell, the interval rounded outwards; where nothing is measured nothing is written."""
    for narrow in [False, True]:
        notes = cue_board_figure(board, READERS, CUES, narrow=narrow).layout.annotations

        assert len(notes) == 3
        assert notes[0].text.startswith("<b>97 %</b><br>")
        assert ">95 to 99<" in notes[0].text
        assert min(note.font.size for note in notes) >= 12


def test_rows_and_columns_are_those_asked_for(board):
    """Unmeasured ones keep their place; a name with markup is written and not obeyed."""
    figure = cue_board_figure(board, READERS, CUES)

    assert list(figure.data[0].x) == ["colour", "shape"]
    assert figure.data[0].y[0] == "Colour &lt;b&gt;histogram&lt;/b&gt;"
    assert figure.data[0].z[0] == pytest.approx([97, 31])
    assert np.isnan(figure.data[0].z[1][1])
    assert figure.layout.xaxis.title.text == "The only cue to the class (cells: % of test images right)"


def test_cells_say_in_words_what_they_are(board):
    """Who, on which cue, of how many images, with which interval."""
    text = cue_board_figure(board, READERS, CUES).data[0].text

    assert text[1][0] == (
        "<b>CNN, colour</b><br>88.3 % of 2,000 test images right<br>95 % interval 86.8 % to 89.8 %, mean of three seeds"
    )
    assert text[1][1] == ""


ROWS = pd.DataFrame({"n_train": [1000], "n_test": [2000], "origin": ["live"], "machine": ["EPYC"],
                     "measured_at": ["2026-11-22T10:00:00+00:00"]})  # fmt: skip


def test_the_caption_says_what_guessing_gets_and_what_reading_means(board):
    """Both are needed to interpret a cell."""
    said = describe_cue_board(board, ROWS, 0.25)

    assert "Guessing gets 25 %" in said
    assert "all of the interval is at 90 % or more" in said
    assert "mean of three seeds" in said
    assert said.endswith("Measured here on EPYC, 22 Nov 2026.")


@pytest.mark.parametrize(
    ("n_seeds", "told"), [([1, 1, 1], "; one seed, with"), ([1, 3, 3], "; mean of one to three seeds, with")]
)
def test_the_caption_claims_no_more_seeds_than_the_cells_have(board, n_seeds, told):
    """Neither that some have more than one where none has, nor that all have three where one has fewer."""
    assert told in describe_cue_board(board.assign(n_seeds=n_seeds), ROWS, 0.25)
