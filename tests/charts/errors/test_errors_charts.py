"""The charts of errors: the learners' colours, what is counted, and words for those who cannot see them."""

import numpy as np
import pandas as pd
import pytest

from analysis.common.confusion import confusion
from analysis.errors.classes import by_class
from analysis.errors.consistency import consistencies
from analysis.errors.disagreement import Disagreement
from analysis.errors.reliability import reliability
from analysis.errors.shortcut import points, with_share
from charts.common.style import LOOKS, colours
from charts.errors.difference import NONE, describe_difference, difference_figure
from charts.errors.intervals import agreement_figure, describe_agreement, describe_seeds, seeds_figure
from charts.errors.parts import labels, parts_figure
from charts.errors.recall import describe_recall, recall_figure
from charts.errors.reliability import describe_reliability, reliability_figure
from charts.errors.shortcut import describe_shortcut, shortcut_figure
from tests.analysis.errors.made import both, counts, independent
from tests.analysis.errors.trap_made import SHARES, USUAL, trapped_rows

NAMED = ("the SVM", "the CNN")
LEARNERS = ("svm", "cnn")
LOOK = [{"theme": theme, "narrow": narrow} for theme in ("light", "dark") for narrow in (False, True)]


@pytest.fixture(scope="module")
def found():
    """Two seeds of both sides."""
    made = [counts(50, 20, 10, 20), counts(60, 5, 10, 25)]
    return Disagreement(both([one for one, _ in made], [other for _, other in made]))


@pytest.mark.parametrize("look", LOOK)
def test_the_bars_add_up_to_the_test_set(found, look):
    """Four bars a seed, in the learners' colours, of as many images as there are."""
    figure = parts_figure(found.table, NAMED, LEARNERS, **look)

    assert np.sum([bar.x for bar in figure.data], axis=0).tolist() == [100, 100]
    assert [bar.name for bar in figure.data] == ["Both right", "Only SVM", "Only CNN", "Both wrong"]
    assert figure.data[1].marker.color == LOOKS["svm"].line[look["theme"]]
    assert figure.data[2].marker.color == LOOKS["cnn"].line[look["theme"]]


def test_one_learner_twice_has_two_colours():
    """Its own, and one that no learner has."""
    first, second = colours(("cnn", "cnn"), "light")

    assert first == LOOKS["cnn"].line["light"]
    assert second not in {look.line["light"] for look in LOOKS.values()}
    assert labels(("the CNN (quick)", "the CNN (thorough)"))["second"] == "Only CNN (thorough)"


@pytest.mark.parametrize("look", LOOK)
def test_the_difference_of_two_matrices(look):
    """Each cell has the second's count minus the first's; the largest mistake is said in words."""
    y = np.array([0] * 5 + [1] * 5)
    first, second = confusion(y, np.array([0] * 5 + [1, 1, 0, 0, 0]), 2), confusion(y, np.array([0] * 4 + [1] * 6), 2)
    figure = difference_figure((first, second), ["cat", "<b>"], NAMED, LEARNERS, **look)

    assert sorted(text for ink in figure.data[1:-1] for text in ink.text) == ["+1", "+3", "−1", "−3"]
    assert list(zip(figure.data[-1].y, figure.data[-1].x, strict=True)) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert "<b></b>" not in str(figure.data[0].text)
    assert "the SVM takes “<b>” for “cat” 3 times, the CNN 0 times" in describe_difference(
        (first, second), ["cat", "<b>"], NAMED
    )
    once = second + np.array([[0, 0], [1, 0]])
    assert "3 times, the CNN 1 time." in describe_difference((first, once), ["cat", "dog"], NAMED)
    assert describe_difference((first, first), ["cat", "dog"], NAMED) == NONE


@pytest.mark.parametrize("look", LOOK)
def test_the_classes_have_intervals(look):
    """A line with two ends for each class and side, the worst class at the bottom."""
    y = np.repeat([0, 1, 2], 50)
    right = np.stack([np.arange(150) % 50 < (10 + 15 * y)] * 2)
    one = by_class(right, y, 3)
    figure = recall_figure((one, one), ["a", "b", "c"], NAMED, LEARNERS, **look)

    assert list(figure.layout.yaxis.ticktext) == ["c", "b", "a"]
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert [int(np.isfinite(line.x).sum()) for line in lines] == [6, 6]
    assert "95 % intervals over seeds and test images" in describe_recall((one, one), 2)


@pytest.mark.parametrize("look", LOOK)
def test_consistency_has_a_row_for_each_pair(look):
    """Both sides first; with one seed the caption says what is missing."""
    pairs = consistencies(both(independent(0.7, 100, 3, 0), independent(0.6, 100, 3, 1)))
    figure = agreement_figure(pairs, **look)

    assert len(figure.layout.yaxis.ticktext) == 3
    assert figure.layout.yaxis.ticktext[0].replace("<br>", " ") == "The SVM and the CNN"
    assert "With several seeds" in describe_agreement(pairs[:1], 1)


@pytest.mark.parametrize("look", LOOK)
def test_the_chosen_seed_and_all_seeds(found, look):
    """The axis is symmetric and stays when the other seeds are shown, and zero is drawn."""
    gaps = found.gaps
    one = seeds_figure([1], gaps[1:], None, 1, 0.2, NAMED, LEARNERS, **look)
    every = seeds_figure([0, 1], gaps, found.gap, 1, 0.2, NAMED, LEARNERS, **look)

    assert one.layout.xaxis.range == every.layout.xaxis.range == (-21, 21)
    assert list(every.layout.yaxis.ticktext) == ["Seed 0", "<b>Seed 1</b>", "All seeds"]
    assert "All 2 seeds" in describe_seeds(2)


@pytest.fixture(scope="module")
def trap():
    """Two learners at two shares, one of them measured here too, and their rows."""
    rows = [
        trapped_rows(learner, share, [(200, n), (198, n - 4)], origin="one-machine")
        for learner, share, n in (("svm", 50, 190), ("cnn", 50, 192), ("svm", 95, 20), ("cnn", 95, 60))
    ]
    rows = with_share(pd.concat([*rows, trapped_rows("svm", 95, [(200, 30)])]), SHARES, len(USUAL))
    return points(rows, USUAL), rows


@pytest.mark.parametrize("look", LOOK)
def test_the_trap_has_two_lines_a_learner(trap, look):
    """Solid with the other background and dotted with the usual one, in the learner's colour, each with a band."""
    figure = shortcut_figure(trap[0], **look)
    lines = [line for line in figure.data if line.name and line.fill is None]
    bands = [band for band in figure.data if band.fill]

    assert len(lines) == len(bands) == 6
    svm = [line for line in lines if line.line.color == LOOKS["svm"].line[look["theme"]]]
    assert [(line.line.dash, list(line.x)) for line in svm][-2:] == [("dot", [50, 95]), ("solid", [50, 95])]
    assert svm[-1].y == pytest.approx([94.0, 9.0])
    assert [line.name for line in svm[:2]] == ["Handcrafted features + SVM, measured here"] * 2


def test_the_trap_in_words(trap):
    """How many images, seeds, and where they were measured."""
    said = describe_shortcut(*trap, 400)

    assert said.startswith("500 training images; 400 test images, half of them with each background.")
    assert "mean of one to two seeds" in said


@pytest.mark.parametrize("look", LOOK)
def test_reliability_has_two_lines_a_side(look):
    """Dotted before and solid after calibration, and the diagonal."""
    right = np.arange(100) % 10 < 7
    before, after = ([reliability(np.full(100, share), right)] * 2 for share in (0.95, 0.7))
    figure = reliability_figure(before, after, NAMED, LEARNERS, **look)

    assert [line.line.dash for line in figure.data] == ["dash", "dot", "solid", "dot", "solid"]
    assert [line.name for line in figure.data[1:]] == ["SVM, before", "SVM, after", "CNN, before", "CNN, after"]
    assert figure.data[2].y == pytest.approx([70])
    assert "2 for the SVM and 0.5 for the CNN" in describe_reliability(100, 50, [2.0, 0.5], NAMED)
