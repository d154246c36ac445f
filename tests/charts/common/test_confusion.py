"""The boards of who was taken for whom: every count can be read, and every name is only a name."""

from itertools import product

import numpy as np
import pytest

from charts.common.confusion import EMPTY, class_table, confusion_figure, describe_confusion, shade, shortened
from charts.common.style import LOOKS, SURFACE, ink, look
from tests.charts.test_charts import contrast

COUNTS = np.array([[30, 0, 0], [4, 25, 1], [0, 0, 0]])
CLASSES = ("0", "1", "a <b>class</b> with a very long name")
THEMES = ("light", "dark")


def ends(learner: str, theme: str) -> tuple[str, str]:
    """The colours of an empty cell and of a full one."""
    return EMPTY[theme], look(learner).line[theme]


def test_a_cell_s_count_can_be_read_on_its_colour():
    """A contrast of 4.5 in every learner's colours."""
    for share, learner, theme in product(np.linspace(0, 1, 11), [*LOOKS, "another"], THEMES):
        colour = shade(share, ends(learner, theme), theme)
        assert contrast(ink(colour), colour) >= 4.5


def test_more_is_never_the_same_colour_as_less():
    """The scale goes one way in lightness, to the learner's own colour, so that it reads in grey too."""
    for learner, theme in product(LOOKS, THEMES):
        lights = [contrast(shade(share, ends(learner, theme), theme), "#000000") for share in np.linspace(0, 1, 21)]
        assert lights in (sorted(lights), sorted(lights, reverse=True))
        assert shade(1, ends(learner, theme), theme) == LOOKS[learner].line[theme]


def test_each_cell_has_its_count_and_its_share_as_its_colour():
    """4 of 30 are written as 4 and coloured by the root of their share; empty cells have neither."""
    for narrow, theme in product([False, True], THEMES):
        board, *counts, _clicked = confusion_figure(COUNTS, CLASSES, "cnn", theme, narrow).data
        written = [cell for one in counts for cell in zip(one.y, one.x, one.text, strict=True)]

        assert sorted(written) == [(0, 0, "30"), (1, 0, "4"), (1, 1, "25"), (1, 2, "1")]
        assert board.z[1].tolist() == pytest.approx([np.sqrt(4 / 30), np.sqrt(25 / 30), np.sqrt(1 / 30)])
        assert np.isnan(board.z[2]).all()
        assert all(one.textfont.size >= 12 for one in counts)


def test_a_cell_with_images_can_be_clicked_and_no_count_fades_then():
    """A mark on each such cell and on no other; what is not selected keeps its look."""
    *_, clicked = confusion_figure(COUNTS, CLASSES, "cnn").data

    assert list(zip(clicked.y, clicked.x, strict=True)) == [(0, 0), (1, 0), (1, 1), (1, 2)]
    assert clicked.marker.opacity == clicked.unselected.marker.opacity == 0
    for trace in confusion_figure(COUNTS, CLASSES, "cnn").data[1:-1]:
        assert trace.unselected.textfont.color == trace.textfont.color


def test_axes_are_named_and_small_text_is_not_too_small():
    """True classes down, predicted ones across; at least 12 pixels and a contrast of 4.5."""
    for narrow, theme in product([False, True], THEMES):
        layout = confusion_figure(COUNTS, CLASSES, "svm", theme, narrow).layout

        assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("Predicted class", "True class")
        assert layout.yaxis.range[0] > layout.yaxis.range[1]
        for font in (layout.xaxis.tickfont, layout.yaxis.tickfont, layout.xaxis.title.font):
            assert font.size >= 12
            assert contrast(font.color, SURFACE[theme]) >= 4.5


def test_classes_called_by_numbers_or_alike_keep_their_cells():
    """Cells are placed by number, so names neither sort nor merge them."""
    alike = ("10", "2", "abcdefghijklmnopqrst 1", "abcdefghijklmnopqrst 2")
    figure = confusion_figure(np.eye(4, dtype=np.int64), alike, "cnn")

    assert figure.layout.xaxis.tickvals == (0, 1, 2, 3)
    assert figure.layout.xaxis.ticktext == ("10", "2", "abcdefghijklm…", "abcdefghijklm…")
    assert figure.data[0].z.shape == (4, 4)


def test_a_name_with_markup_is_written_and_not_obeyed():
    """At the axis and when pointed at."""
    figure = confusion_figure(np.eye(3, dtype=np.int64), CLASSES, "cnn")

    assert figure.layout.yaxis.ticktext[2] == "a &lt;b&gt;class&lt;/b…"
    assert "<b>class" not in figure.data[0].text[2][2]
    assert shortened("<i>", 9) == "&lt;i&gt;"


def test_many_classes_have_colours_only_and_names_with_room_between():
    """A hundred counts a row could not be read; pointing at a cell shows its count."""
    counts = np.eye(100, dtype=np.int64)
    figure = confusion_figure(counts, [f"class {n}" for n in range(100)], "cnn")

    assert [trace.type for trace in figure.data] == ["heatmap", "scatter"]
    assert figure.data[1].mode == "markers"
    assert len(figure.layout.xaxis.tickvals) <= 16
    assert len(figure.layout.yaxis.tickvals) <= 26
    assert figure.data[0].text[99][99].startswith("<b>True class: class 99<br>Predicted: class 99</b>")
    assert figure.data[0].text[99][0] == ""


def test_cells_say_in_words_what_they_are():
    """True and predicted class, count, and share with Wilson's interval."""
    text = confusion_figure(COUNTS, CLASSES, "cnn").data[0].text

    assert text[1][0] == (
        "<b>True class: 1<br>Predicted: 0</b><br>4 of 30 test images of that class: 13 %<br>95 % interval 5 % to 30 %"
    )


def test_the_caption_says_how_many_were_right_and_what_was_mistaken():
    """55 of 60 are 92 %, and Wilson's interval of them 82 to 96 %."""
    assert describe_confusion(COUNTS, CLASSES, "cnn") == (
        "CNN: 55 of 60 test images right, 92 % (95 % interval 82 % to 96 %). Commonest: 1 mistaken for 0 (4 of 30) and "
        "1 mistaken for a <b>class</b> with a v… (1 of 30)."
    )
    assert describe_confusion(np.diag([3, 4]), CLASSES[:2], "svm").endswith("No image was mistaken for another class.")
    assert describe_confusion(np.zeros((2, 2), int), CLASSES[:2], "svm").endswith("no test images.")


def test_the_table_has_every_class_with_its_interval():
    """A class without test images says so."""
    table = class_table(COUNTS, CLASSES)

    assert table["class"].tolist() == list(CLASSES)
    assert table["right"].tolist() == [30, 25, 0]
    assert table["share"].tolist() == [
        "100 % (95 % interval 89 % to 100 %)",
        "83 % (95 % interval 66 % to 93 %)",
        "no test images",
    ]
