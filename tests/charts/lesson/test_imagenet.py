"""The published errors of ImageNet are drawn as they are told."""

import pytest

from analysis.lesson.imagenet import PERSON, WINNERS
from charts.common.style import look
from charts.lesson.imagenet import describe_imagenet, imagenet_figure


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_year_is_a_bar_in_the_colour_of_its_kind(theme):
    """Handcrafted before 2012, and hatched as well, so that colour is not needed."""
    bars = imagenet_figure(theme).data

    assert [(int(bar.x[0]), bar.y[0]) for bar in bars] == [(one.year, one.error) for one in WINNERS]
    for bar, one in zip(bars, WINNERS, strict=True):
        assert bar.marker.color == look("cnn" if one.learned else "svm").line[theme]
        assert bool(bar.marker.pattern.shape) is not one.learned


def test_the_caption_says_every_number_and_that_none_was_measured_here():
    """Who cannot see the chart learns the same."""
    said = describe_imagenet()

    assert "not measured here" in said
    assert all(f"{one.year} {one.error:.1f} % ({one.name})" in said for one in WINNERS)
    assert f"{PERSON} %" in said
