"""Real images that come with scikit-image: tiles of three photographs, which one is the class."""

import numpy as np
import skimage.data
from numpy.typing import NDArray

COLOUR = ("astronaut", "chelsea", "coffee")
GREY = ("brick", "grass", "gravel")
SIDE = 32


def photographs(n: int, channels: int, n_classes: int = 3) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """`n` tiles, uint8 (n, 32, 32, channels), whose class, in turn 0 to n_classes - 1, is the photograph."""
    named = (COLOUR if channels == 3 else GREY)[:n_classes]
    tiles = [tiled(getattr(skimage.data, name)()) for name in named]
    y = np.arange(n) % n_classes
    return np.stack([tiles[label][4 * (i // n_classes)] for i, label in enumerate(y)]), y


def tiled(photograph: NDArray[np.uint8], height: int = SIDE, width: int = SIDE) -> NDArray[np.uint8]:
    """All whole tiles of a photograph, row by row: (n, height, width, channels)."""
    rows, columns = photograph.shape[0] // height, photograph.shape[1] // width
    cut = photograph[: rows * height, : columns * width].reshape(rows, height, columns, width, -1)
    return cut.swapaxes(1, 2).reshape(rows * columns, height, width, -1)
