"""The shortcut trap: drawn circles and triangles whose background goes with the class, but only in training.

In a share of the training images circles are on blue and triangles on brown; in the others it is the other way round.
In the test set the background is independent of the class: half of each class has the usual one, half the other. The
shapes and the test set are the same for every share; only the backgrounds of training images differ.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalogue.arrays import Arrays, save
from catalogue.entries import Progress
from catalogue.sources.shapes import SHAPES, Labels, in_parts, painted, rendered, single

SHARES = (50, 60, 75, 90, 95, 100)
"""Percentages of the training images that have their class's usual background; at 50 it tells nothing."""

NAMES = {f"shortcut-{share}": share for share in SHARES}
"""The share by the name of the data set; these data sets are in no list."""

N_TRAIN, N_TEST = 2_000, 1_000
CLASSES = ("circle", "triangle")
BACKGROUNDS = np.array([(70, 110, 170), (170, 120, 70)], np.float32)
"""The usual background of each class."""
SHADES = 25  # by which a background is at most lighter or darker in each channel


def title(name: str) -> str:
    """The title of the data set."""
    return f"Shortcut, {NAMES[name]} %"


def test_truth() -> tuple[Labels, Labels]:
    """The class of each test image, and the class whose usual background it has."""
    place = np.arange(N_TEST)
    return place % 2, place // 2 % 2


def is_usual() -> NDArray[np.bool_]:
    """Whether each test image has its class's usual background."""
    y, background = test_truth()
    return y == background


def train_truth(share: int) -> tuple[Labels, Labels]:
    """The classes and backgrounds of the training images: `share` percent of each class have the usual background.

    Each pair of a circle and a triangle has a fixed rank: an image that has its usual background at one share has it at
    every larger share too.
    """
    y = np.arange(N_TRAIN) % 2
    rank = np.random.default_rng(50).permutation(N_TRAIN // 2).repeat(2)
    return y, np.where(100 * rank < share * (N_TRAIN // 2), y, 1 - y)


def make_shortcut(share: int, folder: Path, progress: Progress) -> None:
    """Draw the data set of one share."""
    y, background = (np.concatenate(parts) for parts in zip(train_truth(share), test_truth(), strict=True))
    X = in_parts(len(y), 5, lambda part, random: draw(y[part], background[part], random), progress)
    save(folder, Arrays(X[:N_TRAIN], y[:N_TRAIN], X[N_TRAIN:], y[N_TRAIN:], CLASSES))


def draw(y: Labels, background: Labels, random: np.random.Generator) -> NDArray[np.uint8]:
    """Images (n, 32, 32, 3) of the classes `y` on the usual backgrounds of the classes `background`."""
    n = len(y)
    shape = np.array([SHAPES.index(name) for name in CLASSES])[y]
    inside = single(shape, random)
    paint = painted(random.integers(0, 4, n), random.integers(0, 4, n), random)
    colour = BACKGROUNDS[background] + random.uniform(-SHADES, SHADES, (n, 3))
    return rendered(inside, paint, colour[:, np.newaxis, np.newaxis], random)


def examples() -> list[tuple[NDArray[np.uint8], str]]:
    """One image of each class on each background, the usual ones first, and what it shows."""
    y, background = np.array([0, 1, 0, 1]), np.array([0, 1, 1, 0])
    how = ("usual", "usual", "other", "other")
    images = draw(y, background, np.random.default_rng(5))
    return [(image, f"{CLASSES[k]}, {word} background") for image, k, word in zip(images, y, how, strict=True)]
