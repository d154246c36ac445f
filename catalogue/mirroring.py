"""Whether a mirror image still shows its class, found out from training images: no for arrows, digits and text."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from catalogue.subset import stratified_order

SIDE = 16
MOST = 2_000  # images that are looked at


def decide(classes: Sequence[str], X: NDArray[np.uint8], y: NDArray[np.int64]) -> tuple[bool, str]:
    """Whether to train on mirror images too, and why, where the data set itself does not say."""
    if all(name.isdecimal() for name in classes):
        return False, "Thorough training uses no mirror images, because the classes are numbers."
    n, gained, lost = gained_and_lost(X, y)
    helps = gained - lost - 2 > math.sqrt(gained + lost)  # more than chance explains: a standard error plus two images
    return helps, (
        f"When each of {n:,} training images is compared with the others and their mirror images, {gained:,} more are "
        f"recognised and {lost:,} fewer: thorough training {'also uses' if helps else 'uses no'} mirror images."
    )


def gained_and_lost(X: NDArray[np.uint8], y: NDArray[np.int64]) -> tuple[int, int, int]:
    """How many images were looked at, are recognised only with the others' mirror images, and only without.

    Each is classified like the nearest of the others.
    """
    chosen = stratified_order(y, seed=0, n=min(MOST, len(y)))
    y, small = y[chosen], reduced(X[chosen])
    plain, mirrored = _standardised(small), _standardised(small[:, :, ::-1])
    similar, similar_mirrored = plain @ plain.T, mirrored @ plain.T
    for similarities in (similar, similar_mirrored):
        np.fill_diagonal(similarities, -np.inf)  # neither the image itself nor its own mirror image
    without = y[similar.argmax(axis=1)] == y
    with_mirrored = y[np.maximum(similar, similar_mirrored).argmax(axis=1)] == y
    return len(y), int((with_mirrored & ~without).sum()), int((without & ~with_mirrored).sum())


def reduced(X: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The images reduced to at most 16x16 pixels, each the mean of an area."""
    means = X.astype(np.float32)
    for axis in (1, 2):
        edges = np.linspace(0, means.shape[axis], min(SIDE, means.shape[axis]) + 1).astype(int)
        sums = np.add.reduceat(means, edges[:-1], axis=axis)
        widths = np.diff(edges).reshape([-1 if other == axis else 1 for other in range(4)])
        means = (sums / widths).astype(np.float32)
    return means


def _standardised(images: NDArray[np.float32]) -> NDArray[np.float32]:
    flat = images.reshape(len(images), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    return flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1)
