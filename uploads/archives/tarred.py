"""The files of a tar, header by header: tarfile believes what headers say of their own length, this does not."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

from uploads import names
from uploads.archives.member import LINK, NO_FILE, Member, refused, taken, too_large
from uploads.archives.unpacking import CUT, Unpacked
from uploads.limits import Limits, UnusableUpload

BLOCK = 512
MOST_NOTES = 2**20  # bytes of what stands before one file: its long name, and what a system notes about it

PAX, NAME, OTHER_NOTES = (b"x", b"X"), b"L", (b"g", b"K")
LINKS = (tarfile.LNKTYPE, tarfile.SYMTYPE)
NO_FILES = (tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
SPARSE = "is stored with gaps (a sparse file): please pack the image itself."
UNKNOWN = "is not a plain file: please pack the image itself."


def tarred(path: Path, packing: str, limits: Limits, title: str) -> Iterator[Member]:
    """Every file of a tar, packed as gz, bz2, xz or not at all; UnusableUpload if it is not whole."""
    with Unpacked(path, packing, limits, title) as stream:
        n_members, notes = 0, dict[str, str]()
        for header in _headers(stream):
            if header.type in (*PAX, NAME, *OTHER_NOTES):
                notes |= _notes(stream, header)
                continue
            n_members += 1
            if n_members > limits.files:
                raise UnusableUpload(f"{title} holds more than {limits.files:,} files: please bring fewer.")
            member = _member(stream, header, notes)
            notes = {}
            if member:
                yield member


def _headers(stream: Unpacked) -> Iterator[tarfile.TarInfo]:
    """Each header that follows; between and after them may lie blocks of zeros, and the last block must be one."""
    ended = False
    while block := stream.upto(BLOCK):
        ended = not block.strip(b"\0")
        if ended:
            continue
        try:
            header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except (tarfile.HeaderError, ValueError) as error:
            raise _fault(stream, stream.n_read <= BLOCK) from error
        if header.size < 0:
            raise UnusableUpload(f"{stream.title} {CUT}")
        if header.type == tarfile.GNUTYPE_SPARSE:
            _skip_map(stream, block)
        yield header
    if not ended:
        raise UnusableUpload(f"{stream.title} {CUT}")


def _fault(stream: Unpacked, is_first: bool) -> UnusableUpload:
    """What to say of a block that is no header: at the very beginning, the file is no tar at all."""
    if is_first and stream.packing != "tar":
        return UnusableUpload(
            f"{stream.title} is one compressed file, not an archive: please pack the folders of images as a zip."
        )
    return UnusableUpload(f"{stream.title} {CUT}")


def _skip_map(stream: Unpacked, block: bytes) -> None:
    more = block[482]
    while more:
        more = stream.exactly(BLOCK)[504]


def _notes(stream: Unpacked, header: tarfile.TarInfo) -> dict[str, str]:
    """What is noted of the next file: its name, its size, and whether it has gaps."""
    if header.size > MOST_NOTES:
        raise UnusableUpload(
            f"{stream.title} has a note of more than 1 MB on one of its files: please pack the folders as a zip."
        )
    content = stream.exactly(_padded(header.size))[: header.size]
    if header.type == NAME:
        return {"path": content.split(b"\0")[0].decode("utf-8", "surrogateescape")}
    return _pax(content) if header.type in PAX else {}


def _pax(content: bytes) -> dict[str, str]:
    """The records "length key=value" of a pax header (POSIX.1-2001); what is damaged ends them."""
    found = dict[str, str]()
    while content:
        length, _, _ = content.partition(b" ")
        if not length.isdigit() or len(length) > 7 or int(length) <= len(length) + 1:
            break
        key, _, value = content[len(length) + 1 : int(length) - 1].partition(b"=")
        found[key.decode("utf-8", "replace")] = value.decode("utf-8", "surrogateescape")
        content = content[int(length) :]
    return found


def _member(stream: Unpacked, header: tarfile.TarInfo, notes: dict[str, str]) -> Member | None:
    raw = notes.get("path", header.name)
    size = _size(stream, header, notes)
    if header.type == tarfile.DIRTYPE:
        return None
    if reason := _reason(header, notes, size, stream.limits):
        stream.skip(0 if header.type in (*LINKS, *NO_FILES) else _padded(size))
        return refused(raw, reason, stream.part)
    if sentence := names.refusal(raw):
        stream.skip(_padded(size))
        return Member(names.place(raw), None, sentence, stream.part)
    content = stream.exactly(_padded(size))[:size]
    return taken(raw, content, stream.part)


def _size(stream: Unpacked, header: tarfile.TarInfo, notes: dict[str, str]) -> int:
    noted = notes.get("size", str(header.size))
    if not noted.isascii() or not noted.isdigit() or len(noted) > 20:
        raise UnusableUpload(f"{stream.title} {CUT}")
    return int(noted)


def _reason(header: tarfile.TarInfo, notes: dict[str, str], size: int, limits: Limits) -> str:
    if header.type in LINKS:
        return LINK
    if header.type in NO_FILES:
        return NO_FILE
    if header.type == tarfile.GNUTYPE_SPARSE or any(key.startswith("GNU.sparse") for key in notes):
        return SPARSE
    if header.type not in tarfile.REGULAR_TYPES:
        return UNKNOWN
    return too_large(limits.image_bytes) if size > limits.image_bytes else ""


def _padded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK
