"""The kind of a file, recognised by its first bytes and never by its name."""

import re
import tarfile

from catalogue.containers.pixels import is_pixel_table
from catalogue.formats import OTHER_KINDS, TABLE, why_unsupported

ARCHIVE_ENDING = r"(?i)\.(zip|tar(\.(gz|bz2|xz|lzma|zst))?|t(gz|bz2?|xz|lz|zst))$"
"""How the names of archives end; which kind of archive a file is, only its content tells."""

HEAD = 1024
"""The number of first bytes that are enough to recognise a file."""

PACKINGS = {
    b"PK\3\4": "zip",
    b"PK\5\6": "zip",
    b"PK\7\10": "zip",
    b"\x1f\x8b": "gz",
    b"BZh": "bz2",
    b"\xfd7zXZ\0": "xz",
    b"\x28\xb5\x2f\xfd": "zst",
    b"\x5d\0\0": "lzma",
}

OTHER_ARCHIVES = {
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"\x04\x22\x4d\x18": "an lz4 archive",
    b"\x1f\x9d": "an archive of the old compress program",
    b"LZIP": "an lzip archive",
    b"MSCF": "a CAB archive",
    b"xar!": "a XAR archive",
    b"\x60\xea": "an ARJ archive",
}

ONE_IMAGE = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")

TABLES = (b"PAR1", b"ARROW1")
"""Tables of images, which need no folder or archive around them."""

PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"#!")


def packing(head: bytes) -> str:
    """How a file is packed: zip, tar, gz, bz2, xz, lzma or zst; empty for any other file."""
    for start, kind in PACKINGS.items():
        if head.startswith(start):
            return kind
    return "tar" if _is_tar(head) else ""


def is_archive(head: bytes) -> bool:
    """Whether a file is an archive, even of a kind that cannot be read here."""
    return any(head) and (bool(packing(head)) or head.startswith(tuple(OTHER_ARCHIVES)))


def is_table(head: bytes) -> bool:
    """Whether a file is a Parquet or Arrow table, or a table of pixels."""
    return head.startswith(TABLES) or is_pixel_table(head)


def what_instead(head: bytes, name: str) -> str:
    """The rest of a sentence about a file that should have been an archive: "is ...: please ..."."""
    for start, kind in OTHER_ARCHIVES.items():
        if head.startswith(start):
            return f"is {kind}, which cannot be opened here: please pack the folders of images as a zip."
    if head.startswith(ONE_IMAGE) or head[4:8] == b"ftyp":
        return "is one image or film: please put the images of each class into a folder and pack the folders as a zip."
    if reason := why_unsupported(head, name):
        return reason
    if re.search(TABLE, name):
        return "is a table, not an archive: please pack it together with the images that it names as a zip."
    return f"is {_kind(head)}, not an archive: please pack the folders of images as a zip."


def _kind(head: bytes) -> str:
    if head.startswith(PROGRAMS):
        return "a program"
    lower = head.lower()
    return next((kind for word, kind in OTHER_KINDS.items() if word in lower), "another kind of file")


def _is_tar(head: bytes) -> bool:
    if head[257:262] == b"ustar" or (len(head) >= 512 and not any(head[:512])):
        return True
    try:
        return bool(tarfile.TarInfo.frombuf(head[:512], "utf-8", "surrogateescape").name)
    except (tarfile.HeaderError, ValueError):
        return False
