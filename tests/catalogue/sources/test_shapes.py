"""In generated images one cue tells the class, and nothing else does."""

import numpy as np
import pytest
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from catalogue.sources.shapes import CLASSES, _mask, draw

pytestmark = pytest.mark.slow

N = 1_200
y = np.arange(N) % 4


def accuracy(X):
    """Of a linear rule on simple features, trained on the first half and tested on the second."""
    half = N // 2
    return LinearDiscriminantAnalysis().fit(X[:half], y[:half]).score(X[half:], y[half:])


def drawn(cue):
    """N images of four balanced classes."""
    return draw(cue, y, np.random.default_rng(0)).astype(float)


@pytest.mark.parametrize("cue", ["shape", "arrangement", "texture"])
def test_colour_tells_nothing_of_other_cues(cue):
    """Mean and spread of the channels give no more than chance, one in four."""
    X = drawn(cue)
    assert accuracy(np.hstack([X.mean((1, 2)), X.std((1, 2))])) < 0.33


@pytest.mark.parametrize("cue", ["colour", "all"])
def test_colour_tells_where_it_is_the_cue(cue):
    """Differences between mean channels are enough."""
    X = drawn(cue).mean((1, 2))
    assert accuracy(X - X.mean(axis=1, keepdims=True)) > 0.8


def test_same_seed_same_images():
    """Drawing is repeatable, and another seed draws others."""
    for cue in CLASSES:
        labels = np.arange(8) % 4
        first, again, other = (draw(cue, labels, np.random.default_rng(seed)) for seed in (1, 1, 2))
        assert np.array_equal(first, again)
        assert not np.array_equal(first, other)


def test_forms_have_one_area():
    """Circle, square, triangle and cross of radius 7 cover 49 pi pixels, to the precision of pixels."""
    areas = _mask(np.arange(4), np.zeros((4, 2)), np.full(4, 7.0), np.full(4, 0.2)).sum(axis=(1, 2))
    assert areas == pytest.approx([49 * np.pi] * 4, rel=0.05)
