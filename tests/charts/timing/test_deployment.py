"""Models at work as a chart: a row a way, time on the left, share right on the right."""

import json

import pandas as pd
import pytest

from analysis.timing.deployment import of_one_run
from charts.common.style import LOOKS
from charts.timing.deployment import deployment_figure, describe_deployment
from tests.analysis.timing.test_deployment import ROWS

ORIGIN = {"origin": "here", "latency_p95": 0.008, "batch_size": 256, "images_per_second": 1000.0}
VERSIONS = json.dumps({"torch": "2.15", "onnxruntime": "1.32"})


@pytest.fixture
def rows():
    """Both learners, three ways each."""
    return of_one_run(pd.DataFrame(ROWS).assign(**ORIGIN, versions=VERSIONS))


def marks(figure, axis):
    """The marks of one panel, top row first."""
    return [trace for trace in figure.data if trace.mode == "markers" and trace.xaxis == axis]


def test_each_way_has_a_mark_in_both_panels(rows):
    """Milliseconds for half of the images, and per cent right, in the order of the rows."""
    figure = deployment_figure(rows)

    assert [trace.x[0] for trace in marks(figure, "x")] == pytest.approx([2.0, 3.0, 4.0, 0.5, 0.2, 0.1])
    assert [trace.x[0] for trace in marks(figure, "x2")] == pytest.approx([96, 96, 96, 96, 96, 95.8])


def test_lines_show_what_is_not_known(rows):
    """To the 95th percentile of the time, and over the 95 % interval of the accuracy."""
    ends = {trace.xaxis: trace.x for trace in deployment_figure(rows).data if trace.mode == "lines" and trace.y[0] == 0}

    assert ends["x"] == pytest.approx((2.0, 8.0))
    assert ends["x2"][0] < 96 < ends["x2"][1]


def test_colour_tells_the_learner_and_the_mark_the_way(rows):
    """The same three marks for both; recorded ones are hollow."""
    for theme in ["light", "dark"]:
        found = marks(deployment_figure(rows, theme), "x")

        assert [trace.marker.color for trace in found] == [LOOKS[one].line[theme] for one in ["svm"] * 3 + ["cnn"] * 3]
        assert [trace.marker.symbol for trace in found] == ["circle", "diamond", "square"] * 2
        recorded = marks(deployment_figure(rows.assign(origin="two-core-epyc"), theme), "x")
        assert [trace.marker.symbol for trace in recorded] == ["circle-open", "diamond-open", "square-open"] * 2


def test_pretrained_features_come_last_in_their_own_colour(rows):
    """Green, with the marks of the same runtimes, under their short name."""
    both = pd.concat([rows.iloc[:3].assign(learner="pretrained"), rows], ignore_index=True)
    figure = deployment_figure(of_one_run(both))
    found = marks(figure, "x")

    assert [trace.marker.color for trace in found[6:]] == ["#009E73"] * 3
    assert "<b>Pretrained</b>, NumPy" in figure.layout.yaxis.ticktext[6]


def test_each_row_is_named_with_its_bytes(rows):
    """Beside the row, and on a phone above it; nothing is smaller than 12 pixels."""
    for narrow in [False, True]:
        figure = deployment_figure(rows, "light", narrow)
        names = [note.text for note in figure.layout.annotations] if narrow else figure.layout.yaxis.ticktext

        assert len(names) == 6
        assert "<b>SVM</b>, ONNX Runtime in int8, 0.002 MB" in names[2]
        assert figure.layout.xaxis.tickfont.size >= 12


def test_a_name_in_a_file_has_no_power(rows):
    """A library named like markup stays text."""
    figure = deployment_figure(rows.assign(library="<img src=x>"))

    assert all("<img" not in text for text in [*figure.layout.yaxis.ticktext, *(str(t.hovertext) for t in figure.data)])


def test_the_caption_says_of_what_where_and_by_what(rows):
    """The models' images, the threads, the versions and the day."""
    said = describe_deployment(rows)

    assert said.startswith("Handcrafted features + SVM of 400 images (quick) and CNN of 400 images (quick). Filled")
    assert said.endswith(
        "Measured here on EPYC, one thread for every runtime, torch 2.15, onnxruntime 1.32, 22 Nov 2026."
    )
    older = rows.assign(versions=[VERSIONS.replace("2.15", "2.14"), *rows["versions"][1:]])
    assert "torch 2.14 and 2.15, onnxruntime 1.32," in describe_deployment(older)
