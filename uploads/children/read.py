"""Reading one upload, in a process of its own that may be killed: `python -m uploads.receive ARRIVED FOLDER TITLE`.

Each line on standard output is one JSON object: {"part": 0.5, "told": "..."} on the way, at the end {"done": n}
or {"refused": "one sentence"} with exit status 2.
"""

import contextlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

from catalogue.images.one_image import UnusableImage, glimpse
from uploads.archives.archive import members
from uploads.archives.member import Member
from uploads.bounds import bound
from uploads.delivery import SIDE, Delivery
from uploads.limits import Limits, UnusableUpload, limits
from uploads.names import called

EVERY_FILES, EVERY_SECONDS = 200, 0.3
REFUSED = 2  # exit status


def received(arrived: Path, folder: Path, title: str, allowed: Limits) -> Generator[dict[str, Any], None, None]:
    """Write the delivery, and tell on the way how far it is; raises UnusableUpload, and then leaves nothing."""
    n_taken, told = 0, time.monotonic()
    reasons, examples = Counter[str](), dict[str, str]()
    with Delivery(folder) as delivery:
        for number, member in enumerate(members(arrived, allowed, title), 1):
            sentence = _brought(member, delivery, allowed)
            n_taken += not sentence
            if n_taken > allowed.images:
                raise UnusableUpload(f"{title} holds more than {allowed.images:,} images: please bring fewer.")
            reason = sentence.removeprefix(called(member.place))
            reasons[reason] += 1
            examples.setdefault(reason, sentence)
            if number % EVERY_FILES == 0 or time.monotonic() - told > EVERY_SECONDS:
                told = time.monotonic()
                yield {"part": member.part, "told": f"Read {n_taken:,} images"}
        if not n_taken:
            raise UnusableUpload(_nothing_usable(title, reasons, examples))
        delivery.finish()
    yield {"part": 1.0, "told": f"Read {n_taken:,} images"}
    yield {"done": n_taken}


def _brought(member: Member, delivery: Delivery, allowed: Limits) -> str:
    """Take one file into the delivery; the sentence that refuses it, or nothing."""
    if member.content is None:
        delivery.refuse(member.place, member.refused)
        return member.refused
    try:
        seen = glimpse(member.content, called(member.place), SIDE, allowed.pixels)
    except UnusableImage as error:
        delivery.refuse(member.place, str(error))
        return str(error)
    delivery.take(member.place, member.content, seen)
    return ""


def _nothing_usable(title: str, reasons: Counter[str], examples: dict[str, str]) -> str:
    if not reasons:
        return f"{title} holds no files: please put the images of each class into a folder and pack the folders."
    commonest = max(reasons, key=lambda reason: ("system file" not in reason, reasons[reason]))
    return f"There is no image in {title} that can be used; {examples[commonest]}"


def main(arrived: str, folder: str, title: str) -> int:
    """Do it, print lines of JSON, and return the exit status."""
    try:
        with contextlib.closing(received(Path(arrived), Path(folder), title, limits())) as messages:
            for message in messages:
                print(json.dumps(message), flush=True)
        return 0
    except BrokenPipeError:  # whoever waited has gone, and nobody is left to be told
        os._exit(REFUSED)
    except UnusableUpload as error:
        sentence = str(error)
    except MemoryError:
        sentence = f"{title} needs more memory than one upload may take: please bring fewer or smaller images."
    except OSError as error:
        sentence = f"{title} could not be kept on this computer ({error.strerror}): please try again later."
    print(json.dumps({"refused": sentence}), flush=True)
    return REFUSED


if __name__ == "__main__":
    bound(limits().seconds)
    sys.exit(main(*sys.argv[1:]))
