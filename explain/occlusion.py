"""Which parts of an image an answer depends on: how far its probability falls when a patch is covered."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

PARTS = 7
"""Each side of the patch is about one seventh of the image's."""


def occlusion(
    image: NDArray[np.uint8],
    colour: NDArray[np.uint8],
    probability: Callable[[NDArray[np.uint8]], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """How far the probability falls when a patch is covered with a colour (channels,), for each pixel (height, width).

    Zeiler and Fergus 2014, with patches that overlap by half; a pixel has the mean over the patches that cover it.
    `probability` is called once, with images (n, height, width, channels), and returns the answer's probability (n,).
    """
    down, across = (windows(side) for side in image.shape[:2])
    # (positions down, positions across, height, width)
    patches = down[:, np.newaxis, :, np.newaxis] & across[:, np.newaxis]
    covered = np.where(patches[..., np.newaxis], colour, image).reshape(-1, *image.shape)
    chances = probability(np.concatenate([image[np.newaxis], covered]))
    falls = (chances[0] - chances[1:]).reshape(len(down), len(across))
    return down.T @ falls @ across / np.outer(down.sum(axis=0), across.sum(axis=0))


def windows(side: int) -> NDArray[np.bool_]:
    """Which pixels of a side each position of the patch covers: (positions, side); the last one ends with the side."""
    width = max(1, round(side / PARTS))
    starts = np.append(np.arange(0, side - width, max(1, width // 2)), side - width)[:, np.newaxis]
    pixels = np.arange(side)
    return (starts <= pixels) & (pixels < starts + width)
