"""Answers small enough to check by hand: a 4x4 pattern, each of its pixels drawn as a square of 2x2 or 4x4."""

import numpy as np

from features import FAMILIES
from features.family import grey

FOUR = np.array([[0, 0, 1, 1], [0, 0, 1, 1], [0, 2, 2, 2], [2, 2, 3, 3]], np.uint8)


def image(pattern, times=2):
    """A grey image (1, 4 times, 4 times, 1)."""
    return np.kron(pattern, np.ones((times, times), np.uint8))[None, :, :, None]


def named(name, X, **settings):
    """What a family gives for the first image, as a dictionary."""
    family = FAMILIES[name](**settings).fit(X)
    return dict(zip(family.get_feature_names_out(), family.transform(X)[0], strict=True))


def test_brightness_is_weighted():
    """Pure red, green and blue weigh 0.2125, 0.7154 and 0.0721."""
    X = np.full((1, 8, 8, 3), 0, np.uint8)
    X[0, 0, :3] = np.eye(3) * 200

    np.testing.assert_array_equal(grey(X)[0, 0, :4], [43, 143, 14, 0])  # 42.5, 143.08, 14.42


def test_colour_histogram_counts_shares():
    """Of the 4x4 pattern five pixels are 0, four are 1, five are 2 and two are 3."""
    shares = named("colour_histogram", image(FOUR * 64), bins=4, cells=1)

    np.testing.assert_allclose(list(shares.values()), np.array([5, 4, 5, 2]) / 16)


def test_colour_moments_of_two_values():
    """A quarter at 4, the rest at 0: mean 1, variance 3, skewness (0.25 * 27 - 0.75) / 3 ** 1.5 = 2 / sqrt(3)."""
    pattern = np.zeros((4, 4), np.uint8)
    pattern[:, 0] = 4

    moments = named("colour_moments", image(pattern), cells=1)

    np.testing.assert_allclose(list(moments.values()), [1, 3**0.5, 2 / 3**0.5], rtol=1e-6)


def test_hog_of_one_upright_edge():
    """All gradients across an upright edge are at 0 degrees, and four equal cells share the clipped length."""
    pattern = np.array([[0, 0, 9, 9]] * 4, np.uint8)

    block = named("hog", image(pattern), cells=2, orientations=2)

    np.testing.assert_allclose(list(block.values()), [0.5, 0] * 4, atol=1e-6)


def test_edges_of_one_upright_edge():
    """A step of 255 is 1.0 in the two columns beside it, a quarter on average; sobel divides by root two."""
    pattern = np.array([[0, 0, 255, 255]] * 4, np.uint8)

    strengths = named("edges", image(pattern), cells=1)

    expected = [0, 0.25, 0.25 / 2**0.5, (0.25 - 0.0625) ** 0.5 / 2**0.5]
    np.testing.assert_allclose(list(strengths.values()), expected, rtol=1e-6)


def test_binary_patterns_of_one_bright_pixel():
    """Bits are neighbours at least as bright: none at the bright pixel, all four at the 35 others inside.

    Beyond the border is black, so a pixel at an edge has three, one in a corner two.
    """
    X = np.full((1, 8, 8, 1), 10, np.uint8)
    X[0, 3, 3, 0] = 200

    shares = named("binary_patterns", X, cells=1, points=4)

    assert shares["row0_column0_pattern0"] == 1 / 64
    assert shares["row0_column0_pattern4"] == 35 / 64
    assert shares["row0_column0_pattern3"] == 24 / 64
    assert shares["row0_column0_pattern2"] == 4 / 64


def test_co_occurrence_of_a_chessboard():
    """On a chessboard of 0 and 3 every step across meets the other value, every diagonal step the same."""
    X = np.indices((8, 8)).sum(axis=0).astype(np.uint8)[None, :, :, None] % 2 * 3

    across = list(named("co_occurrence", X, distances=(1,), angles=4).values())

    np.testing.assert_allclose(across[:6], [9, 3, 0.1, 0.5, 0.5**0.5, -1], rtol=1e-6)
    np.testing.assert_allclose(across[6:12], [0, 0, 1, (24 / 49) ** 2 + (25 / 49) ** 2, 0.7074, 1], rtol=1e-3)


def test_gabor_prefers_its_own_stripes():
    """Upright stripes of period 4 answer to frequency 1/4 across (angle 0), hardly to the same frequency down."""
    X = np.tile(np.array([0, 0, 255, 255], np.uint8), (1, 32, 8))[..., None]

    energies = named("gabor", X, frequencies=(0.25,), orientations=2, cells=1)

    assert energies["row0_column0_frequency0.25_angle0_mean"] > 10 * energies["row0_column0_frequency0.25_angle1_mean"]
