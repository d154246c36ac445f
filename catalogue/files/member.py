"""One file of a folder or an archive, with its content or the sentence that refuses it."""

from dataclasses import dataclass

from catalogue.files.names import short_name


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


LINK_OUT = "is a link that leads out of the images, which is not followed: please include the image itself."
LINK_LOST = "is a link to a file that is not here: please include the image itself."
NO_FILE = "is a device or a pipe, not an image: please leave it out."
TOO_LARGE = "has more than {most}: please make the image smaller."
INNER_ARCHIVE = "is an archive inside the archive: please unpack it first."
DAMAGED = "is damaged in the archive: please pack it again."
