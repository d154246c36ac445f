"""The laws of every chart: one look per learner, units everywhere, and nothing that is not said in words."""

import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from analysis.common.scored_on import UnlikeTestImagesError
from analysis.common.summary import summarise
from analysis.data_size.crossover import Crossover, crossovers
from analysis.data_size.learning_curve import power_laws
from charts.common import style
from charts.common.curves import curves
from charts.data_size import bands
from charts.data_size.chart import accuracy_against_size
from charts.data_size.time import time_against_size
from tests.analysis.synthetic import known, rows

pytestmark = pytest.mark.slow

ROWS = {"sizes": (100, 500, 2000, 10_000), "n_test": 1000}
THEMES = ("light", "dark")


@pytest.fixture(scope="module")
def recorded():
    """Rows of both learners and recipes, from a recorded file."""
    return rows(origin="cifar10-cpu", **ROWS)


@pytest.fixture(scope="module")
def summary(recorded):
    """Their means, and those of two sizes that were measured live."""
    live = rows({("cnn", "quick"): known(("cnn", "quick"))}, sizes=(100, 500), n_test=1000, n_seeds=1)
    return summarise(pd.concat([recorded, live]))


@pytest.fixture(scope="module")
def figures(recorded, summary):
    """Every chart in every theme and width, with its theme; the charts of time are the last ones."""
    one = summary[summary["recipe"] == "thorough"]
    found, laws = crossovers(recorded), power_laws(recorded)[1::2]
    looks = [{"theme": theme, "narrow": narrow} for theme in THEMES for narrow in (False, True)]
    return [
        *((look["theme"], accuracy_against_size(summary, found, **look)) for look in looks),
        *((look["theme"], accuracy_against_size(one, view="error", fits=laws, **look)) for look in looks),
        *((look["theme"], time_against_size(summary, **look)) for look in looks),
    ]


def lines(figure):
    """The traces that are curves."""
    return [trace for trace in figure.data if trace.mode == "lines+markers"]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG 2.1 defines it."""
    lights = []
    for colour in (one, other):
        parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        lights.append(linear @ [0.2126, 0.7152, 0.0722] + 0.05)
    return max(lights) / min(lights)


def test_a_learner_has_its_colour_in_every_chart(figures):
    """Vermilion is handcrafted and blue is the CNN, whatever is drawn."""
    for theme, figure in figures:
        for trace in lines(figure):
            learner = "cnn" if "CNN" in trace.name else "svm"
            assert trace.line.color == trace.marker.color == style.LOOKS[learner].line[theme]


def test_recorded_marks_are_hollow_and_live_ones_filled(figures):
    """The mark shows where a number comes from."""
    for trace in [trace for _, figure in figures for trace in lines(figure)]:
        assert trace.marker.symbol.endswith("-open") == ("live" not in trace.name)


def test_recipes_differ_in_dash_and_mark(figures):
    """Any two curves of one chart differ in dash or mark, not only in colour."""
    for _, figure in figures:
        looks = [(trace.line.dash, trace.marker.symbol) for trace in lines(figure)]
        assert len(set(looks)) == len(looks)


def test_axes_have_titles_with_units_and_round_ticks(figures):
    """Images are counted at 1, 2 and 5, shares are percent, times have their unit."""
    for _, figure in figures:
        assert figure.layout.xaxis.title.text == "Training images"
        assert re.search(r"\((%|s, min, h)\)$", figure.layout.yaxis.title.text)
        assert {tick.replace(",", "").rstrip("0") for tick in figure.layout.xaxis.ticktext} <= {"1", "2", "5"}


def test_no_text_is_small_or_dim(figures):
    """12 pixels and a contrast of 4.5 at least for every word."""
    for theme, figure in figures:
        layout = figure.layout
        fonts = [layout.font, layout.xaxis.tickfont, layout.yaxis.tickfont, layout.xaxis.title.font]
        fonts += [layout.hoverlabel.font, *(note.font for note in layout.annotations)]
        for font in fonts:
            assert font.size >= 12
            assert contrast(font.color, style.SURFACE[theme]) >= 4.5


def test_every_curve_is_named_once(figures):
    """At the line's end when wide, in the legend when narrow: never in both, never in neither."""
    for _, figure in figures:
        notes = [note.text for note in figure.layout.annotations if note.xref == "paper"]
        assert bool(figure.layout.showlegend) == (not notes)
        assert figure.layout.showlegend or len(notes) == len(lines(figure))


def test_curves_of_two_machines_are_named_by_them(recorded):
    """By the short name of the CPU or GPU that did the work, and by the whole one where two would share the short."""
    cpu = recorded[recorded["recipe"] == "quick"].assign(machine="AMD EPYC, 2 cores", device="cpu")
    gpu = cpu[cpu["learner"] == "cnn"].assign(machine="NVIDIA H200, AMD EPYC, 16 cores", device="cuda", origin="gpu")
    more = cpu[cpu["learner"] == "svm"].assign(machine="AMD EPYC, 16 cores", origin="gpu")
    found = {curve.short_name for curve in curves(summarise(pd.concat([cpu, gpu, more])))}

    shared = {f"Handcrafted + SVM, AMD EPYC, {n} cores" for n in (2, 16)}
    assert found == {"CNN, EPYC", "CNN, H200", *shared}


def test_names_at_the_ends_do_not_overlap(summary):
    """Names of lines that end together are moved apart by a line's height."""
    figure = accuracy_against_size(summary)
    notes = sorted((note.y, note.text.count("<br>") + 1) for note in figure.layout.annotations if note.xref == "paper")
    low, high = figure.layout.yaxis.range
    pixels = (figure.layout.height - figure.layout.margin.t - figure.layout.margin.b) / (high - low)

    for (below, lines_below), (above, lines_above) in pairwise(notes):
        assert (above - below) * pixels >= 18 * (lines_below + lines_above) / 2


def test_marks_say_in_words_what_they_are(figures):
    """Pointing at a mark names the curve, the images, and what its band covers or how its seconds divide."""
    accuracy, time = figures[:-4], figures[-4:]

    for trace in [trace for _, figure in accuracy for trace in lines(figure)]:
        assert all("training images" in text and "95 % band" in text for text in trace.hovertext)
        assert all(("one seed" in text) == ("(test images)" in text) for text in trace.hovertext)
    assert all("for training" in text for _, figure in time for trace in lines(figure) for text in trace.hovertext)


def test_bands_of_the_chart_are_those_of_the_summary(summary):
    """The shade reaches from low to high, in percent."""
    figure = accuracy_against_size(summary)
    shades = [trace for trace in figure.data if trace.fill == "toself"]
    first = next(iter(curves(summary))).points

    assert len(shades) == len(lines(figure))
    assert shades[0].y[: len(first)].tolist() == pytest.approx((100 * first["low"]).tolist())


def test_the_error_view_turns_percent_right_into_percent_wrong(summary):
    """Right and wrong add up to all."""
    right, wrong = (lines(accuracy_against_size(summary, view=view))[0].y for view in ("accuracy", "error"))

    assert (np.array(right) + np.array(wrong)).tolist() == pytest.approx([100] * len(right))


def test_laws_turn_grey_beyond_four_times_the_data(recorded, summary):
    """A guess does not have the colour of a measurement."""
    law = next(law for law in power_laws(recorded) if (law.learner, law.recipe) == ("cnn", "thorough"))
    one = summary[summary["recipe"] == "thorough"]
    pieces = [trace for trace in accuracy_against_size(one, fits=[law]).data if trace.line.width == 1.2]
    trusted, guess, lesson = pieces

    assert max(trusted.x) == pytest.approx(4 * law.largest)
    assert min(guess.x) == pytest.approx(4 * law.largest)
    assert trusted.line.color == style.LOOKS["cnn"].line["light"]
    assert guess.line.color == style.QUIET_TEXT["light"]
    assert all("a guess" in text for text in guess.hovertext[1:])
    assert lesson.line.dash == "dash"


def test_words_of_near_bands_stand_in_rows_of_their_own():
    """The words of neighbouring bands are in different rows; those of a distant one are in the lowest row."""
    near, next_to, far = (
        Crossover("crosses", "svm", "cnn", "quick", "live", low, low, low * 1.5, sizes=(100, 10**6))
        for low in (1000, 1600, 200_000)
    )
    laid = bands.lay_out([near, next_to, far], 100, 10**6, 700)

    assert [words.row for words in laid] == [0, 1, 0]
    assert all(0 <= words.middle <= 1 for words in laid)


def test_a_band_says_how_far_it_is_known():
    """Two figures, and open ends in words."""
    for low, high, text in [
        (1412.0, 2876.0, "cross here, quick: 1,400–2,900"),
        (None, 470.0, "cross here, quick: before 470"),
        (30_100.0, None, "cross here, quick: from 30,000 on"),
    ]:
        found = Crossover("crosses", "svm", "cnn", "quick", "live", low, None, high, sizes=(100, 50_000))

        assert bands.words(found) == text


def test_a_crossover_without_a_band_draws_none(summary):
    """Without a crossing there is no shade."""
    found = Crossover("undecided", "svm", "cnn", "quick", "live", sizes=(100, 10_000))

    assert not accuracy_against_size(summary, [found]).layout.shapes


def test_a_name_with_markup_is_written_and_not_obeyed():
    """A learner or machine named like a tag stays text."""
    found = summarise(rows({("<b>x</b>", "quick"): known(("cnn", "quick"))}, sizes=(100, 500), n_test=100))
    (curve,) = curves(found)

    assert curve.name == "&lt;b&gt;x&lt;/b&gt;"
    assert "<b>" not in curve.wrapped


def test_unlike_test_images_are_refused(summary):
    """Two data sets do not share an axis."""
    for draw in [accuracy_against_size, time_against_size]:
        with pytest.raises(UnlikeTestImagesError):
            draw(pd.concat([summary, summary.assign(dataset="mnist")]))


def test_a_single_point_is_a_chart(summary):
    """The curve grows from its first point, which is drawn as soon as it is measured."""
    for draw in [accuracy_against_size, time_against_size]:
        assert len(lines(draw(summary[:1]))) == 1
