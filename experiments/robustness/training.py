"""Training images that had a change: each at an amount drawn for its place in the data set, or left as it is."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from catalogue.dataset import Images
from catalogue.images.changes import CHANGES
from experiments.spec import Experiment

TRAINED_ON = "trained_on"
"""The setting of an experiment whose training images had a change, which it names."""
FIRST_SEED = 2**32
"""The seed of the first training image; a test image's seed is its place, so no test image has the same noise."""
AMOUNTS_SEED = FIRST_SEED - 1


def with_change(change: str, experiments: Sequence[Experiment]) -> list[Experiment]:
    """The same experiments with training images that have this change."""
    return [one.with_settings(**{TRAINED_ON: change}) for one in experiments]


def check_change(change: str, images: Images) -> None:
    """ValueError, one sentence, unless there is such a change and it acts on these images."""
    names = [one.name for one in CHANGES.values() if one.acts_on(images.shape[2])]
    if change not in names:
        raise ValueError(f"There is no change {change!r} of these images; there are {', '.join(names)}.")


def changed(images: Images, chosen: NDArray[np.int64], change: str) -> NDArray[np.uint8]:
    """The chosen training images, each as it is or at one of the change's five amounts, all six equally likely.

    The place in the data set decides what becomes of an image, so it is the same for all learners, sizes and seeds.
    """
    check_change(change, images)
    how = CHANGES[change]
    X = images.X_train[chosen]
    amounts = np.array([how.neutral, *how.levels])
    drawn = np.random.default_rng(AMOUNTS_SEED).choice(amounts, len(images.X_train))[chosen]
    for amount in how.levels:
        places = np.flatnonzero(drawn == amount)
        if len(places):
            X[places] = how.apply_to_all(X[places], amount, [FIRST_SEED + int(place) for place in chosen[places]])
    return X
