"""Brightness as `skimage.color.rgb2gray` defines it: 0.2125 red + 0.7154 green + 0.0721 blue."""

import numpy as np
from numpy.typing import NDArray

from features.kernel import kernel


def grey(X: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Brightness uint8 (n, height, width) from 0 to 255, an exact half rounded up; grey images stay as they are.

    scikit-image's own last bit, and so the side to which an exact half falls, changes with the processor.
    """
    return X[..., 0].copy() if X.shape[3] == 1 else _weighted(X)


@kernel
def _weighted(X: NDArray[np.uint8]) -> NDArray[np.uint8]:
    n, height, width, _ = X.shape
    brightness = np.empty((n, height, width), np.uint8)
    for i in range(n):
        for row in range(height):
            for column in range(width):
                red, green, blue = X[i, row, column]
                weighted = np.uint32(2125) * red + np.uint32(7154) * green + np.uint32(721) * blue
                brightness[i, row, column] = (weighted + np.uint32(5000)) // np.uint32(10000)
    return brightness
