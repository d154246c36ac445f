"""One file of a folder or an archive: as it is stored, and with its content or the sentence that refuses it."""

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from catalogue.files.names import short_name

NO_FILE = "is a device or a pipe, not an image: please leave it out."
DAMAGED = "is damaged in the archive: please pack it again."

OUTSIDE = ".."
"""The target of a link that leads out of the folder or archive."""


class Damaged(Exception):  # noqa: N818 - reads as what it says
    """The bytes of one file cannot be read, though those of others may be."""


@dataclass(frozen=True)
class FileEntry:
    """A file's name, with slashes or backslashes, and how to read it until the next entry is asked for.

    `target` is the place inside the folder or archive that a link leads to, or OUTSIDE; `refused` is why a file cannot
    be read.
    """

    name: str
    n_bytes: int = 0
    read: Callable[[], bytes] = bytes  # a link, or a file that cannot be read, has no content
    progress: float = 0.0  # the share of the whole that was read so far
    target: str = ""
    refused: str = ""


Source = Callable[[], Iterator[FileEntry]]
"""Every file of a folder or an archive, in a fixed order, without folders; called again when links are followed."""


def target_of(name: str, link: str) -> str:
    """The place that a link leads to, from the place of the link."""
    name, link = name.replace("\\", "/"), link.replace("\\", "/")
    if link.startswith("/") or link[1:2] == ":":
        return OUTSIDE
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), link))
    return OUTSIDE if target.split("/")[0] == ".." else target


@dataclass(frozen=True)
class Member:
    """A file's harmless path with its content, or with one sentence that says why it was refused."""

    place: str
    content: bytes | None
    refused: str
    progress: float  # the share of the whole that was read so far
    target: str = ""  # the place of the file that a link leads to
    spelt: str = ""  # the place as it is stored, where that differs


def refuse(place: str, reason: str, progress: float) -> Member:
    """The file without its content; the reason follows the file's name in a sentence: "is ...: please ..."."""
    return Member(place, None, f"{short_name(place)} {reason}", progress)
