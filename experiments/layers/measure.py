"""Measure how much of the class a linear classifier reads from each layer of a CNN, from features, and from pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue import subset
from catalogue.dataset import Images
from experiments import scoring
from experiments.layers.row import Input, Probe, packed
from experiments.run import train
from experiments.spec import Experiment
from models.probe import LinearProbe
from models.register import Context, build
from timing.provenance import provenance

MOST_PROBED = 5_000
"""Training images of a probe: more would take minutes."""

MOST_LOOKED_AT = 2_000
"""Number of training images searched for those that excite a unit most."""

N_PATCHES = 9

FIXED: dict[Input, str] = {"handcrafted": "svm", "pixels": "raw_svm"}
"""The inputs that need no CNN, each with the learner that uses them."""

LIBRARIES = ("python", "numpy", "scikit-learn", "torch")

Rows = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Problem:
    """The images that a CNN learned from: the probes learn from the first of them."""

    images: Images
    experiment: Experiment

    @property
    def chosen(self) -> NDArray[np.int64]:
        """The training images of the probes, as rows of X_train: subsets are nested."""
        return subset(self.images, min(self.experiment.n_train, MOST_PROBED), self.experiment.seed)

    def row(self, right: NDArray[np.bool_], holds: Input, recipe: str, device: str, **measured: Any) -> Probe:
        """The row of these right and wrong answers."""
        where, asked = provenance(device), self.experiment
        none = {"layer": 0, "field": 0, "n_columns": 0, "n_probe": 0, "strength": 0.0, "same_class": 0.0}
        return Probe(
            **{name: getattr(asked, name) for name in ("dataset", "data_version", "n_train", "seed")},
            **{**none, **measured},
            recipe=recipe,
            holds=holds,
            accuracy=float(right.mean()),
            n_test=len(right),
            correct=packed(right),
            device=device,
            machine=where.machine,
            versions={name: where.versions[name] for name in LIBRARIES if name in where.versions},
            commit=where.commit,
            measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def probed(self, X: Rows, X_test: Rows, holds: Input, recipe: str = "", **measured: Any) -> Probe:
        """Train a linear classifier on these rows of the training images, and score it on those of the test images."""
        probe = LinearProbe().fit(X, self.images.y_train[self.chosen])
        right = probe.predict(X_test) == self.images.y_test
        told = {"n_columns": X.shape[1], "n_probe": len(X), "strength": probe.C_, **measured}
        return self.row(right, holds, recipe, "cpu", **told)


def fixed_row(problem: Problem, holds: Input) -> Probe:
    """The probe of handcrafted features or of raw pixels."""
    features = build(FIXED[holds], Context())["features"]
    X_test, _ = scoring.transform_test(features, problem.images)
    return problem.probed(features.fit_transform(problem.images.X_train[problem.chosen]), X_test, holds)


def layer_rows(problem: Problem, model: Any) -> Iterator[Probe]:
    """What the CNN itself predicts, then the probe of each layer, the first one first."""
    from models.network import inside  # importing torch takes two seconds, and rows without a CNN need not wait for it

    images, recipe = problem.images, problem.experiment.recipe
    yield problem.row(model.predict(images.X_test) == images.y_test, "cnn", recipe, model.device_)
    looked_at = problem.chosen[:MOST_LOOKED_AT]
    found = inside.strongest(model, images.X_train[looked_at], N_PATCHES)
    each = zip(
        inside.pooled(model, images.X_train[problem.chosen]),
        inside.pooled(model, images.X_test),
        inside.fields(model),
        [same_class(images.y_train[looked_at][one.images]) for one in found],
        strict=True,
    )
    for number, (X, X_test, field, same) in enumerate(each, start=1):
        yield problem.probed(X, X_test, "layer", recipe, layer=number, field=field.size, same_class=same)


def same_class(labels: NDArray[np.int64]) -> float:
    """How many of each unit's images (units, n) are of its most frequent class, mean over units, two decimals."""
    return round(float(np.mean([np.bincount(of_unit).max() for of_unit in labels])), 2)


def rows(images: Images, experiments: Sequence[Experiment]) -> Iterator[Probe]:
    """Every row of these experiments, which are CNNs: features and pixels once for each size and seed."""
    done = set()
    for experiment in experiments:
        problem = Problem(images, experiment)
        if (key := (experiment.n_train, experiment.seed)) not in done:
            done.add(key)
            yield from (fixed_row(problem, holds) for holds in FIXED)
        yield from layer_rows(problem, train(experiment)[1])
