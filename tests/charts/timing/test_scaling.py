"""What the chart of growth draws: marks where measured, laws, and what lies beyond them."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.timing.scaling import scaling
from charts.common.style import LOOKS
from charts.timing.scaling import describe_scaling, scaling_figure
from tests.analysis.timing.test_scaling import SIZES, made


@pytest.fixture(scope="module")
def found():
    """Laws that cross at about 40,000 images, four times what was measured."""
    return scaling(made(cnn_fit=lambda n: 0.04 * n))


def lines(figure, dash):
    """The lines drawn with this dash, that are no marks."""
    return [trace for trace in figure.data if trace.mode == "lines" and trace.line.dash == dash]


def test_beyond_what_was_measured_lines_are_dashed_and_shaded(found):
    """Up to the largest size they are solid; nobody measured further."""
    figure = scaling_figure(found, "in all", "live")

    assert len(lines(figure, "solid")) == len(lines(figure, "dash")) == 2
    assert max(max(line.x) for line in lines(figure, "solid")) <= max(SIZES)
    assert min(min(line.x) for line in lines(figure, "dash")) > max(SIZES)
    assert sum(trace.fill == "toself" for trace in figure.data) == 2


def test_the_crossing_is_marked_where_it_lies(found):
    """A dashed line at the number, its interval shaded, and words beside it."""
    figure = scaling_figure(found, "in all", "live")
    area, line = figure.layout.shapes

    assert (area.type, line.type, line.line.dash) == ("rect", "line", "dash")
    assert line.x0 == found.slower.n
    assert any("SVM slower from<br>about" in note.text for note in figure.layout.annotations)


def test_pretrained_features_are_marks_in_the_total_only():
    """They have no law; the axes hold them."""
    rows = made()
    third = rows[rows["learner"] == "svm"].assign(learner="pretrained", feature_seconds=5_000.0)
    found = scaling(pd.concat([rows, third]))
    whole, parts = (scaling_figure(found, view, "live") for view in ("in all", "each part"))

    assert [trace.name for trace in whole.data if trace.mode == "lines+markers"] == ["Pretrained + SVM"]
    assert 10 ** whole.layout.yaxis.range[1] > 5_000
    assert 10 ** parts.layout.yaxis.range[1] < 5_000
    assert "Pretrained features: marks only" in describe_scaling(found, rows)


def test_without_a_crossing_none_is_marked():
    """A CNN that stays the slower one has no crossing."""
    figure = scaling_figure(scaling(made(cnn_fit=lambda n: 1.0 * n)), "in all", "live")

    assert not figure.layout.shapes


def test_recorded_marks_are_hollow(found):
    """As in every chart."""
    for view, (origin, hollow) in product(["in all", "each part"], [("live", False), ("two-core-epyc", True)]):
        marks = [trace.marker.symbol for trace in scaling_figure(found, view, origin).data if "markers" in trace.mode]

        assert marks
        assert all(symbol.endswith("-open") == hollow for symbol in marks)


def test_learners_have_their_colours_and_parts_their_marks(found):
    """Three parts of the SVM and the CNN's training have marks of their own, and their exponents in their names."""
    for theme in ["light", "dark"]:
        marks = [trace for trace in scaling_figure(found, "each part", "live", theme).data if "markers" in trace.mode]

        assert [trace.name for trace in marks] == [
            "SVM: features, exponent 1.0",
            "SVM: training, exponent 2.0",
            "SVM: prediction, exponent 1.0",
            "CNN: training, exponent 1.0",
        ]
        assert len({trace.marker.symbol for trace in marks[:3]}) == 3
        assert [trace.marker.color for trace in marks] == [
            LOOKS[one].line[theme] for one in ("svm", "svm", "svm", "cnn")
        ]


def test_on_a_phone_names_stand_below(found):
    """There is no room beside the plot; nothing is smaller than 12 pixels."""
    for view in ["in all", "each part"]:
        figure = scaling_figure(found, view, "live", "light", True)

        assert figure.layout.showlegend
        assert all(note.font.size >= 12 for note in figure.layout.annotations)


def test_sizes_too_few_for_a_law_are_joined_only():
    """Two sizes are drawn as they are, with no law and nothing beyond."""
    for view in ["in all", "each part"]:
        few = scaling(made(sizes=(100, 1_000)))
        figure = scaling_figure(few, view, "live")

        assert all(trace.mode == "lines+markers" for trace in figure.data)
        assert np.max([np.max(trace.x) for trace in figure.data]) == 1_000


def test_the_caption_says_where_and_by_what(found):
    """Marks, laws, threads and machine, and the extrapolation if there is one."""
    said = describe_scaling(found, made())

    assert said.startswith("Filled marks: seconds for features, training and prediction of 1,000 test images")
    assert "where nothing was measured" in said
    assert said.endswith("Measured here on a machine, 22 Nov 2026. One thread.")
    threads = made().assign(threads=[2, 1] * (len(made()) // 2))
    assert describe_scaling(found, threads).endswith(
        "SVM on a machine with 2 threads, CNN on a machine with one thread."
    )
    assert "where nothing was measured" not in describe_scaling(scaling(made(sizes=(100, 1_000))), made())
