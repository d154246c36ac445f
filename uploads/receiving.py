"""Taking in what a visitor sent: a child process reads it, and is killed with all it wrote when anything goes wrong."""

import io
import json
import queue
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from catalogue.entries import Progress
from uploads.delivery import partial_of
from uploads.limits import Limits, UnusableUpload, limits, sized
from uploads.names import called

ROOT = Path(__file__).parents[1]
EVERY_SECONDS = 0.3  # between two calls of `progress`: by them Streamlit stops a script whose visitor has left
AT_ONCE = 2**20
MOST_CHARACTERS = 5_000  # of a loose file's place; what is longer is shortened when it is read


def receive(arrived: Path, title: str, folder: Path, progress: Progress) -> None:
    """Read the archive `arrived`, called `title`, and leave a complete delivery as `folder`, which must not exist yet.

    Raises UnusableUpload, one sentence, and then leaves nothing; so it does when `progress` raises anything.
    """
    if folder.exists():
        raise FileExistsError(f"{folder} holds a delivery already.")
    title = called(title)
    try:
        child = _child(arrived, folder, title)
        try:
            _follow(child, title, limits().seconds, progress)
        finally:
            child.kill()
            child.wait()
    except BaseException:
        for left in (partial_of(folder), folder):
            shutil.rmtree(left, ignore_errors=True)
        raise


def packed(files: Iterable[tuple[str, IO[bytes]]], arrived: Path) -> None:
    """Write loose files with their places into one uncompressed zip, as `receive` reads it.

    Raises UnusableUpload for more bytes or files than the limits allow, and then leaves nothing.
    """
    allowed = limits()
    try:
        with zipfile.ZipFile(arrived, "w") as archive:
            _pack(files, archive, allowed)
    except BaseException:
        arrived.unlink(missing_ok=True)
        raise


def _pack(files: Iterable[tuple[str, IO[bytes]]], archive: zipfile.ZipFile, allowed: Limits) -> None:
    n_bytes = 0
    for number, (place, file) in enumerate(files, 1):
        if number > allowed.files:
            raise UnusableUpload(f"These are more than {allowed.files:,} files: please bring fewer at once.")
        with archive.open(zipfile.ZipInfo(_encodable(place)), "w", force_zip64=True) as member:
            while chunk := file.read(AT_ONCE):
                n_bytes += len(chunk)
                if n_bytes > allowed.arrived_bytes:
                    most = sized(allowed.arrived_bytes)
                    raise UnusableUpload(f"These files have more than {most} together: please bring fewer at once.")
                member.write(chunk)


def _encodable(place: str) -> str:
    """The place as given, but for what a zip cannot note: half characters, zeros, and a slash after a file's name."""
    text = place.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\ufffd")
    return text[-MOST_CHARACTERS:].rstrip("/\\") or "unnamed"


def _child(arrived: Path, folder: Path, title: str) -> subprocess.Popen[str]:
    # A session of its own: Ctrl-C at the terminal is the application's. Its errors go to the server's log.
    command = [sys.executable, "-m", "uploads.receive", str(arrived.resolve()), str(folder.resolve()), title]
    pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True, **pipes)


def _follow(child: subprocess.Popen[str], title: str, seconds: float, progress: Progress) -> None:
    """Pass on what the child tells, until it is done; UnusableUpload if it refuses, takes too long or dies."""
    ends, part, told = time.monotonic() + seconds, 0.0, f"Reading {title}"
    for message in _messages(child):
        if "refused" in message:
            raise UnusableUpload(message["refused"])
        if "done" in message:
            return
        if time.monotonic() > ends:
            raise UnusableUpload(
                f"{title} takes longer than {seconds:g} seconds to be read: please bring fewer or smaller pictures."
            )
        part, told = message.get("part", part), message.get("told", told)
        progress(part, told)
    raise UnusableUpload(f"{title} could not be read to its end: please pack the folders of pictures anew as a zip.")


def _messages(child: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    """What the child prints, and {} whenever it has told nothing for a while; ends when the child does."""
    lines = queue.SimpleQueue[str]()
    threading.Thread(target=_read, args=(child, lines), daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=EVERY_SECONDS)
        except queue.Empty:
            yield {}
            continue
        if not line:
            return
        yield json.loads(line)


def _read(child: subprocess.Popen[str], lines: "queue.SimpleQueue[str]") -> None:
    with child.stdout or io.StringIO() as told:
        for line in told:
            lines.put(line)
    lines.put("")
