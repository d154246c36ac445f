"""Nested, stratified training sets: the same for every learner, each containing all smaller ones of the same seed."""

from numbers import Integral

import numpy as np
from numpy.typing import NDArray

from catalogue.dataset import Images


def subset(images: Images, n: int, seed: int) -> NDArray[np.int64]:
    """Indices (n,) into the training part; raises ValueError as `check_size` does."""
    check_size(images, n)
    return stratified_order(images.y_train, seed, int(n))


def check_size(images: Images, n: int) -> None:
    """Raise ValueError unless `n` is a whole number, at least one image per class and at most all training images."""
    least, most = len(images.classes), len(images.y_train)
    if isinstance(n, bool) or not isinstance(n, Integral) or not least <= n <= most:
        raise ValueError(
            f"The number of training images for {images.name} must be a whole number "
            f"from {least} (one for each class) to {most}, not {n}."
        )


def stratified_order(y: NDArray[np.int64], seed: int, n: int) -> NDArray[np.int64]:
    """The first `n` positions of a random order of `y`, whose prefixes have each class's share to within one image.

    The order begins with one image of each class; a class gets its second one when its share exceeds one image.
    """
    random = np.random.default_rng(seed)
    shuffled = random.permutation(len(y))
    present = random.permutation(np.unique(y))  # ties between classes fall differently for each seed
    members = [shuffled[y[shuffled] == label] for label in present]
    turns = _turns(np.array([len(group) for group in members]), n)
    order = np.empty(n, np.int64)
    for number, group in enumerate(members):
        order[turns == number] = group[: np.count_nonzero(turns == number)]
    return order


def _turns(counts: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """The class at each place; none is ever a whole image from its share (Tijdeman 1980, Discrete Mathematics 32).

    Of the classes that are behind their share by `slack` or more, the next image is of the one that would be the first
    to fall a whole image behind.
    """
    n_classes = len(counts)
    share = counts / counts.sum()
    slack = 1 / (2 * max(n_classes, 2) - 2)
    taken = np.ones(n_classes)
    turns = np.arange(n)  # the first places: one image of each class; the others are filled below
    for place in range(n_classes, len(turns)):
        behind = (place + 1) * share - taken
        deadline = np.where(behind >= slack - 1e-9, (1 - behind) / share, np.inf)
        turns[place] = chosen = deadline.argmin()
        taken[chosen] += 1
    return turns
