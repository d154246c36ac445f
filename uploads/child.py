"""Work on images in a process of its own, which tells how far it is, and is killed when its caller is interrupted."""

import io
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

from catalogue.entries import Progress
from settings import ROOT
from uploads.limits import UnusableUpload

EVERY_SECONDS = 0.3  # between two calls of `progress`: by them Streamlit stops a script whose visitor has left


def outcome(module: str, arguments: Sequence[str], what: str, seconds: float, progress: Progress) -> Any:
    """Run `python -m module`, which prints lines of JSON: {"part", "told"} on the way, {"done"} or {"refused"} last.

    What is done; UnusableUpload, one sentence that calls the work `what`, when it refuses, takes too long or dies.
    """
    # A session of its own: Ctrl-C at the terminal is the application's. Its errors go to the server's log.
    pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "text": True}
    child = subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT, start_new_session=True, **pipes)
    try:
        return _follow(child, what, seconds, progress)
    finally:
        child.kill()
        child.wait()


def _follow(child: subprocess.Popen[str], what: str, seconds: float, progress: Progress) -> Any:
    ends, part, told = time.monotonic() + seconds, 0.0, f"Reading {what}"
    for message in _messages(child):
        if "refused" in message:
            raise UnusableUpload(message["refused"])
        if "done" in message:
            return message["done"]
        if time.monotonic() > ends:
            raise UnusableUpload(
                f"{what} could not be read within {seconds:g} seconds: please bring fewer or smaller images."
            )
        part, told = message.get("part", part), message.get("told", told)
        progress(part, told)
    raise UnusableUpload(f"{what} could not be read to the end: please pack them anew as a zip, or bring fewer.")


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
