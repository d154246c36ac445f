"""The models of finished experiments on disk, within a limit of bytes: the least recently used are evicted first."""

import json
import logging
import os
import re
import shutil
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.spec import Experiment, experiment_from, experiment_record
from models.register import LEARNERS, UnusableModel
from settings import settings

if TYPE_CHECKING:  # pages that list kept models need not wait for scikit-learn
    from sklearn.base import BaseEstimator

ID = "[0-9a-f]{16}"
PATIENCE_SECONDS = 120.0  # for another process that is writing a large model
FORMAT = 1
ABOUT = "model.json"  # its modification time is when the model was last used
PARTIAL = ".partial"
DAMAGED = (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)

logger = logging.getLogger(__name__)


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


@dataclass(frozen=True)
class ModelStore:
    """Models in a folder, each in its own subfolder named by the experiment's id; safe to use from several processes.

    A model appears and disappears by renaming its folder, so that nobody ever reads half of one.
    """

    folder: Path
    max_bytes: int

    def keep(self, experiment: Experiment, model: "BaseEstimator", accuracy: float) -> None:
        """Keep the model, replacing an earlier one of this experiment, and evict the least recently used ones.

        A model that alone has more than `max_bytes` is not kept. OSError when the folder cannot be written.
        """

        def write(partial: Path) -> None:
            LEARNERS[experiment.learner].save(model, partial)
            write_about(partial, experiment, accuracy)

        self._add(experiment.id, write)

    def copy(self, folder: Path) -> None:
        """Keep a copy of a model from another folder, unless it is kept already. OSError as for `keep`."""
        if read_about(folder) and not read_about(self._folder(folder.name)):
            self._add(folder.name, lambda partial: shutil.copytree(folder, partial))

    def kept(self, dataset: str, data_version: str) -> list[Kept]:
        """The undamaged models for this version of a data set, in the order in which they were kept."""
        wanted = dataset, data_version
        chosen = [one for one in self._all() if (one.experiment.dataset, one.experiment.data_version) == wanted]
        return sorted(chosen, key=lambda one: (one.kept_at, one.id))

    def largest(self, dataset: str, data_version: str, learner: str, n_train: int | None = None) -> Kept | None:
        """The learner's default model with most images, or with `n_train`; thorough before quick, then lowest seed."""

        def rank(one: Kept) -> tuple[int, bool, int]:
            return one.experiment.n_train, one.experiment.recipe == "thorough", -one.experiment.seed

        kept = [one for one in self.kept(dataset, data_version) if one.experiment.learner == learner]
        kept = [one for one in kept if not one.experiment.settings and n_train in (None, one.experiment.n_train)]
        return max(kept, key=rank, default=None)

    def open(self, id: str) -> tuple[Kept, "BaseEstimator"]:
        """The experiment's model, which counts as used now.

        KeyError when it is gone; UnusableModel, one sentence, when it is damaged and therefore removed.
        """
        folder = self._folder(id)
        kept = read_about(folder)
        if not kept:
            raise KeyError(id)
        with suppress(OSError):  # the folder may be read-only
            mark_used(folder)
        try:
            return kept, LEARNERS[kept.experiment.learner].load(folder)
        except FileNotFoundError as problem:  # removed meanwhile
            raise KeyError(id) from problem
        except UnusableModel as problem:
            logger.warning("%s", problem)
            with suppress(OSError):
                discard(folder)
            raise

    def experiments(self) -> list[Experiment]:
        """The experiments whose models are kept."""
        return [kept.experiment for kept in self._all()]

    def remove(self, id: str) -> None:
        """Remove a model if it exists."""
        discard(self._folder(id))

    def companion(self, id: str, name: str) -> Path:
        """The path of a file derived from the model, which may not exist; it is removed with the model."""
        return self._folder(id) / name

    def _add(self, id: str, write: Callable[[Path], object]) -> None:
        """Have a model written into a new folder, and place it if it is not too large."""
        from filelock import FileLock

        if self.max_bytes == 0:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / ".lock", timeout=PATIENCE_SECONDS):
            for leftover in self.folder.glob(f"*{PARTIAL}"):  # of killed processes: only the holder of the lock writes
                shutil.rmtree(leftover, ignore_errors=True)
            partial = self.folder / f"{id}{PARTIAL}"
            try:
                write(partial)
                if size(partial) <= self.max_bytes:
                    self._place(partial, id)
            finally:
                shutil.rmtree(partial, ignore_errors=True)

    def _place(self, partial: Path, id: str) -> None:
        folder = self._folder(id)
        discard(folder)
        partial.rename(folder)
        sizes = {one: size(one) for one in self._folders()}
        n_bytes = sum(sizes.values())
        for other in sorted(sizes.keys() - {folder}, key=last_used):
            if n_bytes > self.max_bytes:
                with suppress(OSError):
                    discard(other)
                    n_bytes -= sizes[other]

    def _folder(self, id: str) -> Path:
        if not re.fullmatch(ID, id):  # ids come from visitors, and might be "../"
            raise KeyError(id)
        return self.folder / id

    def _all(self) -> list[Kept]:
        return [kept for kept in map(read_about, self._folders()) if kept]

    def _folders(self) -> list[Path]:
        with suppress(OSError):
            return [folder for folder in self.folder.iterdir() if re.fullmatch(ID, folder.name)]
        return []


def model_store() -> ModelStore:
    """The model store of this home."""
    return ModelStore(settings().home / "models", settings().max_model_bytes)


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
