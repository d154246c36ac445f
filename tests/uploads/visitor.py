"""Brings one upload after the other by the real path and notes what came of it: `python -m tests.uploads.visitor ...`.

It is a process of its own because only so can the peak memory of the reading processes be told from all others.
"""

import json
import resource
import sys
from pathlib import Path

from uploads.limits import UnusableUpload
from uploads.receiving import receive


def peak(whose):
    """Most megabytes that one process has had in memory so far."""
    return resource.getrusage(whose).ru_maxrss / 1024


def brought(arrived: Path, title: str):
    """What came of one upload: the sentence, the lines of the delivery, what lies there, and the peaks of memory."""
    folder, sentence = arrived.parent / "deliveries" / "1", ""
    folder.parent.mkdir()
    try:
        receive(arrived, title, folder, lambda part, told: None)
    except UnusableUpload as error:
        sentence = str(error)
    left = sorted(str(path.relative_to(arrived.parent)) for path in arrived.parent.rglob("*") if path.is_file())
    lines = (folder / "files.jsonl").read_text(encoding="utf-8").splitlines() if folder.exists() else []
    peaks = peak(resource.RUSAGE_CHILDREN), peak(resource.RUSAGE_SELF)
    return {"sentence": sentence, "left": left, "files": [json.loads(line) for line in lines], "peaks": peaks}


if __name__ == "__main__":
    for line in sys.stdin:
        path, title = json.loads(line)
        print(json.dumps(brought(Path(path), title)), flush=True)
