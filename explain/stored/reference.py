"""What is computed once from a kept model and its training images, and then stored beside the model."""

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
from explain.outputs import ModelOutputs
from explain.stored.file import store

NAME = "explain-1.safetensors"
"""The number is raised whenever the content, or how it is computed, changes."""
N_COLOURED = 10_000


@dataclass(frozen=True, eq=False)
class Reference:
    """The training images as the model represents them, and what calibration, novelty and occlusion need."""

    places: NDArray[np.int64]  # (n,) rows of X_train
    rows: NDArray[np.float32]  # (n, d) their features, as in ModelOutputs
    norms: NDArray[np.float32]  # (n,) their squared lengths
    usual: NDArray[np.float64]  # (m,) held-out images' mean distances to their nearest training images, rising
    temperature: NDArray[np.float64]  # (1,)
    colour: NDArray[np.uint8]  # (channels,) of the data set's mean training image


def make_reference(
    compute: Callable[[str, NDArray[np.int64]], ModelOutputs],
    classes: NDArray[np.int64],
    images: Images,
    places: NDArray[np.int64],
) -> Reference:
    """Compute the outputs for these rows of X_train and for the held-out images, and keep what is needed of them.

    `compute` takes `train` or `test` and rows of it; `classes` are the class numbers of the columns of the scores.
    """
    rows = compute("train", places).rows
    norms = squared_norms(rows)
    tested = held_out(images.y_test)
    outputs = compute("test", tested)
    _, distances = nearest(outputs.rows, rows, norms)
    known = np.isin(images.y_test[tested], classes)
    columns = np.searchsorted(classes, images.y_test[tested][known])
    found = temperature(outputs.scores[known], columns)
    usual = np.sort(distances.mean(axis=1))
    return Reference(places, rows, norms, usual, np.array([found]), mean_colour(images.X_train))


def mean_colour(X: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The mean colour (channels,) of about 10,000 images spread evenly over all."""
    some = X[:: max(1, len(X) // N_COLOURED)]
    return some.mean(axis=(0, 1, 2)).round().astype(np.uint8)


def stored_or_made(path: Path, make: Callable[[], Reference]) -> Reference:
    """The content of the file; if it is missing or damaged, what `make` returns, written there for next time."""
    # TypeError: a file with missing or unknown fields is made anew, like a damaged one.
    with suppress(OSError, SafetensorError, TypeError):
        return Reference(**load(path.read_bytes()))
    made = make()
    store(path, save({field.name: getattr(made, field.name) for field in fields(made)}))
    return made
