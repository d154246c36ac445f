"""What is measured (Experiment), what comes out (Result), what is reported meanwhile, and a sweep of experiments.

A result is also one line of JSON, as the command line prints it and `recorded/` ships it in files of such lines.
"""

import base64
import hashlib
import itertools
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.register import ACCELERATED

PROTOCOL = 1
"""Increased whenever the split, the scoring or what is timed changes: results of different protocols never mix."""
REVISIONS = {"pretrained": 1}
"""How many times a learner has changed under the same settings: each change is a new protocol for its rows alone."""

BYTES = ("correct", "predictions")
"""The fields of a result that JSON holds in base64."""

Setting = str | int | float | bool
Data = tuple[str, str]
"""The name of a data set and its version."""


@dataclass(frozen=True, order=True)
class Experiment:
    """One measurement to make: this learner, on this many images of this data set, drawn with this seed."""

    dataset: str
    learner: str
    n_train: int
    seed: int = 0
    recipe: str = "quick"
    device: str = "auto"
    data_version: str = "1"
    settings: tuple[tuple[str, Setting], ...] = ()

    @property
    def protocol(self) -> int:
        """The protocol of this learner's rows; a cell of the swap board has that of its features."""
        return PROTOCOL + REVISIONS.get(str(dict(self.settings).get("features", self.learner)), 0)

    @cached_property
    def id(self) -> str:
        """Sixteen hexadecimal digits that name this content under this protocol."""
        content = json.dumps({**asdict(self), "protocol": self.protocol}, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    @property
    def may_use_accelerator(self) -> bool:
        """Whether it trains on a GPU if there is one."""
        return self.learner in ACCELERATED and self.device != "cpu"

    def with_settings(self, **more: Setting) -> "Experiment":
        """The same experiment with these settings too."""
        return replace(self, settings=tuple(sorted({**dict(self.settings), **more}.items())))


@dataclass(frozen=True)
class Result:
    """What one experiment measured, and where: a row of the table."""

    experiment: Experiment
    accuracy: float
    n_test: int
    correct: bytes  # np.packbits over the test set, in its fixed order
    predictions: bytes  # zlib-compressed uint16 class numbers, in the same order
    feature_seconds: float
    fit_seconds: float
    predict_seconds: float
    n_parameters: int
    model_bytes: int
    device: str
    machine: str
    threads: int
    versions: dict[str, str]
    commit: str
    measured_at: str  # ISO 8601, UTC
    details: dict[str, Any] = field(default_factory=dict)  # chosen settings, implementation, dtype, epochs

    @property
    def id(self) -> str:
        """The experiment's id."""
        return self.experiment.id


@dataclass(frozen=True)
class Progress:
    """How much of a running experiment is done (0 to 1), what it is doing, and a race's trials so far as JSON text."""

    fraction: float
    note: str
    found: str = ""


class Stopped(Exception):  # noqa: N818  (a request that was carried out is no error)
    """The experiment was stopped on request."""


Report = Callable[[Progress], None]
ShouldStop = Callable[[], bool]


def report_nothing(progress: Progress) -> None:
    """Ignore the report."""


def never() -> bool:
    """Always False."""
    return False


def seed_by_seed(
    dataset: str,
    chosen: Iterable[tuple[str, Mapping[str, Setting]]],
    n_train: int,
    n_seeds: int,
    recipe: str = "quick",
    data_version: str = "1",
) -> list[Experiment]:
    """Every learner with its settings and each seed, one seed after the other, so that a board is complete early."""
    return [
        Experiment(dataset, learner, n_train, seed, recipe, data_version=data_version).with_settings(**settings)
        for seed, (learner, settings) in itertools.product(range(n_seeds), chosen)
    ]


def sweep(
    dataset: str,
    learners: Iterable[str],
    sizes: Iterable[int],
    n_seeds: int,
    recipes: Iterable[str] = ("quick",),
    device: str = "auto",
    data_version: str = "1",
    settings: Mapping[str, Mapping[str, Setting]] | None = None,
) -> list[Experiment]:
    """Every combination, smallest size first, so that a curve grows from the left while it is measured."""
    own = settings or {}
    return [
        Experiment(dataset, learner, n, seed, recipe, device, data_version).with_settings(**own.get(learner, {}))
        for n, seed, recipe, learner in itertools.product(sorted(set(sizes)), range(n_seeds), recipes, learners)
    ]


def experiment_record(experiment: Experiment) -> dict[str, Any]:
    """The experiment as plain values; its device is also `device_asked`, as a result's `device` is the one used."""
    settings = dict(experiment.settings)
    return {"id": experiment.id, **asdict(experiment), "settings": settings, "device_asked": experiment.device}


def experiment_from(record: Mapping[Any, Any]) -> Experiment:
    """The experiment that `experiment_record` was given; other keys are ignored."""
    values = {field.name: record[field.name] for field in fields(Experiment) if field.name in record}
    return Experiment(**{**values, "device": record["device_asked"], "settings": tuple(record["settings"].items())})


def to_record(result: Result) -> dict[str, Any]:
    """The result and its experiment as plain values and bytes."""
    measured = {field.name: getattr(result, field.name) for field in fields(Result) if field.name != "experiment"}
    return {**experiment_record(result.experiment), **measured, "protocol": result.experiment.protocol}


def from_record(record: Mapping[Any, Any]) -> Result:
    """The result that `to_record` was given."""
    measured = {field.name: record[field.name] for field in fields(Result) if field.name != "experiment"}
    return Result(experiment_from(record), **measured)


def to_json(result: Result) -> str:
    """One line of JSON, bytes in base64."""
    record = to_record(result)
    record |= {name: base64.b64encode(record[name]).decode() for name in BYTES}
    return json.dumps(record, default=plain)


def from_json(line: str) -> Result:
    """The result that `to_json` was given; ValueError if it is incomplete or of another protocol."""
    try:
        record = json.loads(line)
        record |= {name: base64.b64decode(record[name]) for name in BYTES}
        result = from_record(record)
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"This line is not a whole result: {problem}.") from problem
    if result.id != record["id"]:
        now = result.experiment.protocol
        raise ValueError(f"Result {record['id']} was measured under another protocol than {now}.")
    return result


def readable(lines: Iterable[str]) -> Iterator[Result]:
    """The results in these lines; truncated ones and those of another protocol, which must not mix, are left out."""
    for line in lines:
        with suppress(ValueError):
            yield from_json(line)


def class_numbers(predictions: bytes) -> NDArray[np.int64]:
    """The predicted class of each test image; none where a row kept nothing."""
    return np.frombuffer(zlib.decompress(predictions) if predictions else b"", "<u2").astype(np.int64)


def plain(value: np.generic | NDArray[np.generic]) -> object:
    """NumPy's scalars and arrays, which learners put into `details`, as Python's."""
    return value.tolist()
