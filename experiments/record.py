"""A result as one line of JSON, as the command line prints it and `recorded/` ships it, and files of such lines."""

import base64
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.spec import Experiment, Result

BYTES = ("correct", "predictions")


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
        try:
            yield from_json(line)
        except ValueError:
            continue


def append(path: Path, lines: Iterable[str]) -> None:
    """Add lines to a file, all or none of them even if the process is killed meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in (*before, *lines))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def class_numbers(predictions: bytes) -> NDArray[np.int64]:
    """The predicted class of each test image; none where a row kept nothing."""
    return np.frombuffer(zlib.decompress(predictions) if predictions else b"", "<u2").astype(np.int64)


def plain(value: np.generic | NDArray[np.generic]) -> object:
    """NumPy's scalars and arrays, which learners put into `details`, as Python's."""
    return value.tolist()
