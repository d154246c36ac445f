"""The accuracy of one model on changed test images (Robustness), and the files of such rows."""

import os
from dataclasses import dataclass, fields, replace
from pathlib import Path

from experiments.robustness.training import TRAINED_ON
from experiments.spec import Experiment, Result, to_record
from settings import ROOT, settings
from timing.rows.row import Row

RECORDED = ROOT / "recorded" / "robustness"
"""Rows that were measured elsewhere and are shipped."""
CHANGED = "changed_images"
"""The setting of an experiment whose model is also tested on changed images, and the place of that in its result."""


@dataclass(frozen=True)
class Robustness(Row):
    """A model that was trained once, and the same test images under each change at each amount.

    `n_right` counts the test images that it gets right, unchanged. `amounts`, `lost` and `won` are by change, with
    one entry for each amount: how many images that were right became wrong, and how many that were wrong became
    right. `mean_lost` is the accuracy lost on average over all changes and amounts, and `variance` the variance over
    the test images of what each contributes to it. `trained_on` is the change that the training images had, if any.
    """

    PROTOCOL = 1
    ADDED = {"trained_on": ""}  # noqa: RUF012  (a ClassVar of the base class)

    id: str  # of the experiment
    dataset: str
    data_version: str
    learner: str
    recipe: str
    n_train: int
    seed: int
    n_test: int
    n_right: int
    amounts: dict[str, list[float]]
    lost: dict[str, list[int]]
    won: dict[str, list[int]]
    mean_lost: float
    variance: float
    seconds: float  # of changing and predicting all images, without training
    device: str
    machine: str
    versions: dict[str, str]
    commit: str
    measured_at: str  # ISO 8601, UTC
    trained_on: str = ""


UNDER_CHANGES = {CHANGED: Robustness.PROTOCOL}


def under_changes(experiment: Experiment) -> Experiment:
    """The experiment whose result says what this one's model makes of changed images."""
    return experiment.with_settings(**UNDER_CHANGES)


def unchanged(experiment: Experiment) -> Experiment:
    """The experiment that trains the model: what `under_changes` was given."""
    return replace(experiment, settings=tuple(one for one in experiment.settings if one[0] != CHANGED))


def row_of(result: Result) -> Robustness:
    """The row in the result of an experiment under changes."""
    asked = unchanged(result.experiment)
    known = to_record(replace(result, experiment=asked)) | result.details[CHANGED]
    known |= {"n_right": round(result.accuracy * result.n_test), TRAINED_ON: dict(asked.settings).get(TRAINED_ON, "")}
    return Robustness(**{one.name: known[one.name] for one in fields(Robustness)})


def here() -> Path:
    """The file to which the command of an earlier version added rows that were measured on this machine."""
    return settings().home / "robustness" / "here.jsonl"


def add(path: Path, row: Robustness) -> None:
    """Add a row to the file at once; what a killed process left of a line stays a line of its own.

    Several processes may add to one file, which may be a link.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        file.seek(0, os.SEEK_END)
        if file.tell():
            file.seek(-1, os.SEEK_END)
        is_whole = file.read(1) in (b"\n", b"")
        file.write(b"" if is_whole else b"\n")
        file.write(f"{row.to_json()}\n".encode())
        file.flush()
        os.fsync(file.fileno())
