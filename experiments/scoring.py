"""How a fitted model becomes a result: the test images are transformed, predicted and compared, and a row is built."""

import zlib
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.pipeline import FeatureUnion, Pipeline

from catalogue.dataset import Images
from experiments import clock
from experiments.kept import embeddings
from experiments.kept.embeddings import Watch
from experiments.spec import Experiment, Result
from models.register import LEARNERS
from timing import provenance


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
    if X_changed is None and embeddings.is_kept(features, images):
        return embeddings.transform(features, images, "train", chosen, watch or Watch())
    return transform(features, images.X_train[chosen] if X_changed is None else X_changed)


def transform_test(
    features: BaseEstimator, images: Images, watch: Watch | None = None
) -> tuple[NDArray[np.float32], float]:
    """The features of the test set, and the seconds they took.

    These features learn nothing, so experiments share them: slow ones are kept on disk, except those of a visitor's
    images, and each family of the others is computed once per process. A row still counts the seconds of all it uses.
    """
    if embeddings.is_kept(features, images):
        return embeddings.transform(features, images, "test", np.arange(len(images.X_test)), watch or Watch())
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
    embeddings.digest.cache_clear()
