"""Uploads one file after the other and notes what came of it: `python -m tests.uploads.visitor alone|together`.

It is a process of its own because only so can the peak memory of reading be told from that of all other tests. "alone"
reads each upload as the server does, in a bounded child process; "together" reads them all in this one, bounded once.
"""

import io
import json
import os
import resource
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

from catalogue.files.names import short_name
from settings import ROOT
from uploads.child import limit_process
from uploads.children.read import main
from uploads.limits import UnusableUpload
from uploads.receive import receive


class Visitor:
    """The process, as a test sees it; `limits` are settings of an upload."""

    def __init__(self, folder, how="alone", **limits):
        self.folder, self.n_uploads = folder, 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.uploads.visitor", how],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **{f"CROSSOVER_UPLOAD_{name.upper()}": str(value) for name, value in limits.items()}},
        )

    def uploads(self, content, title):
        """What came of it."""
        self.n_uploads += 1
        path = self.folder / str(self.n_uploads) / "arrived"
        path.parent.mkdir()
        path.write_bytes(content)
        print(json.dumps([str(path), title]), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def leaves(self):
        """Ends the process."""
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def read_alone(arrived, title, folder):
    """The sentence of a child process, or nothing."""
    try:
        receive(arrived, title, folder, lambda part, text: None)
    except UnusableUpload as error:
        return str(error)
    return ""


def read_together(arrived, title, folder):
    """The sentence that a child process would print, or nothing."""
    with redirect_stdout(io.StringIO()) as output:
        main(str(arrived), str(folder), short_name(title))
    return json.loads(output.getvalue().splitlines()[-1]).get("refused", "")


def uploaded(arrived, title, read):
    """What came of one upload: the sentence, the lines of the delivery, the files on disk, and the peaks of memory."""
    folder = arrived.parent / "deliveries" / "1"
    folder.parent.mkdir()
    sentence = read(arrived, title, folder)
    left = sorted(str(path.relative_to(arrived.parent)) for path in arrived.parent.rglob("*") if path.is_file())
    lines = (folder / "files.jsonl").read_text(encoding="utf-8").splitlines() if folder.exists() else []
    peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)]
    return {"sentence": sentence, "left": left, "files": [json.loads(line) for line in lines], "peaks": peaks}


if __name__ == "__main__":
    if sys.argv[1] == "together":
        limit_process()
    for line in sys.stdin:
        path, title = json.loads(line)
        came = uploaded(Path(path), title, read_together if sys.argv[1] == "together" else read_alone)
        print(json.dumps(came), flush=True)
