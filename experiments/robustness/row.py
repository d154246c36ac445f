"""The accuracy of one model on changed test images (Robustness), and the files of such rows."""

import os
from dataclasses import dataclass
from pathlib import Path

from settings import ROOT, settings
from timing.rows.row import Row

RECORDED = ROOT / "recorded" / "robustness"
"""Rows that were measured elsewhere and are shipped."""


@dataclass(frozen=True)
class Robustness(Row):
    """A model that was trained once, and the same test images under each change at each amount.

    `n_right` counts the test images that it gets right, unchanged. `amounts`, `lost` and `won` are by change, with
    one entry for each amount: how many images that were right became wrong, and how many that were wrong became
    right. `mean_lost` is the accuracy lost on average over all changes and amounts, and `variance` the variance over
    the test images of what each contributes to it.
    """

    PROTOCOL = 1

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


def here() -> Path:
    """The file of the rows that were measured on this machine."""
    return settings().home / "robustness" / "here.jsonl"


def read(folder: Path) -> list[tuple[str, Robustness]]:
    """The rows of each `*.jsonl` in the folder, with the file's stem."""
    return [(path.stem, row) for path in sorted(folder.glob("*.jsonl")) for row in Robustness.read(path)]


def add(path: Path, row: Robustness) -> None:
    """Add a row to the file at once; what a killed process left of a line stays a line of its own."""
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
