"""The chart of families: both panels tell the same rows, in the same colours, with their intervals and units."""

import json
from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.features.ablation import ablate
from charts.common import style
from charts.common.families import LABELS, family_colour, family_label
from charts.features.ablation import ablation_figure, describe_ablation
from features import FAMILIES
from tests.analysis.synthetic import row

N_TEST = 500
SHARES = {"hog": (0.85, 0.86), "gabor": (0.8, 0.9), "edges": (0.7, 0.89)}


def measured(settings, share):
    """Three seeds with this share right."""
    correct = np.arange(N_TEST) < share * N_TEST
    told = {"settings": json.dumps(settings)}
    return pd.DataFrame([row("svm", "quick", 1000, seed, correct) | told for seed in range(3)])


@pytest.fixture(scope="module")
def rows():
    """All families 90 %, three of the seven alone and left out."""
    parts = [measured({}, 0.9)]
    for family, (alone, without) in SHARES.items():
        parts += [measured({"only": family}, alone), measured({"without": family}, without)]
    return pd.concat(parts)


@pytest.fixture(scope="module")
def found(rows):
    """Their ablation."""
    return ablate(rows, list(LABELS))


def marks(figure):
    """The traces that are means."""
    return [trace for trace in figure.data if trace.mode == "markers"]


def test_every_family_of_the_register_has_a_name_and_colours():
    """Pages use the labels, because importing the register loads the compiler."""
    assert set(LABELS) == set(FAMILIES)
    assert all(family_colour(family, theme) != "#7A7A7A" for family in FAMILIES for theme in ("light", "dark"))


def test_each_measured_family_is_drawn_twice_in_its_colour(found):
    """Alone and left out; what is not measured is not drawn."""
    for theme, narrow in product(["light", "dark"], [False, True]):
        drawn = marks(ablation_figure(found, theme, narrow))

        assert len(drawn) == 2 * len(SHARES)
        for family, (alone, without) in SHARES.items():
            first, second = (trace for trace in drawn if trace.y[0] == family_label(family))
            assert (first.xaxis, second.xaxis) == ("x", "x2")
            assert first.marker.color == second.marker.color == family_colour(family, theme)
            assert first.x[0] == pytest.approx(100 * alone)
            assert second.x[0] == pytest.approx(100 * (without - 0.9), abs=1e-4)


def test_the_bars_are_the_intervals(found):
    """From low to high, in percent and percentage points, under their marks."""
    bars = [trace for trace in ablation_figure(found).data if trace.mode == "lines"]
    table = found.table.set_index("family")
    label = family_label("hog")
    alone, left_out = (trace for trace in bars if trace.y[0] == label)

    assert list(alone.x) == pytest.approx((100 * table.loc["hog", ["alone_low", "alone_high"]]).tolist())
    ends = ["without_change_low", "without_change_high"]
    assert list(left_out.x) == pytest.approx((100 * table.loc["hog", ends]).tolist())


def test_axes_say_what_is_counted_and_in_which_unit(found):
    """Percent of the test images, and percentage points; on a phone the panels are stacked."""
    for narrow in [False, True]:
        layout = ablation_figure(found, narrow=narrow).layout

        assert layout.xaxis.title.text == "Alone: right on 500 test images (%)"
        assert layout.xaxis2.title.text.startswith("Left out: change")
        assert layout.xaxis2.title.text.endswith("(percentage points)")
        assert layout.yaxis.categoryarray == layout.yaxis2.categoryarray
        assert (layout.yaxis.domain[0] > layout.yaxis2.domain[1]) == narrow


def test_no_word_is_small(found):
    """12 pixels at least."""
    for theme in ["light", "dark"]:
        layout = ablation_figure(found, theme).layout
        axes = [layout.xaxis, layout.xaxis2, layout.yaxis, layout.yaxis2]
        fonts = [layout.font, *(note.font for note in layout.annotations), *(axis.tickfont for axis in axes)]

        assert min(font.size for font in fonts) >= 12


def test_marks_say_in_words_what_they_are(found):
    """Who, how many right, and against all."""
    hover = next(trace.hovertext for trace in marks(ablation_figure(found)) if trace.y[0] == family_label("hog"))

    assert hover.startswith("<b>Only Edge directions (HOG)</b><br>85 % of 500 test images right (")
    assert "against all: −5.0 points (" in hover


def test_before_all_families_are_measured_the_chart_stands(rows):
    """A sweep may begin with one family alone: its accuracy is drawn, and no change."""
    alone = rows[rows["settings"].str.contains("only")]
    figure = ablation_figure(ablate(alone, list(LABELS)))

    assert len(marks(figure)) == len(SHARES)
    assert {trace.xaxis for trace in marks(figure)} == {"x"}


def test_the_caption_says_what_the_bars_cover_and_where_it_was_measured(found, rows):
    """Seeds, images, machine and day."""
    said = describe_ablation(found, rows)

    assert said.startswith("Mean of three seeds, 1,000 training images")
    assert "95 % intervals over seeds and test images" in said
    assert said.endswith("Measured here on 2-core AMD EPYC, 22 Nov 2026.")
    assert "Recorded on" in describe_ablation(found, rows.assign(origin="cifar10-cpu"))


def test_one_seed_says_that_it_cannot_show_luck(rows):
    """Its bars cover the test images only."""
    one = rows[rows["seed"] == 0]

    assert "One seed" in describe_ablation(ablate(one, list(LABELS)), one)
    assert "the choice of test images only" in describe_ablation(ablate(one, list(LABELS)), one)


def test_families_are_ordered_by_what_they_know_alone(found):
    """The best one stands at the top."""
    names = ablation_figure(found).layout.yaxis.categoryarray

    assert names[-1] == family_label("hog")
    assert style.empty_figure("light").layout.yaxis.categoryarray is None
