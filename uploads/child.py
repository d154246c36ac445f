"""Work on visitors' files in a child process: bounded, with progress, and killed when its caller is interrupted."""

import contextlib
import io
import json
import os
import queue
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from catalogue.entries import Progress, UnusableDataset
from settings import ROOT
from uploads.limits import UnusableUpload, limits

EVERY_SECONDS = 0.3  # between two calls of `progress`: each lets Streamlit stop the script of a visitor who has left
DATA_BYTES = 450 * 2**20
REFUSED = 2  # the child's exit status


def run_child(module: str, arguments: Sequence[str], what: str, progress: Progress) -> Any:
    """Run `python -m module`, which must end by calling `answer`, and return the result of its work.

    Raises UnusableUpload, one sentence that calls the files `what`, when the child refuses, takes too long or dies.
    """
    seconds = limits().seconds
    # In a session of its own, because Ctrl-C at the terminal is meant for the application alone. What it writes to
    # stderr goes to the server's log.
    pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "text": True}
    child = subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT, start_new_session=True, **pipes)
    try:
        return _follow(child, what, seconds, progress)
    finally:
        child.kill()
        child.wait()


def limit_process(n_bytes: int = DATA_BYTES) -> None:
    """Limit this process in time, and to `n_bytes` of memory beyond its libraries, where the system can.

    From then on, using more memory raises MemoryError, and Pillow's warning of a decompression bomb is an error. The
    limits cannot be lifted, so only a process that ends after one piece of work may be limited.
    """
    warnings.simplefilter("ignore")  # what Pillow remarks about a file is for the visitor, not for the server's log
    warnings.simplefilter("error", RuntimeWarning)
    most = int(limits().seconds) + 1
    with contextlib.suppress(ImportError, OSError, ValueError, AttributeError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))
        os.nice(5)
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        limit = pages * resource.getpagesize() + n_bytes
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def answer(work: Callable[[Progress], Any], too_large: str, not_stored: str) -> int:
    """Do the child's work and print lines of JSON: {"part", "text"} on the way, {"done"} or {"refused"} last.

    The refusal is `too_large` if memory runs out, and `not_stored` if the disk fails. Returns the exit status.
    """

    def tell(part: float, text: str) -> None:
        print(json.dumps({"part": part, "text": text}), flush=True)

    try:
        print(json.dumps({"done": work(tell)}), flush=True)
        return 0
    except BrokenPipeError:  # the caller has gone, and nobody is left to be told
        os._exit(REFUSED)
    except UnusableDataset as problem:
        sentence = str(problem)
    except MemoryError:
        sentence = too_large
    except OSError:
        sentence = not_stored
    print(json.dumps({"refused": sentence}), flush=True)
    return REFUSED


def _follow(child: subprocess.Popen[str], what: str, seconds: float, progress: Progress) -> Any:
    ends = time.monotonic() + seconds
    part, text = 0.0, f"Reading: {what}"
    for message in _messages(child):
        if "refused" in message:
            raise UnusableUpload(message["refused"])
        if "done" in message:
            return message["done"]
        if time.monotonic() > ends:
            raise UnusableUpload(
                f"{what} could not be processed within {seconds:g} seconds: please upload fewer or smaller images."
            )
        part, text = message.get("part", part), message.get("text", text)
        progress(part, text)
    raise UnusableUpload(f"{what} could not be processed completely: please upload fewer images, or pack them again.")


def _messages(child: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    """What the child prints, and {} whenever it has been silent for a while; ends when the child does."""
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
    with child.stdout or io.StringIO() as output:
        for line in output:
            lines.put(line)
    lines.put("")
