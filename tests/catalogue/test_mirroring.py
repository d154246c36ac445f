"""Mirror images are trained on only where the training images show that they keep their class."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

import catalogue
from catalogue.arrays import Arrays, save
from catalogue.mirroring import decide, gained_and_lost
from catalogue.sources.shapes import draw


def noisy(images):
    """Images of one channel with noise."""
    noise = np.random.default_rng(0).normal(0, 12, (*np.shape(images), 1))
    return (np.asarray(images)[..., np.newaxis] + noise).clip(0, 255).astype(np.uint8)


def letters(which, n):
    """Letters in turn, each somewhere else and a little turned."""
    random, font, drawn = np.random.default_rng(0), ImageFont.load_default(size=28), []
    for number in range(n):
        image = Image.new("L", (40, 40), 255)
        place = tuple(np.array((8, 2)) + random.integers(-4, 5, 2))
        ImageDraw.Draw(image).text(place, which[number % len(which)], font=font, fill=int(random.integers(0, 90)))
        drawn.append(np.asarray(image.rotate(random.uniform(-12, 12), fillcolor=255)))
    return noisy(drawn), np.arange(n) % len(which)


def arrows(n):
    """Arrows to the left and to the right, in turns."""
    random, drawn = np.random.default_rng(0), []
    for number in range(n):
        image = Image.new("L", (40, 40), 230)
        x, y = random.integers(6, 12), random.integers(14, 26)
        head, shaft = [(x, y), (x + 10, y - 8), (x + 10, y + 8)], (x + 10, y - 3, x + 22, y + 3)
        ImageDraw.Draw(image).polygon(head, fill=(grey := int(random.integers(0, 120))))
        ImageDraw.Draw(image).rectangle(shaft, fill=grey)
        drawn.append(np.asarray(image)[:, :: 1 if number % 2 else -1])
    return noisy(drawn), np.arange(n) % 2


def test_what_points_is_never_mirrored():
    """Left and right would become one."""
    for n in (20, 120, 600):
        _, gained, lost = gained_and_lost(*arrows(n))
        assert lost > gained
        assert decide("ab", *arrows(n))[0] is False


def test_letters_are_never_mirrored():
    """Neither where a letter becomes another nor where it becomes none."""
    for which in ["bd", "pq", "abcdefghij", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]:
        for n in [60, 300, 1_000]:
            assert decide(which, *letters(which, n))[0] is False


def test_photographs_and_shapes_are_mirrored():
    """Pieces of photographs, and drawn shapes: their mirror images show their class too."""
    y = np.arange(2_000) % 4
    assert decide("abcd", draw("shape", y, np.random.default_rng(0)), y)[0] is True
    textures = catalogue.load("textures")
    assert decide(textures.classes, textures.X_train, textures.y_train)[0] is True


def test_the_embedded_data_sets_keep_what_they_had():
    """Recorded rows depend on it."""
    expected = {"digits": False, "textures": True, "shapes": True, "shapes-arrangement": False}
    assert {name: catalogue.load(name).mirrored for name in expected} == expected


def test_numbers_as_classes_are_digits():
    """As before, without looking."""
    X, y = arrows(20)
    assert decide(("0", "1"), X, y)[0] is False


@pytest.mark.parametrize("decided", [True, False])
def test_what_was_chosen_counts(tmp_path, decided):
    """Whatever the images show."""
    X, y = arrows(40)
    save(tmp_path / "prepared", Arrays(X, y, X, y, ("left", "right")), mirrored=decided)
    assert catalogue.load(str(tmp_path / "prepared")).mirrored is decided


def test_without_a_choice_the_images_decide_and_that_is_said(tmp_path):
    """The sentence gives the numbers."""
    X, y = arrows(40)
    save(tmp_path / "prepared", Arrays(X, y, X, y, ("left", "right")))
    found = catalogue.load(str(tmp_path / "prepared"))
    assert found.mirrored is False
    assert found.mirrored_why.endswith("thorough training uses no mirror images.")
    assert "each of 40 training images" in found.mirrored_why
