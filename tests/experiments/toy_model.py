"""A learner whose models are plain bytes, so that a model store can be tested without learning."""

import errno
import os
from pathlib import Path
from typing import Any

from experiments.kept.model_store import ModelStore
from experiments.spec import Experiment

BYTES = 10_000
MODEL = b"m" * BYTES

FULL, DEADLY, DAMAGED, GREEDY = b"full", b"deadly", b"damaged", b"greedy"
"""Models that cannot be written, that end the process half way, and that cannot be read, for two reasons."""


def save(model: bytes, folder: Path) -> None:
    """Write the bytes."""
    with (folder / "bytes").open("wb") as file:
        file.write(model)
        if model.startswith(DEADLY):
            file.flush()
            os._exit(9)
    if model.startswith(FULL):
        raise OSError(errno.ENOSPC, "No space left on device")


def load(folder: Path) -> bytes:
    """Read the bytes."""
    content = (folder / "bytes").read_bytes()
    if content.startswith(DAMAGED):
        raise ValueError("not whole\nat all")
    if content.startswith(GREEDY):
        raise MemoryError
    return content


def asked(n_train: int = 10, **changes: Any) -> Experiment:
    """An experiment of the toy learner."""
    return Experiment("images", "toy", n_train, **changes)


def sizes(store: ModelStore) -> list[int]:
    """The numbers of training images of what is kept, in the order in which it came."""
    return [kept.experiment.n_train for kept in store.kept("images", "1")]


def folders(place: Path) -> list[str]:
    """The folders of the model store."""
    return sorted(path.name for path in place.iterdir() if path.name != ".lock")
