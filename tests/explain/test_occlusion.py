"""Occlusion: the map points at the pixels that the answer depends on, and at nothing else."""

import numpy as np
import pytest

from explain.occlusion import occlusion, windows

GREY = np.array([100], np.uint8)


def test_patches_cover_every_pixel_and_overlap_by_half():
    """All are equally wide, about a seventh; each begins within half a width of the one before; none sticks out."""
    for side in [8, 16, 28, 32, 37, 64, 96]:
        places = windows(side)
        starts = places.argmax(axis=1)
        (width,) = set(places.sum(axis=1))

        assert abs(width - side / 7) <= 0.5 or width == 1
        assert places.any(axis=0).all()
        assert np.diff(starts).min() > 0
        assert np.diff(starts).max() <= max(1, width // 2)


def test_one_pixel_by_hand():
    """In 7x14 pixels patches are 1x2; the answer is the pixel at (3, 6), whose value falls by 100 under two patches."""
    image = np.zeros((7, 14, 1), np.uint8)
    image[3, 6] = 200
    found = occlusion(image, GREY, lambda X: X[:, 3, 6, 0] / 200.0)

    expected = np.zeros((7, 14))
    expected[3, 5:8] = 0.25, 0.5, 0.25  # both of its patches fall by a half; a neighbour is in one of the two
    assert found == pytest.approx(expected)


def test_a_image_of_the_covering_colour_shows_nothing():
    """What covers nothing changes nothing."""
    image = np.full((16, 24, 3), (1, 2, 3), np.uint8)
    found = occlusion(image, np.array([1, 2, 3], np.uint8), lambda X: X.mean(axis=(1, 2, 3)))

    assert found.shape == (16, 24)
    assert not found.any()


def test_a_probability_that_rises_is_negative():
    """Where the image hides what speaks for the answer, the map is below zero."""
    image = np.full((14, 14, 1), 200, np.uint8)
    found = occlusion(image, GREY, lambda X: 1 - X.mean(axis=(1, 2, 3)) / 255)

    assert found.max() < 0


def test_all_patches_are_asked_about_at_once():
    """One batch: the image as it is, and once for each place of the patch; the image stays as it was."""
    asked = []
    image = np.zeros((28, 28, 1), np.uint8)
    occlusion(image, GREY, lambda X: asked.append(X) or np.zeros(len(X)))

    assert [X.shape for X in asked] == [(1 + 13 * 13, 28, 28, 1)]
    assert np.array_equal(asked[0][0], image)
    assert {int((X == 100).sum()) for X in asked[0][1:]} == {4 * 4}
    assert not image.any()
