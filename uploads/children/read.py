"""Read one uploaded archive and write the delivery: `python -m uploads.children.read ARRIVED FOLDER TITLE`."""

import sys
import time
from collections import Counter
from pathlib import Path

from catalogue.entries import Progress
from catalogue.files.limits import Limits
from catalogue.files.member import Member
from catalogue.files.members import members
from catalogue.files.names import IS_SYSTEM, short_name
from catalogue.formats import IS_TEXT
from catalogue.images.one_image import UnusableImage, glimpse
from catalogue.layout.labels import read_table, remark
from uploads.child import answer, limit_process
from uploads.delivery import SIDE, Delivery
from uploads.limits import UnusableUpload, limits

EVERY_FILES, EVERY_SECONDS = 200, 0.3  # between two reports of the progress


def read(arrived: Path, folder: Path, title: str, allowed: Limits, progress: Progress) -> int:
    """Write the delivery and return its number of images; if it raises UnusableUpload, it leaves nothing behind."""
    n_images, last_report = 0, time.monotonic()
    reasons, examples = Counter[str](), dict[str, str]()
    with Delivery(folder, title) as delivery:
        for number, member in enumerate(members(arrived, allowed, title), 1):
            sentence = _take(member, delivery, allowed)
            n_images += not sentence
            if n_images > allowed.images:
                raise UnusableUpload(f"{title} holds more than {allowed.images:,} images: please upload fewer.")
            reason = sentence.removeprefix(short_name(member.place))
            reasons[reason] += 1
            examples.setdefault(reason, sentence)
            if number % EVERY_FILES == 0 or time.monotonic() - last_report > EVERY_SECONDS:
                last_report = time.monotonic()
                progress(member.progress, f"Read {n_images:,} images")
        if not n_images:
            raise UnusableUpload(_nothing_usable(title, reasons, examples))
        delivery.finish()
    progress(1.0, f"Read {n_images:,} images")
    return n_images


def _take(member: Member, delivery: Delivery, allowed: Limits) -> str:
    """Add one file to the delivery; returns the sentence that refuses it, or an empty one."""
    sentence, said = member.refused, read_table(member.place, member.content)
    if member.content is not None:
        try:
            seen = glimpse(member.content, short_name(member.place), SIDE, allowed.pixels)
            delivery.take(member.place, member.content, seen, member.target, member.spelt)
            return ""
        except UnusableImage as error:
            sentence = remark(member.place, said) or str(error)
    delivery.refuse(member.place, sentence, said)
    return sentence


def _nothing_usable(title: str, reasons: Counter[str], examples: dict[str, str]) -> str:
    if not reasons:
        return f"{title} holds no files: please put the images of each class into a folder and pack the folders."
    # Other files say more about the upload than texts and the files of operating systems.
    commonest = max(reasons, key=lambda reason: (not reason.endswith((IS_TEXT, IS_SYSTEM)), reasons[reason]))
    return f"There is no image in {title} that can be used; {examples[commonest]}"


def main(arrived: str, folder: str, title: str) -> int:
    """Read the archive and print how it went, as `answer` does; returns the exit status."""
    return answer(
        lambda tell: read(Path(arrived), Path(folder), title, limits(), tell),
        f"{title} needs more memory than one upload may take: please upload fewer or smaller images.",
        f"{title} could not be stored, perhaps for lack of space: please try again later.",
    )


if __name__ == "__main__":
    limit_process()
    sys.exit(main(*sys.argv[1:]))
