"""The process of a run: `python -m timing.background.child FILE [ARGUMENTS]` times this machine into `FILE`.

The file is named as complete when every row stands in it. The process ends when its standard input does, which that
does when the server dies, however it dies; the lock goes with it.
"""

import os
import runpy
import sys
import threading
from pathlib import Path

from filelock import FileLock, Timeout

from timing.background.run import LOCK, PARTIAL

PATIENCE_SECONDS = 5.0
"""For a process that was just cancelled."""


def main(partial: Path, arguments: list[str]) -> int:
    """Run the command, unless another server of this home does; its status."""
    threading.Thread(target=end_with_the_server, daemon=True).start()
    try:
        with FileLock(partial.parent / LOCK, timeout=PATIENCE_SECONDS):
            status = measure(partial, arguments)
            if status == 0:
                partial.rename(partial.with_name(partial.name.removesuffix(PARTIAL) + ".jsonl"))
    except Timeout:
        print("Another process is timing this machine; please wait until it is done.", file=sys.stderr)
        return 2
    except OSError as problem:
        print(f"{problem.strerror}.", file=sys.stderr)
        return 2
    return status


def measure(partial: Path, arguments: list[str]) -> int:
    """What `python -m experiments time --json` prints goes into the file, device by device."""
    with partial.open("w") as rows:
        os.dup2(rows.fileno(), 1)
    sys.argv = ["experiments", "time", "--json", *arguments]
    try:
        runpy.run_module("experiments", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        return int(ended.code or 0)
    finally:
        os.dup2(2, 1)  # some systems rename no file that is open
    return 0


def end_with_the_server() -> None:
    """Wait until nobody holds the other end of standard input."""
    # Not sys.stdin: a thread that waits there when Python ends would be a fatal error.
    while os.read(0, 4096):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
