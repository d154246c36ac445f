"""One file of an archive, with its content or the reason why it is refused."""

from dataclasses import dataclass

from uploads.archives.kinds import HEAD, is_archive
from uploads.limits import sized
from uploads.names import called, place


@dataclass(frozen=True)
class Member:
    """A file's harmless path with its content, or with one sentence that says why it was refused."""

    place: str
    content: bytes | None
    refused: str
    part: float  # of the archive that was read so far, from 0 to 1


def taken(raw: str, content: bytes, part: float) -> Member:
    """The file with its content, unless it is an archive itself."""
    if is_archive(content[:HEAD]):
        return refused(raw, "is an archive inside the archive: please unpack it first.", part)
    return Member(place(raw), content, "", part)


def refused(raw: str, reason: str, part: float) -> Member:
    """The file without its content; the reason follows its name in the sentence: "is ...: please ..."."""
    return Member(place(raw), None, f"{called(raw)} {reason}", part)


def too_large(most: int) -> str:
    """The reason for a file of more than this many bytes."""
    return f"has more than {sized(most)}: please make the image smaller."


LINK = "is a link to another file, which is not followed: please pack the image itself."
NO_FILE = "is a device or a pipe, not an image: please leave it out."
DAMAGED = "is damaged in the archive: please pack it again."
