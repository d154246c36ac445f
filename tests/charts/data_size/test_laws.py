"""A fitted law is told in words with what it expects."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.common.summary import summarise
from analysis.data_size.learning_curve import PowerLaw, power_laws
from charts.data_size.chart import accuracy_against_size
from charts.data_size.laws import describe_law
from tests.analysis.synthetic import rows


def test_a_law_is_reported_with_what_it_expects_at_the_end_of_its_trust():
    """Error 10 % + 10 / √n is 20 % at 10,000, four times the 2,500 measured; floors of 6 to 14 % give 16 to 24 %."""
    floors = np.linspace(0.06, 0.14, 81)
    draws = np.stack([floors, np.full(81, 10.0), np.full(81, 0.5)], axis=1)
    law = PowerLaw("cnn", "quick", "live", 0.1, 10.0, 0.5, 0.4, 0.6, 1000, 2500, 0.6, draws, deviation=0.004)
    told = (
        "CNN, quick: error ≈ 10 % + 1,000 % · n^−0.50 (95 % interval of the exponent 0.40 to 0.60; "
        "rule of thumb: 0.50)."
    )
    off = "Its typical distance from the marks (root mean square) is 0.4 points"

    assert describe_law(law) == f"{told} {off}. At 10,000 images it predicts an error of 20 % (16 % to 24 %)."
    assert describe_law(replace(law, fits_end=False)) == (
        f"{told} {off}, and it misses the last ones, so it is not continued beyond them."
    )


def test_a_law_says_what_four_times_the_images_leave():
    """From 625 to 2,500 images 10 % + 10 / √n falls from 50 % to 30 %; a curve that is shorter says nothing of it."""
    draws = np.tile([0.1, 10.0, 0.5], (9, 1))
    law = PowerLaw("cnn", "quick", "live", 0.1, 10.0, 0.5, 0.5, 0.5, 625, 2500, 0.5, draws)
    told = "Four times the images, up to 2,500, leave 0.60 of the error (0.60 to 0.60). Its typical distance"

    assert told in describe_law(law)
    assert "Four times" not in describe_law(replace(law, smallest=626)) + describe_law(replace(law, fits_end=False))


def test_a_law_that_misses_its_last_marks_is_not_drawn_beyond_them():
    """A curve that levels out suddenly after 3,000 images is no power law, and says nothing about 200,000."""
    flat = {100: 0.5, 300: 0.62, 1000: 0.74, 3000: 0.86, 10_000: 0.86, 30_000: 0.86}
    straight = {n: 0.9 - 3.0 * n**-0.5 for n in flat}
    drawn = []
    for shape in (flat, straight):
        measured = rows({("cnn", "quick"): shape.__getitem__}, sizes=tuple(flat), seed_spread=0.001)
        (law,) = power_laws(measured)
        figure = accuracy_against_size(summarise(measured), view="error", fits=[law])
        drawn.append((law.fits_end, max(max(trace.x) for trace in figure.data if trace.line.width == 1.2)))

    assert drawn == [(False, pytest.approx(30_000)), (True, pytest.approx(240_000))]


def test_on_a_phone_the_name_of_the_rule_of_thumb_fits_left_of_its_line():
    """Its line begins a few letters right of the axis, where the whole name was cut."""
    measured = rows({("cnn", "quick"): lambda n: 1 - 5 * n**-0.5}, (100, 500, 2000, 5000))
    one, laws = summarise(measured), power_laws(measured)
    told = {
        narrow: {words for trace in accuracy_against_size(one, view="error", fits=laws, narrow=narrow).data
                 for words in trace.text or () if "α" in words}
        for narrow in (False, True)
    }  # fmt: skip

    assert told == {False: {"rule of thumb: α = 0.5 "}, True: {"α = 0.5 "}}
