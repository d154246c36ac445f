"""Brightness of a colour image: 0.2125 red + 0.7154 green + 0.0721 blue.

The weights are those of `skimage.color.rgb2gray` (C. Poynton, "Frequently asked questions about color", 1997): the eye
is most sensitive to green. Unlike rgb2gray, which gives fractions from 0 to 1, the result is rounded to whole numbers
from 0 to 255, an exact half upwards: rgb2gray's last bit differs between processors, and would decide comparisons.
"""

import numpy as np

from features.kernel import UInt8, kernel


def grey(X: UInt8) -> UInt8:
    """Brightness uint8 (n, height, width); grey images stay as they are."""
    return X[..., 0].copy() if X.shape[3] == 1 else _weighted(X)


@kernel
def _weighted(X: UInt8) -> UInt8:
    n, height, width, _ = X.shape
    brightness = np.empty((n, height, width), np.uint8)
    for i in range(n):
        for row in range(height):
            for column in range(width):
                red, green, blue = X[i, row, column]
                weighted = np.uint32(2125) * red + np.uint32(7154) * green + np.uint32(721) * blue
                brightness[i, row, column] = (weighted + np.uint32(5000)) // np.uint32(10000)
    return brightness
