"""Filters are drawn as they are: zero is grey, pairs stand together, and chance is drawn beside them."""

from itertools import product

import numpy as np
import pytest

from analysis.features.filters import handcrafted_filters, match_filters
from charts.features.filters import DIM, TIMES, chance_figure, describe_chance, describe_filters, filters_figure


@pytest.fixture(scope="module")
def matches():
    """Two handcrafted filters and three random ones, in colour."""
    handcrafted = [np.repeat(one.image[..., None], 3, axis=2) for one in handcrafted_filters(5)[:2]]
    random = np.random.default_rng(1).standard_normal((3, 5, 5, 3))
    return match_filters(np.concatenate([handcrafted, random]))


def test_every_filter_stands_beside_its_match(matches):
    """Two images and one label each; a match no better than chance is pale and has no name."""
    for theme, narrow in product(["light", "dark"], [False, True]):
        figure = filters_figure(matches, theme, narrow)
        tiles = np.array([trace.z for trace in figure.data])

        assert len(figure.data) == 2 * len(matches.found)
        assert tiles.shape[1:] == (5 * TIMES, 5 * TIMES, 4)
        for place, (match, note) in enumerate(zip(matches.found, figure.layout.annotations, strict=True)):
            assert tiles[2 * place + 1, 0, 0, 3] == (255 if match.above_chance else DIM[theme])
            assert ("no more than chance" in note.text) == (not match.above_chance)
            assert note.text.startswith(f"<b>{match.correlation:.2f}</b>")
            assert note.font.size >= 12


def test_tiles_do_not_overlap(matches):
    """Each image has its own place."""
    figure = filters_figure(matches, narrow=True)
    corners = [(trace.x0, trace.y0) for trace in figure.data]
    side = 5 * TIMES

    for place, (x, y) in enumerate(corners):
        for other_x, other_y in corners[:place]:
            assert abs(x - other_x) >= side or abs(y - other_y) >= side


def test_zero_is_mid_grey_and_the_strongest_number_is_pure():
    """A filter of one channel is grey; its own largest number sets its contrast."""
    filter = np.zeros((5, 5, 1))
    filter[0, 0], filter[4, 4] = 2.0, -2.0
    tile = np.array(filters_figure(match_filters(filter[None])).data[0].z)

    assert tile[0, 0].tolist() == [255, 255, 255, 255]
    assert tile[-1, -1].tolist() == [0, 0, 0, 255]
    assert tile[20, 20].tolist() == [128, 128, 128, 255]


def test_a_match_is_drawn_as_strong_as_it_is_in_the_filter():
    """A patch of bright and dark pixels, most of them bright, is matched by an even one that is slightly bright."""
    filter = np.full((5, 5, 1), 1.0)
    filter[0, :3] = -1.0
    (match,) = match_filters(filter[None]).found
    even = np.array(filters_figure(match_filters(filter[None])).data[1].z)[..., 0]

    assert match.name == "even patch"
    assert np.unique(even).tolist() == [round(127.5 + 127.5 * (22 - 3) / 25)]


def test_chance_is_drawn_with_the_threshold(matches):
    """The histogram has all random filters, every filter has a mark, and axes have units."""
    for theme in ["light", "dark"]:
        figure = chance_figure(matches, theme)
        hill, marks = figure.data

        assert sum(hill.y) == pytest.approx(100)
        assert list(marks.x) == [match.correlation for match in matches.found]
        assert figure.layout.shapes[0].x0 == matches.threshold
        assert figure.layout.xaxis.title.text == "Correlation with the most similar handcrafted filter (0 to 1)"
        assert figure.layout.yaxis.title.text == "Random filters (%)"
        assert min(note.font.size for note in figure.layout.annotations) >= 12


def test_captions_tell_the_threshold_and_where_it_comes_from(matches):
    """The captions say how the threshold was found."""
    assert f"{matches.threshold:.2f} or less" in describe_filters(matches, 3500)
    assert "3,500 images" in describe_filters(matches, 3500)
    assert f"95 of 100 reach no more than {matches.threshold:.2f}" in describe_chance(matches)
    assert "about 0.3 would pass by chance" in describe_chance(matches)
