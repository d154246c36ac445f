"""One kept model's folder: its description, its size, when it was last used, and its removal."""

import json
import os
import shutil
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from experiments.record import experiment_from, experiment_record
from experiments.spec import Experiment

FORMAT = 1
ABOUT = "model.json"  # its modification time is when the model was last used
PARTIAL = ".partial"
DAMAGED = (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Kept:
    """A kept model: the experiment that trained it, its accuracy on the test images, and when it was kept."""

    experiment: Experiment
    n_bytes: int
    kept_at: str  # ISO 8601, UTC
    accuracy: float

    @property
    def id(self) -> str:
        """The experiment's id."""
        return self.experiment.id


def write_about(folder: Path, experiment: Experiment, accuracy: float) -> None:
    """Describe a model beside its own files."""
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    about = {"format": FORMAT, **experiment_record(experiment), "accuracy": accuracy, "kept_at": now}
    (folder / ABOUT).write_text(json.dumps(about), encoding="utf-8")
    mark_used(folder)


def read_about(folder: Path) -> Kept | None:
    """A folder's description; None when it is damaged, of another format, or of another protocol."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        kept = Kept(experiment_from(about), size(folder), str(about["kept_at"]), float(about["accuracy"]))
        return kept if about["format"] == FORMAT and kept.id == folder.name else None
    except DAMAGED:
        return None


def size(folder: Path) -> int:
    """Bytes of the files in a folder, which may be removed meanwhile."""
    n_bytes = 0
    with suppress(OSError):
        for file in folder.iterdir():
            with suppress(OSError):
                n_bytes += file.stat().st_size
    return n_bytes


def mark_used(folder: Path) -> None:
    """Record that the model has just been used."""
    now = time.time_ns()
    os.utime(folder / ABOUT, ns=(now, now))


def last_used(folder: Path) -> int:
    """When the model was last used, in nanoseconds since 1970; 0 if it has no description."""
    with suppress(OSError):
        return (folder / ABOUT).stat().st_mtime_ns
    return 0


def discard(folder: Path) -> None:
    """Remove a model; to other processes it disappears in one step. OSError if it cannot be renamed."""
    going = folder.with_name(f"{folder.name}.{uuid.uuid4().hex}{PARTIAL}")
    with suppress(FileNotFoundError):
        folder.rename(going)
    shutil.rmtree(going, ignore_errors=True)
