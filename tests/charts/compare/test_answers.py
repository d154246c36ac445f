"""The charts of one image: the likeliest classes, the votes, and the vector."""

import numpy as np

from charts.common.families import LABELS, family_colour, family_label
from charts.common.style import look
from charts.compare.answers import MOST_CLASSES, answers, colour_bars, moment_bars, strip, votes
from features.register import FAMILIES


def test_each_learner_has_a_bar_in_its_own_colour_for_each_likely_class():
    """The most likely class is at the top, which plotly draws last."""
    drawn = answers({"svm": np.array([0.7, 0.2, 0.1]), "cnn": np.array([0.1, 0.1, 0.8])}, ["cat", "dog", "owl"])
    assert {bar.name: bar.marker.color for bar in drawn.data} == {
        look(learner).short: look(learner).line["light"] for learner in ("svm", "cnn")
    }
    assert list(drawn.data[0].y) == ["dog", "cat", "owl"]
    hand = next(bar for bar in drawn.data if bar.name == look("svm").short)
    assert list(hand.x) == [20.0, 70.0, 10.0]


def test_of_many_classes_the_likeliest_few_are_shown():
    """A hundred bars could not be read."""
    drawn = answers({"svm": np.full(100, 0.01), "cnn": np.full(100, 0.01)}, [str(n) for n in range(100)])
    assert len(drawn.data[0].x) == MOST_CLASSES


def test_class_names_are_no_markup():
    """Charts interpret markup, so that of class names is escaped; long names are cut."""
    drawn = answers({"svm": np.array([1.0]), "cnn": np.array([1.0])}, ["<a href='x'>"])
    assert drawn.data[0].y[0].startswith("&lt;a")
    assert len(answers({"svm": np.array([1.0])}, ["x" * 5_000]).data[0].y[0]) == 24


def test_the_family_that_spoke_loudest_stands_on_top():
    """Without it the lead falls most: its bar points furthest right."""
    drawn = votes({"hog": -2.0, "edges": 0.5, "gabor": -0.5})
    assert list(drawn.data[0].y) == [family_label(name) for name in ("edges", "gabor", "hog")]
    assert list(drawn.data[0].x) == [-0.5, 0.5, 2.0]


def test_the_strip_shows_every_number_in_its_family_s_colour():
    """Three numbers of two families; what is further than five deviations is drawn at five."""
    drawn = strip(np.array([1, 2, 9], np.float32), {"hog": (0, 2), "edges": (2, 3)})
    assert [list(bar.x) for bar in drawn.data] == [[0, 1], [2]]
    assert list(drawn.data[1].y) == [5]
    assert drawn.data[0].marker.color == family_colour("hog", "light")


def test_every_family_has_a_label_and_a_colour_of_its_own():
    """New families are found by themselves."""
    assert set(LABELS) == set(FAMILIES)
    for theme in ("light", "dark"):
        assert len({family_colour(family, theme) for family in FAMILIES}) == len(FAMILIES)


def test_a_histogram_is_shown_in_shares_and_the_colours_of_light():
    """Three of four points in the first bin are 75 %."""
    drawn = colour_bars(np.array([[3, 1], [2, 2], [0, 4]]))
    assert [list(line.y) for line in drawn.data] == [[75, 25], [50, 50], [0, 100]]
    assert len(colour_bars(np.array([[1, 1]])).data) == 1


def test_moments_are_marks():
    """A mark a number, a trace a channel."""
    assert [len(trace.x) for trace in moment_bars(np.zeros((3, 4, 3))).data] == [12, 12, 12]
