"""Starting the child process that reads an upload; when anything goes wrong, all that it wrote is deleted."""

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from catalogue.entries import Progress
from catalogue.files.limits import sized
from catalogue.files.names import short_name
from uploads.child import run_child
from uploads.children.copies import cache_of
from uploads.delivery import partial_of
from uploads.folder import Upload, uploads
from uploads.images import read_files
from uploads.limits import UnusableUpload, limits

AT_ONCE = 2**20
MOST_CHARACTERS = 5_000  # of a loose file's place; longer names are shortened when they are read

Files = Iterable[tuple[str, IO[bytes]]]
"""Loose files with their places, such as cats/1.png."""


def add_images(upload: Upload, title: str, files: Files, progress: Progress, *, is_archive: bool = False) -> None:
    """Add loose files, or the one archive in `files`, to an upload; if it raises UnusableUpload, nothing is added."""
    uploads().check_space()
    with upload.alone():
        delivery = upload.next_delivery()
        arrived = delivery.with_name("arriving")
        try:
            if is_archive:
                with arrived.open("wb") as copy:
                    shutil.copyfileobj(next(iter(files))[1], copy)
            else:
                pack(files, arrived)
            receive(arrived, title, delivery, progress)
        finally:
            arrived.unlink(missing_ok=True)
        table, _ = read_files(upload.deliveries())
        n_images, most = int((table["row"] >= 0).sum()), limits().images
        if n_images > most:
            shutil.rmtree(delivery)
            raise UnusableUpload(f"These would make {n_images:,} images in all; the limit is {most:,}.")
        uploads().choose(upload, version="")


def take_back(upload: Upload, delivery: Path) -> None:
    """Delete this delivery if it is the last one.

    UnusableUpload while another tab works on the images, or when it has deleted them.
    """
    with upload.alone():
        uploads().choose(upload, version="")
        deliveries = upload.deliveries()
        if deliveries[-1:] != [delivery]:  # the button was pressed twice, or another tab has added images
            return
        cache_of(upload.folder, len(deliveries)).unlink(missing_ok=True)  # the next delivery may hold other images
        going = partial_of(delivery)
        delivery.rename(going)
        shutil.rmtree(going, ignore_errors=True)


def receive(arrived: Path, title: str, folder: Path, progress: Progress) -> None:
    """Read the archive `arrived`, called `title`, into a complete delivery at `folder`, which must not exist yet.

    Raises UnusableUpload, one sentence; then, and whenever `progress` raises, nothing is left behind.
    """
    if folder.exists():
        raise FileExistsError(f"{folder} already contains a delivery.")
    title = short_name(title)
    try:
        arguments = [str(arrived.resolve()), str(folder.resolve()), title]
        run_child("uploads.children.read", arguments, title, progress)
    except BaseException:
        for leftover in (partial_of(folder), folder):
            shutil.rmtree(leftover, ignore_errors=True)
        raise


def pack(files: Files, arrived: Path) -> None:
    """Write loose files with their places into one uncompressed zip, as `receive` reads it.

    Raises UnusableUpload for more bytes or files than the limits allow; the caller deletes what was written.
    """
    allowed, n_bytes = limits(), 0
    with zipfile.ZipFile(arrived, "w") as archive:
        for number, (place, file) in enumerate(files, 1):
            if number > allowed.files:
                raise UnusableUpload(f"These are more than {allowed.files:,} files: please upload fewer at once.")
            with archive.open(zipfile.ZipInfo(_encodable(place)), "w", force_zip64=True) as member:
                while chunk := file.read(AT_ONCE):
                    n_bytes += len(chunk)
                    if n_bytes > allowed.arrived_bytes:
                        most = sized(allowed.arrived_bytes)
                        raise UnusableUpload(f"These files have more than {most} in all: please upload fewer at once.")
                    member.write(chunk)


def _encodable(place: str) -> str:
    """The place without what a zip cannot store: lone surrogates, NUL characters, and a slash after a file's name."""
    text = place.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\ufffd")
    return text[-MOST_CHARACTERS:].rstrip("/\\") or "unnamed"
