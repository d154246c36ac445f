"""The files of an uploaded archive, one after the other, read in memory: nothing is unpacked to disk."""

from collections.abc import Iterator
from pathlib import Path

from uploads.archives.kinds import HEAD, packing, what_instead
from uploads.archives.member import Member
from uploads.archives.tarred import tarred
from uploads.archives.zipped import zipped
from uploads.limits import Limits, UnusableUpload, sized


def members(path: Path, limits: Limits, title: str) -> Iterator[Member]:
    """Every file with its content, or with a sentence that refuses it; folders are left out.

    Raises UnusableUpload, one sentence that calls the archive `title`, if it cannot be read as a whole.
    """
    if path.stat().st_size > limits.arrived_bytes:
        raise UnusableUpload(f"{title} has more than {sized(limits.arrived_bytes)}: please upload fewer at once.")
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise UnusableUpload(f"{title} is empty: please pack the folders of images as a zip.")
    kind = packing(head)
    if not kind:
        raise UnusableUpload(f"{title} {what_instead(head)}")
    if kind == "zip":
        yield from zipped(path, limits, title)
    else:
        yield from tarred(path, kind, limits, title)
