"""Embeddings on disk: each image of a data set goes through a frozen network once, and its seconds are kept with it.

A row counts what its images took when they were computed, so files are those of one machine and one number of threads.
"""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from catalogue.dataset import Images
from catalogue.sources.own import is_own
from experiments import clock
from models.threads import n_threads
from settings import settings
from timing import provenance

BLOCK = 256
FOLDER = "embeddings"
PATIENCE_SECONDS = 60.0  # for another process that is making the same empty files


@dataclass
class Watch:
    """`on_images` is told how many images are done, and of how many; `other_cores` were busy for other programs."""

    on_images: Callable[[int, int], None] = lambda done, n: None  # noqa: ARG005
    other_cores: float = 0.0


class Files(NamedTuple):
    """What is kept of all images of one part of a data set, mapped into memory: 0 seconds where nothing is yet."""

    features: NDArray[np.float32]  # (n, d)
    seconds: NDArray[np.float64]  # (n,)
    other_cores: NDArray[np.float64]  # (n,)


def is_kept(features: BaseEstimator, images: Images) -> bool:
    """Whether these features of these images are kept on disk: only slow ones are, and none of a visitor's images."""
    return getattr(features, "is_slow", False) and not is_own(images.name)


def transform(
    features: BaseEstimator, images: Images, part: str, chosen: NDArray[np.int64], watch: Watch
) -> tuple[NDArray[np.float32], float]:
    """The features of the chosen images of `train` or `test`, and the seconds that they took, now or earlier."""
    X: NDArray[np.uint8] = images.X_train if part == "train" else images.X_test
    kept = opened(features, images, part)
    missing = chosen[kept.seconds[chosen] == 0]
    if len(missing):
        features.transform(X[:2])  # loads the network, before the clock starts
    for start in range(0, len(missing), BLOCK):
        watch.on_images(start, len(missing))
        block = missing[start : start + BLOCK]
        with clock.others_watched() as others, clock.clock() as stopwatch:
            columns = features.transform(X[block])
        kept.features[block] = columns
        kept.other_cores[block] = others.cores or 0.0
        kept.seconds[block] = stopwatch.seconds / len(block)  # last: it says that the image is done
    watch.other_cores = max(watch.other_cores, float(kept.other_cores[chosen].mean()))
    return np.array(kept.features[chosen]), float(kept.seconds[chosen].sum())


def opened(features: BaseEstimator, images: Images, part: str) -> Files:
    """The files of this part of the data set, made with nothing in them if they are missing."""
    from filelock import FileLock

    n = len(images.X_train if part == "train" else images.X_test)
    torch = provenance.versions()["torch"]  # on which the last digits and the seconds depend
    settled = json.dumps([features.get_params(), provenance.machine("cpu"), n_threads(), torch])
    name = hashlib.sha256(f"{settled} {digest(images, part)}".encode()).hexdigest()[:32]
    folder = settings().home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    shapes = {"features": (n, features.n_features), "seconds": (n,), "other_cores": (n,)}
    with FileLock(folder / ".lock", timeout=PATIENCE_SECONDS):
        return Files(*(_mapped(folder / f"{name}.{one}.npy", shape) for one, shape in shapes.items()))


def _mapped(path: Path, shape: tuple[int, ...]) -> NDArray:
    kind = np.float32 if len(shape) == 2 else np.float64  # features, or one number for each image
    with suppress(OSError, ValueError):  # missing, or left half-made by a killed process
        found = np.lib.format.open_memmap(path, mode="r+")
        if found.shape == shape and found.dtype == kind:
            return found
    partial = path.with_suffix(".partial")
    np.lib.format.open_memmap(partial, mode="w+", dtype=kind, shape=shape).flush()
    partial.replace(path)
    return np.lib.format.open_memmap(path, mode="r+")


@lru_cache(maxsize=4)
def digest(images: Images, part: str) -> str:
    """The SHA-256 of the images of one part."""
    X = images.X_train if part == "train" else images.X_test
    return hashlib.sha256(f"{X.shape}".encode() + np.ascontiguousarray(X).tobytes()).hexdigest()
