"""Features of training and test images, timed and kept; then how a fitted model becomes a result.

Each image of a data set goes through a frozen network once: its features are kept on disk, and their seconds with them.
A row counts what its images took when they were computed, so files are those of one machine and one number of threads.
"""

import hashlib
import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.pipeline import FeatureUnion, Pipeline

from catalogue.dataset import Images
from catalogue.sources.own import is_own
from experiments import clock
from experiments.spec import Experiment, Result
from models.register import LEARNERS
from models.threads import n_threads
from settings import settings
from timing import provenance

BLOCK = 256
"""Images that go through a frozen network between two looks at whether to stop."""
FOLDER = "embeddings"
PATIENCE_SECONDS = 60.0  # for another process that is making the same empty files


@dataclass
class Watch:
    """`on_images` is told how many images are done, and of how many.

    `other_cores` is set by `transform_kept`: how many cores other programs kept busy when these images were computed.
    """

    on_images: Callable[[int, int], None] = lambda done, n: None  # noqa: ARG005
    other_cores: float = 0.0


class Files(NamedTuple):
    """What is kept of all images of one part of a data set, mapped into memory; 0 seconds: not computed yet."""

    features: NDArray[np.float32]  # (n, d)
    seconds: NDArray[np.float64]  # (n,)
    other_cores: NDArray[np.float64]  # (n,)


def transform(features: BaseEstimator, X: NDArray[np.uint8]) -> tuple[NDArray[np.float32], float]:
    """The features of images, and the seconds they took."""
    features.fit_transform(X[:2])  # compiles the kernels, once per process, before the clock starts
    with clock.clock() as stopwatch:
        columns = features.fit_transform(X)
    return columns, stopwatch.seconds


def transform_train(
    features: BaseEstimator,
    images: Images,
    chosen: NDArray[np.int64],
    watch: Watch | None = None,
    X_changed: NDArray[np.uint8] | None = None,
) -> tuple[NDArray[np.float32], float]:
    """The features of the chosen training images, and the seconds they took.

    Slow features are kept on disk, unless the images were changed.
    """
    if X_changed is None and is_kept(features, images):
        return transform_kept(features, images, "train", chosen, watch or Watch())
    return transform(features, images.X_train[chosen] if X_changed is None else X_changed)


def transform_test(
    features: BaseEstimator, images: Images, watch: Watch | None = None
) -> tuple[NDArray[np.float32], float]:
    """The features of the test set, and the seconds they took.

    These features learn nothing, so experiments share them: slow ones are kept on disk, except those of a visitor's
    images, and each family of the others is computed once per process. A row still counts the seconds of all it uses.
    """
    if is_kept(features, images):
        return transform_kept(features, images, "test", np.arange(len(images.X_test)), watch or Watch())
    families = [features]
    if isinstance(features, FeatureUnion):
        families = [family for _, family in features.transformer_list if family != "drop"]
    parts = [_transform_test(family.__class__, tuple(family.get_params().items()), images) for family in families]
    columns = np.hstack([columns for columns, _ in parts]) if len(parts) > 1 else parts[0][0]
    return columns, sum(seconds for _, seconds in parts)


@lru_cache(maxsize=16)
def _transform_test(
    family: type[BaseEstimator], settings: tuple[tuple[str, Any], ...], images: Images
) -> tuple[NDArray[np.float32], float]:
    return transform(family(**dict(settings)), images.X_test)


def is_kept(features: BaseEstimator, images: Images) -> bool:
    """Whether these features of these images are kept on disk: only slow ones are, and none of a visitor's images."""
    return getattr(features, "is_slow", False) and not is_own(images.name)


def transform_kept(
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


def are_learned(features: BaseEstimator) -> bool:
    """Whether the features are learned from the training images, so that nothing of them can be kept."""
    return bool(getattr(features, "learns", False))


def predict_test(model: BaseEstimator, images: Images, watch: Watch | None = None) -> NDArray:
    """The model's labels of the test set; this is not timed."""
    if isinstance(model, Pipeline) and not are_learned(model["features"]):
        return model[1:].predict(transform_test(model["features"], images, watch)[0])
    return model.predict(images.X_test)


def build_result(
    experiment: Experiment,
    images: Images,
    model: BaseEstimator,
    predicted: NDArray,
    seconds: dict[str, float],
    other_cores: float | None,
    details: dict[str, Any] | None = None,
) -> Result:
    """The row: what was measured, and everything it depends on; `details` replace the learner's own description.

    `other_cores` are the cores that other programs kept busy meanwhile, None if unknown.
    """
    correct = predicted == images.y_test
    details = details or LEARNERS[experiment.learner].describe(model)
    device = details.pop("device", "cpu")
    return Result(
        experiment=experiment,
        accuracy=float(correct.mean()),
        n_test=len(correct),
        correct=np.packbits(correct).tobytes(),
        predictions=zlib.compress(predicted.astype("<u2").tobytes(), 9),
        **seconds,
        n_parameters=details.pop("n_parameters"),
        model_bytes=details.pop("model_bytes"),
        device=device,
        machine=provenance.machine(device),
        threads=details.pop("threads", 1),
        versions=provenance.versions(device),
        commit=provenance.commit(),
        measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
        details={**details, "other_cores": None if other_cores is None else round(other_cores, 2)},
    )


def clear_cache() -> None:
    """Drop the features that this process keeps: some of their images were deleted."""
    _transform_test.cache_clear()
    digest.cache_clear()
