"""One kept model answering in one way (Deployed): how large, how fast and how right; and its files of rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from settings import ROOT, settings
from timing.rows.lines import from_line, to_line

PROTOCOL = 1
"""Raised whenever what is timed changes: rows of unlike protocols never meet."""

RECORDED = ROOT / "recorded" / "deployment"
"""Rows that were measured elsewhere and are shipped."""

HERE = "here"
"""The origin of rows that were measured on this machine."""


@dataclass(frozen=True)
class Deployed:
    """A model's answers by one library: seconds from one image's bytes to its label, features included.

    `n_bytes` is what must be on disk, `latency_p50` and `latency_p95` are seconds that half and 95 of 100 single
    images stay below, `images_per_second` is with `batch_size` images at once. `accuracy` is of this way's own
    labels on the whole test set.
    """

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
        """What was measured and where, without when: a later row of the same takes the place of an earlier one."""
        model = self.dataset, self.data_version, self.learner, self.recipe, self.n_train, self.seed
        return *model, self.library, self.threads, self.device, self.machine


def to_json(row: Deployed) -> str:
    """One line of JSON."""
    return to_line(row, PROTOCOL)


def from_json(line: str) -> Deployed:
    """The row that `to_json` wrote; ValueError if it was measured under another protocol or is incomplete."""
    return from_line(Deployed, line, PROTOCOL)


def here() -> Path:
    """The folder of the rows that were measured on this machine."""
    return settings().home / "deployment"


def keep(row: Deployed) -> None:
    """Add the row to those of this machine; OSError when there is no writing."""
    here().mkdir(parents=True, exist_ok=True)
    with (here() / "rows.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{to_json(row)}\n")


def read(folder: Path) -> Iterator[tuple[str, Deployed]]:
    """Every row of the folder's `*.jsonl` with its file's stem, the latest of each; unreadable lines are left out."""
    for path in sorted(folder.glob("*.jsonl")):
        found: dict[object, Deployed] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                row = from_json(line)
            except ValueError:
                continue  # another protocol's rows must not meet this one's; a file cut short keeps its whole lines
            found[row.what] = row
        yield from ((path.stem, row) for row in found.values())
