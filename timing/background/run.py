"""One run of the timing command at a time, in a process of its own: started, watched and cancelled by the server."""

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from settings import ROOT

PARTIAL = ".partial.jsonl"
"""How the name of a run's file ends until the run is complete; its rows are rows all the same, also if it never is."""
STAMP = "%Y%m%dT%H%M%S%f"
LOCK = ".lock"
"""The file that a run's process has locked; the lock goes with the process, however that ends."""
KEPT = 3
"""Complete runs, and as many others, whose files stay."""
GRACE_SECONDS = 5.0


def is_on(folder: Path) -> bool:
    """Whether any server of this home, or what it left behind, is timing this machine."""
    if not folder.exists():
        return False
    try:
        with FileLock(folder / LOCK, timeout=0):
            return False
    except Timeout:
        return True


@dataclass(frozen=True)
class State:
    """How the run stands; where none is on, `problem` says in one sentence what ended the last one too early."""

    is_on: bool
    starter: str = ""
    seconds: float = 0.0
    n_rows: int = 0  # those of a device come together, when all of its are timed
    last_seconds: float | None = None  # of the last complete run
    problem: str = ""


class OneRun:
    """`python -m experiments time --json` into a file of the folder; safe to use from several threads.

    Its process ends when this one does, and leaves the rows that it has. `arguments` are more of the command's own.
    """

    def __init__(self, folder: Path, arguments: Sequence[str] = ()) -> None:
        self.folder = folder
        self.arguments = arguments
        self._changing = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._partial = folder
        self._starter = ""
        self._started = 0.0
        self._cancelled = False

    def start(self, who: str) -> None:
        """Begin; ValueError, one sentence, when one is on or the folder cannot be written to."""
        with self._changing:
            if self._is_on():
                raise ValueError("This machine is being timed already: all who watch share that run.")
            self._partial = self.folder / f"here-{datetime.now(UTC):{STAMP}}{PARTIAL}"
            try:
                self._process = self._open()
            except OSError as problem:
                raise ValueError(f"This machine cannot be timed: {problem.strerror}.") from problem
            self._starter, self._started, self._cancelled = who, time.monotonic(), False

    def cancel(self, who: str) -> None:
        """End the run, if it is this visitor's; its rows stay."""
        with self._changing:
            if self._is_on() and who == self._starter:
                self._end()

    def close(self) -> None:
        """End whatever runs."""
        with self._changing:
            self._end()

    def state(self) -> State:
        """How it stands now."""
        if not self._is_on():
            return State(is_on=False, problem=self._problem())
        seconds = time.monotonic() - self._started
        return State(True, self._starter, seconds, count_rows(self._partial), last_seconds(self.folder))

    def _is_on(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _open(self) -> subprocess.Popen[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        forget_old(self.folder)
        command = [sys.executable, "-m", "timing.background.child", str(self._partial.resolve()), *self.arguments]
        with self._log.open("wb") as log:
            # A session of its own: Ctrl-C at the terminal is the application's.
            return subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
            )

    def _end(self) -> None:
        if self._process is None:
            return
        self._cancelled = self._cancelled or self._is_on()
        self._process.kill()
        if self._process.stdin:
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE_SECONDS)

    def _problem(self) -> str:
        if self._process is None or self._cancelled or self._process.returncode == 0:
            return ""
        with suppress(OSError):
            # A killed process is told by a negative number, and its last line says only what it was at.
            if self._process.returncode > 0 and (lines := self._log.read_text(errors="replace").strip().splitlines()):
                return f"Timing this machine ended early: {lines[-1]}"
        return "Timing this machine ended early: its process was lost."

    @property
    def _log(self) -> Path:
        return self.folder / "here.log"


def runs(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files of complete runs and those of others, oldest first."""
    found = sorted(folder.glob("here-*.jsonl"))
    return [path for path in found if not path.name.endswith(PARTIAL)], [*folder.glob(f"here-*{PARTIAL}")]


def last_seconds(folder: Path) -> float | None:
    """The seconds of the last complete run, from its start, which is its name, to its last row."""
    complete, _ = runs(folder)
    try:
        started = datetime.strptime(complete[-1].stem, f"here-{STAMP}").replace(tzinfo=UTC)
        return complete[-1].stat().st_mtime - started.timestamp()
    except (IndexError, ValueError, OSError):
        return None


def count_rows(path: Path) -> int:
    """The lines of a file that have ended."""
    try:
        return path.read_bytes().count(b"\n")
    except OSError:
        return 0


def forget_old(folder: Path) -> None:
    """Delete all but the newest few runs."""
    for paths in runs(folder):
        for path in sorted(paths)[:-KEPT]:
            path.unlink(missing_ok=True)
