"""The process of a run: `python -m timing.background.child FILE [ARGUMENTS]` times this machine into `FILE`.

The file loses the mark of a partial file when all rows are in it. The process ends when its standard input is closed,
as it is when the server ends, even if the server is killed; the lock is released with the process.
"""

import os
import sys
import threading
from pathlib import Path

from filelock import FileLock, Timeout

from timing import command
from timing.background.run import LOCK, PARTIAL

PATIENCE_SECONDS = 5.0
"""How long to wait for a process that was just cancelled."""


def main(partial: Path, arguments: list[str]) -> int:
    """Run the command, unless another server of this home runs it; returns the exit status."""
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
    """Write the rows that `python -m timing --json` prints to the file; returns the exit status."""
    with partial.open("w") as rows:
        os.dup2(rows.fileno(), 1)
    try:
        command.main(["--json", *arguments])
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        os.dup2(2, 1)  # some systems rename no file that is open
    return 0


def end_with_the_server() -> None:
    """Wait until standard input is closed, then end this process."""
    # Not through sys.stdin: a thread that waits there when Python ends is a fatal error.
    while os.read(0, 4096):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
