"""A loaded data set: images of one size with their classes, in a training part and a test part."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Images:
    """A data set whose test part is fixed; `X_*` are uint8 (n, height, width, channels), `y_*` are int64 (n,)."""

    name: str
    title: str
    classes: tuple[str, ...]
    X_train: NDArray[np.uint8]
    y_train: NDArray[np.int64]
    X_test: NDArray[np.uint8]
    y_test: NDArray[np.int64]
    version: str
    mirrored: bool  # whether an image's mirror image still shows its class: no for digits and text
    understood: str = ""  # how its files were understood, in words
    mirrored_why: str = ""  # why, in a sentence, if the training images decided `mirrored`

    @property
    def shape(self) -> tuple[int, int, int]:
        """Height, width and channels of one image."""
        height, width, channels = self.X_train.shape[1:]
        return height, width, channels
