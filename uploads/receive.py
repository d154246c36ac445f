"""Reading one upload, in a process of its own that may be killed: `python -m uploads.receive ARRIVED FOLDER TITLE`.

Each line on standard output is one JSON object: {"part": 0.5, "told": "..."} on the way, at the end {"done": n}
or {"refused": "one sentence"} with exit status 2.
"""

import contextlib
import json
import os
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalogue.one_picture import UnusablePicture, glimpse
from uploads.archive import members
from uploads.delivery import SIDE, Delivery
from uploads.limits import Limits, UnusableUpload, limits
from uploads.member import Member
from uploads.names import called

DATA_BYTES = 450 * 2**20  # on top of what the libraries take, so that no picture can take the computer's memory
EVERY_FILES, EVERY_SECONDS = 200, 0.3
REFUSED = 2  # exit status


def received(arrived: Path, folder: Path, title: str, allowed: Limits) -> Iterator[dict[str, Any]]:
    """Write the delivery, and tell on the way how far it is; raises UnusableUpload, and then leaves nothing."""
    n_taken, told = 0, time.monotonic()
    reasons, examples = Counter[str](), dict[str, str]()
    with Delivery(folder) as delivery:
        for number, member in enumerate(members(arrived, allowed, title), 1):
            sentence = _brought(member, delivery, allowed)
            n_taken += not sentence
            if n_taken > allowed.pictures:
                raise UnusableUpload(f"{title} holds more than {allowed.pictures:,} pictures: please bring fewer.")
            reason = sentence.removeprefix(called(member.place))
            reasons[reason] += 1
            examples.setdefault(reason, sentence)
            if number % EVERY_FILES == 0 or time.monotonic() - told > EVERY_SECONDS:
                told = time.monotonic()
                yield {"part": member.part, "told": f"Read {n_taken:,} pictures"}
        if not n_taken:
            raise UnusableUpload(_nothing_usable(title, reasons, examples))
        delivery.finish()
    yield {"part": 1.0, "told": f"Read {n_taken:,} pictures"}
    yield {"done": n_taken}


def _brought(member: Member, delivery: Delivery, allowed: Limits) -> str:
    """Take one file into the delivery; the sentence that refuses it, or nothing."""
    if member.content is None:
        delivery.refuse(member.place, member.refused)
        return member.refused
    try:
        seen = glimpse(member.content, called(member.place), SIDE, allowed.pixels)
    except UnusablePicture as error:
        delivery.refuse(member.place, str(error))
        return str(error)
    delivery.take(member.place, member.content, seen)
    return ""


def _nothing_usable(title: str, reasons: Counter[str], examples: dict[str, str]) -> str:
    if not reasons:
        return f"{title} holds no files: please put the pictures of each class into a folder and pack the folders."
    commonest = max(reasons, key=lambda reason: ("system file" not in reason, reasons[reason]))
    return f"There is no picture in {title} that can be used; {examples[commonest]}"


def bound(allowed: Limits) -> None:
    """Take the rights to much memory and time from this process, as far as its platform can do that."""
    warnings.simplefilter("ignore")  # what Pillow thinks of a file is said to the visitor, not to the server's log
    warnings.simplefilter("error", RuntimeWarning)  # Pillow's on decompression bombs
    with contextlib.suppress(ImportError, OSError, ValueError, AttributeError):
        import resource

        seconds = int(allowed.seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        os.nice(5)
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        most = pages * resource.getpagesize() + DATA_BYTES
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def main(arrived: str, folder: str, title: str) -> int:
    """Do it, print lines of JSON, and return the exit status."""
    try:
        allowed = limits()
        bound(allowed)
        for message in received(Path(arrived), Path(folder), title, allowed):
            print(json.dumps(message), flush=True)
        return 0
    except UnusableUpload as error:
        sentence = str(error)
    except MemoryError:
        sentence = f"{title} needs more memory than one upload may take: please bring fewer or smaller pictures."
    except OSError as error:
        sentence = f"{title} could not be kept on this computer ({error.strerror}): please try again later."
    print(json.dumps({"refused": sentence}), flush=True)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
