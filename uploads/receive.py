"""Taking in what a visitor sent: a child process reads it, and is killed with all it wrote when anything goes wrong."""

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from catalogue.entries import Progress
from uploads.child import outcome
from uploads.delivery import partial_of
from uploads.limits import Limits, UnusableUpload, limits, sized
from uploads.names import called

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
        arguments = [str(arrived.resolve()), str(folder.resolve()), title]
        outcome("uploads.receive", arguments, title, limits().seconds, progress)
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
