"""One run of the timing command at a time, in a separate process that the server starts, watches and cancels."""

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
"""The end of a file's name until its run is complete; its rows are valid even if the run never completes."""
STAMP = "%Y%m%dT%H%M%S%f"
LOCK = ".lock"
"""The file that a run's process locks; the lock is released with the process, however it ends."""
KEPT = 3
"""How many complete runs, and how many incomplete ones, are kept."""
GRACE_SECONDS = 5.0


def is_on(folder: Path) -> bool:
    """Whether a process of any server of this home is timing this machine."""
    if not folder.exists():
        return False
    try:
        with FileLock(folder / LOCK, timeout=0):
            return False
    except Timeout:
        return True


@dataclass(frozen=True)
class State:
    """The state of the run; when none is on, `problem` says in one sentence why the last one ended early."""

    is_on: bool
    starter: str = ""
    seconds: float = 0.0
    n_rows: int = 0  # all rows of a device are written at its end
    last_seconds: float | None = None  # of the last complete run
    problem: str = ""


class OneRun:
    """Runs `python -m timing --json` into a file of the folder, one at a time; safe to use from several threads.

    The run's process ends when this process does; the rows that it has written stay. `arguments` are the command's.
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
        """Start a run; ValueError, one sentence, if one is on already or the folder cannot be written to."""
        with self._changing:
            if self._is_on():
                raise ValueError("This machine is being timed already: all visitors share that run.")
            self._partial = self.folder / f"here-{datetime.now(UTC):{STAMP}}{PARTIAL}"
            try:
                self._process = self._open()
            except OSError as problem:
                raise ValueError(f"This machine cannot be timed: {problem.strerror}.") from problem
            self._starter, self._started, self._cancelled = who, time.monotonic(), False

    def cancel(self, who: str) -> None:
        """End the run if this visitor started it; its rows stay."""
        with self._changing:
            if self._is_on() and who == self._starter:
                self._end()

    def close(self) -> None:
        """End the run, whoever started it."""
        with self._changing:
            self._end()

    def state(self) -> State:
        """The state now."""
        if not self._is_on():
            return State(is_on=False, problem=self._problem())
        seconds = time.monotonic() - self._started
        return State(True, self._starter, seconds, count_rows(self._partial), last_seconds(self.folder))

    def _is_on(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _open(self) -> subprocess.Popen[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        delete_old(self.folder)
        command = [sys.executable, "-m", "timing.background.child", str(self._partial.resolve()), *self.arguments]
        with self._log.open("wb") as log:
            # A separate session: Ctrl-C at the terminal is meant for the server only.
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
            # The return code of a killed process is negative, and its last line only says what it was doing.
            if self._process.returncode > 0 and (lines := self._log.read_text(errors="replace").strip().splitlines()):
                return f"Timing this machine ended early: {lines[-1]}"
        return "Timing this machine ended early: its process was killed."

    @property
    def _log(self) -> Path:
        return self.folder / "here.log"


def runs(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files of complete and of incomplete runs, oldest first."""
    files = sorted(folder.glob("here-*.jsonl"))
    incomplete = [path for path in files if path.name.endswith(PARTIAL)]
    return [path for path in files if path not in incomplete], incomplete


def last_seconds(folder: Path) -> float | None:
    """The seconds of the last complete run, from the start, which its name holds, to its last row; None without one."""
    complete, _ = runs(folder)
    try:
        started = datetime.strptime(complete[-1].stem, f"here-{STAMP}").replace(tzinfo=UTC)
        return complete[-1].stat().st_mtime - started.timestamp()
    except (IndexError, ValueError, OSError):
        return None


def count_rows(path: Path) -> int:
    """The number of whole lines in a file; 0 if there is no file."""
    try:
        return path.read_bytes().count(b"\n")
    except OSError:
        return 0


def delete_old(folder: Path) -> None:
    """Delete all but the newest runs."""
    for paths in runs(folder):
        for path in paths[:-KEPT]:
            path.unlink(missing_ok=True)
