"""Images so easy that every learner that looks can tell them apart: each class has its square in another place."""

import numpy as np
from numpy.typing import NDArray


def easy(
    n: int, n_classes: int = 2, shape: tuple[int, int, int] = (28, 28, 1), seed: int = 0
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """`n` noisy images whose class, in turn 0 to n_classes - 1, is where on a grid of 2 x 5 the bright square is."""
    height, width, _ = shape
    random = np.random.default_rng(seed)
    X = random.integers(0, 60, (n, *shape), dtype=np.uint8)
    y = np.arange(n) % n_classes
    for image, label in zip(X, y, strict=True):
        row, column = label % 2 * (height // 2), label // 2 * (width // 5)
        image[row : row + height // 2, column : column + width // 5] += 150
    return X, y
