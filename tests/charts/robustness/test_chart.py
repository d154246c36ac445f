"""Charts of changed images draw what the rows hold, in every width and theme."""

import pandas as pd
import pytest

from analysis.robustness.losses import losses
from charts.common.style import look
from charts.robustness.chart import all_changes_figure, change_figure, describe_change
from tests.analysis.robustness.made import gentle, rows

BOTH = losses(rows(gentle(400), gentle(800)))
NOISE = BOTH[BOTH["change"] == "noise"]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_learner_has_a_line_and_a_band_in_its_colour(theme, narrow):
    """From the unchanged images on, in percent."""
    figure = change_figure(NOISE, "accuracy", theme, narrow)
    lines = [trace for trace in figure.data if trace.mode == "lines+markers"]

    assert [line.line.color for line in lines] == [look(learner).line[theme] for learner in ("svm", "cnn")]
    assert list(lines[0].y) == pytest.approx([90, 90, 90, 80, 70, 50])
    assert list(lines[0].x) == [0, 8, 20, 40, 72, 112]
    assert sum(trace.fill == "toself" for trace in figure.data) == 2


def test_pretrained_features_have_their_colour():
    """Beside both learners, as on every other page, and a dash of their own."""
    third = rows().query("learner == 'cnn'").assign(learner="pretrained")
    figure = change_figure(losses(pd.concat([rows(), third])).query("change == 'noise'"), "accuracy")
    lines = [trace.line for trace in figure.data if trace.mode == "lines+markers"]

    assert [line.dash for line in lines] == ["dot", "dot", "dashdot"]
    assert [line.color for line in lines] == [look(learner).line["light"] for learner in ("svm", "cnn", "pretrained")]


def test_the_share_lost_grows_from_zero():
    """The same points the other way up, relative to what each had."""
    figure = change_figure(NOISE, "lost")
    lines = [trace for trace in figure.data if trace.mode == "lines+markers"]

    assert list(lines[1].y) == pytest.approx([0, 0, 0, 100 * 2 / 9, 100 * 4 / 9, 100 * 8 / 9])


def test_contrast_is_read_from_its_unchanged_end():
    """100 % stands at the left, as no change does everywhere else."""
    contrast = NOISE.assign(change="contrast", amount=[100, 80, 60, 40, 20, 10] * 2)

    assert change_figure(contrast, "accuracy").layout.xaxis.autorange == "reversed"
    assert change_figure(NOISE, "accuracy").layout.xaxis.autorange is None


@pytest.mark.parametrize("narrow", [False, True])
def test_every_change_has_a_panel_with_its_name(narrow):
    """On one scale, with each line in its own panel."""
    figure = all_changes_figure(BOTH, "accuracy", narrow=narrow)
    titles = [one.text for one in figure.layout.annotations]

    assert titles == ["Noise", "Rotation"]
    assert {trace.xaxis for trace in figure.data} == {"x", "x2"}
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range
    assert {tuple(trace.x) for trace in figure.data if trace.mode == "lines+markers"} == {(0, 1, 2, 3, 4, 5)}


def test_a_change_that_helps_is_not_cut_off():
    """The axis of losses reaches below zero with it."""
    better = rows().assign(lost=[{"noise": [0] * 5, "rotation": [0] * 5}] * 4, won=[gentle(80)] * 4)

    assert change_figure(losses(better).query("change == 'noise'"), "lost").layout.yaxis.range[0] < -8


def test_here_and_recorded_are_told_apart():
    """By filled and hollow marks, and by name."""
    both = losses(pd.concat([rows(), rows(origin="here")]))
    figure = change_figure(both[both["change"] == "noise"], "accuracy")
    marks = {trace.name: trace.marker.symbol for trace in figure.data if trace.mode == "lines+markers"}

    assert marks["CNN, here"] == "diamond"
    assert marks["CNN, recorded"] == "diamond-open"


def test_the_caption_says_what_the_band_covers_and_where_it_was_measured():
    """One seed has no luck to show; a loss after 100 images is none after 50,000."""
    assert "trained once on 1,000 unchanged images" in describe_change(NOISE)
    assert "mean of two seeds, 95 % band over seeds and test images" in describe_change(NOISE)
    assert "2-core AMD EPYC" in describe_change(NOISE)
    assert "test images only" in describe_change(losses(rows(n_seeds=1)))
