"""One kept model at work in one format (Deployed): how large, fast and accurate it is; and the files of such rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from settings import ROOT, settings
from timing.rows.row import Row

RECORDED = ROOT / "recorded" / "deployment"
"""Rows that were measured elsewhere and are shipped."""

HERE = "here"
"""The origin of rows that were measured on this machine."""


@dataclass(frozen=True)
class Deployed(Row):
    """A model's predictions by one library: seconds from an image's bytes to its label, features included.

    `n_bytes` is the size on disk. `latency_p50` and `latency_p95` are the seconds within which 50 and 95 of 100 single
    images are predicted; `images_per_second` is for batches of `batch_size`. `accuracy` is that of these predictions
    on the whole test set.
    """

    PROTOCOL = 1
    RENAMED = {"pictures_per_second": "images_per_second"}  # noqa: RUF012

    dataset: str
    data_version: str
    learner: str
    recipe: str
    n_train: int
    seed: int
    library: str  # "torch" or "our SVM", "onnxruntime", "onnxruntime int8"
    n_bytes: int
    latency_p50: float
    latency_p95: float
    images_per_second: float
    batch_size: int
    accuracy: float
    n_test: int
    threads: int
    device: str
    machine: str
    versions: dict[str, str]
    commit: str
    measured_at: str  # ISO 8601, UTC

    @property
    def what(self) -> tuple[str, str, str, str, int, int, str, int, str, str]:
        """What was measured and where, but not when: a later row replaces an earlier one for which this is equal."""
        model = self.dataset, self.data_version, self.learner, self.recipe, self.n_train, self.seed
        return *model, self.library, self.threads, self.device, self.machine


def here() -> Path:
    """The folder of the rows that were measured on this machine."""
    return settings().home / "deployment"


def keep(row: Deployed) -> None:
    """Add the row to those of this machine; OSError if it cannot be written."""
    here().mkdir(parents=True, exist_ok=True)
    with (here() / "rows.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{row.to_json()}\n")


def read(folder: Path) -> Iterator[tuple[str, Deployed]]:
    """The rows of each `*.jsonl` in the folder, with the file's stem; if several measure the same, only the latest."""
    for path in sorted(folder.glob("*.jsonl")):
        for row in {row.what: row for row in Deployed.read(path)}.values():
            yield path.stem, row
