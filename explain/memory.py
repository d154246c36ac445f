"""What is worked out once from a kept model and the images it learnt from, and lies beside it from then on."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from catalogue.dataset import Images
from explain.calibration import temperature
from explain.held_out import held_out
from explain.novelty import nearest, squared_norms
from explain.sight import Seen

NAME = "explain-1.safetensors"
"""The number is raised whenever what is remembered, or how it is worked out, changes."""
N_COLOURED = 10_000


@dataclass(frozen=True, eq=False)
class Memory:
    """Where the training images lie, how far from them is usual, how sure to be, and what covers a patch."""

    places: NDArray[np.int64]  # (n,) rows of X_train
    rows: NDArray[np.float32]  # (n, d) as the learner sees them
    norms: NDArray[np.float32]  # (n,) their squared lengths
    usual: NDArray[np.float64]  # (m,) held-out images' mean distances to their nearest, in rising order
    temperature: NDArray[np.float64]  # (1,)
    colour: NDArray[np.uint8]  # (channels,) of the data set's mean training image


def remember(
    see: Callable[[NDArray[np.uint8]], Seen], classes: NDArray[np.int64], images: Images, places: NDArray[np.int64]
) -> Memory:
    """Look at the training images in these places of X_train and at the held-out ones, and keep what matters.

    `classes` are the class numbers of the columns of the scores.
    """
    rows = see(images.X_train[places]).rows
    norms = squared_norms(rows)
    tested = held_out(images.y_test)
    seen = see(images.X_test[tested])
    _, distances = nearest(seen.rows, rows, norms)
    known = np.isin(images.y_test[tested], classes)
    columns = np.searchsorted(classes, images.y_test[tested][known])
    found = temperature(seen.scores[known], columns)
    usual = np.sort(distances.mean(axis=1))
    return Memory(places, rows, norms, usual, np.array([found]), mean_colour(images.X_train))


def mean_colour(X: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The colour (channels,) of the mean image, of about 10,000 spread evenly over all."""
    some = X[:: max(1, len(X) // N_COLOURED)]
    return some.mean(axis=(0, 1, 2)).round().astype(np.uint8)


def remembered(path: Path, make: Callable[[], Memory]) -> Memory:
    """What lies in the file; if it is missing or damaged, what `make` gives, written there for the next time."""
    # A file that is whole has every field and nothing else; another's is worth no more than none.
    with suppress(OSError, SafetensorError, TypeError):
        return Memory(**load(path.read_bytes()))
    memory = make()
    partial = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):  # a full disk, or a model that has just been thrown away: the next one works it out again
        partial.write_bytes(save({field.name: getattr(memory, field.name) for field in fields(memory)}))
        partial.replace(path)
    return memory
