"""The reports that visitors shared, one small file per browser, until they expire; several processes may use it."""

import hashlib
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from settings import settings
from timing.rows.files import here
from timing.visitors.report import Report, parse

MOST_BROWSERS = 500
NAME = r"[0-9a-f]{32}\.json"
PARTIAL = ".partial"
PATIENCE_SECONDS = 10.0


def folder() -> Path:
    """Beside the rows measured here, which are read from files of another kind in the folder above."""
    return here() / "visitors"


def name_of(visitor: str) -> str:
    """A browser's name among the reports: other visitors get to see it, and it does not tell who it is."""
    return hashlib.sha256(f"class's GPUs {visitor}".encode()).hexdigest()[:32]


def add(visitor: str, report: Report) -> None:
    """Share the report in place of the visitor's earlier one; ValueError without room, OSError when a disk fails."""
    folder().mkdir(parents=True, exist_ok=True)
    path = _path(visitor)
    with _locked():
        _delete_expired(time.time())
        if not path.exists() and len(_files()) >= MOST_BROWSERS:
            raise ValueError(
                f"{MOST_BROWSERS} browsers have added their rows here, and more are not possible. Rows are deleted "
                "after some hours: please try again later."
            )
        _write(path, report)


def reports(now: float) -> dict[str, Report]:
    """Every report that has not expired, by the name of its browser; files that hold none are left out."""
    found = {}
    for name, _ in state(now):
        with suppress(OSError, ValueError):  # it was deleted just now, or was damaged or written by an older version
            found[name] = parse((folder() / f"{name}.json").read_text(encoding="utf-8"))
    return found


def remove(visitor: str) -> None:
    """Delete what the visitor shared, if anything."""
    _path(visitor).unlink(missing_ok=True)


def has_added(visitor: str) -> bool:
    """Whether the visitor shares a report."""
    return _written(_path(visitor), time.time()) > 0


def state(now: float) -> tuple[tuple[str, int], ...]:
    """The names of the reports that have not expired, and when each was written; no file is opened for it."""
    with suppress(OSError):  # then they are deleted the next time
        expire(now)
    return tuple((path.stem, written) for path in _files() if (written := _written(path, now)))


def expire(now: float) -> None:
    """Delete what is older than uploads may become."""
    if not all(_written(path, now) for path in _files()):
        with _locked():  # else a report that was replaced just now could be taken for the old one
            _delete_expired(now)


def _path(visitor: str) -> Path:
    return folder() / f"{name_of(visitor)}.json"


def _files() -> list[Path]:
    with suppress(OSError):
        return sorted(path for path in folder().iterdir() if re.fullmatch(NAME, path.name))
    return []


def _written(path: Path, now: float) -> int:
    """When the file was written, in nanoseconds; 0 if it has expired or is gone."""
    with suppress(OSError):
        written = path.stat().st_mtime_ns
        return written if now - written / 1e9 < 3600 * settings().keep_uploads_hours else 0
    return 0


def _delete_expired(now: float) -> None:
    """Delete expired reports, and what a writer that ended early left; the lock must be held."""
    for path in _files():
        if not _written(path, now):
            path.unlink(missing_ok=True)
    for left in folder().glob(f"*{PARTIAL}"):
        left.unlink(missing_ok=True)


def _write(path: Path, report: Report) -> None:
    partial = path.with_name(f"{path.name}.{uuid.uuid4().hex}{PARTIAL}")
    try:
        partial.write_text(report.to_json(), encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _locked() -> Iterator[None]:
    from filelock import FileLock  # a sixth of a second to import

    with FileLock(folder() / ".lock", timeout=PATIENCE_SECONDS):
        yield
