"""Where an answer comes from: what is left of its probability while a patch of the image is covered."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

PARTS = 7
"""The patch is about this part of each side."""


def occlusion(
    image: NDArray[np.uint8],
    colour: NDArray[np.uint8],
    probability: Callable[[NDArray[np.uint8]], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Fall of the probability (height, width) when the patch there is covered by one colour (channels,).

    Zeiler and Fergus 2014: the patch stands on half-overlapping places, and a pixel has the mean over the patches that
    cover it. `probability` takes images (n, height, width, channels), asked once, and gives that of the answer (n,).
    """
    down, across = (windows(side) for side in image.shape[:2])
    patches = down[:, np.newaxis, :, np.newaxis] & across[:, np.newaxis]
    covered = np.where(patches[..., np.newaxis], colour, image).reshape(-1, *image.shape)
    chances = probability(np.concatenate([image[np.newaxis], covered]))
    falls = (chances[0] - chances[1:]).reshape(len(down), len(across))
    return down.T @ falls @ across / np.outer(down.sum(axis=0), across.sum(axis=0))


def windows(side: int) -> NDArray[np.bool_]:
    """Which pixels of a side each place of the patch covers: (places, side), the last one flush with the end."""
    width = max(1, round(side / PARTS))
    starts = np.append(np.arange(0, side - width, max(1, width // 2)), side - width)[:, np.newaxis]
    pixels = np.arange(side)
    return (starts <= pixels) & (pixels < starts + width)
