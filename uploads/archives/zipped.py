"""The files of a zip, read by zipfile, with the checks that zipfile does not make."""

import bz2
import copy
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from uploads import names
from uploads.archives.member import DAMAGED, LINK, NO_FILE, Member, refused, taken, too_large
from uploads.limits import Limits, UnusableUpload, sized

ENTRY = b"PK\1\2"
"""The first bytes of each entry in a zip's list of files."""

HEADER_BYTES = 30  # of the header of each file, before its name
AT_ONCE = 2**20

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError, RuntimeError)


def zipped(path: Path, limits: Limits, title: str) -> Iterator[Member]:
    """Every file of a zip; raises UnusableUpload if it cannot be trusted as a whole."""
    _check_length(path, limits, title)
    with _opened(path, title) as archive:
        files = [info for info in archive.infolist() if not _is_folder(info)]
        _check(archive.infolist(), limits, title)
        for number, info in enumerate(files, 1):
            yield _member(archive, info, number / len(files), limits)


def _check_length(path: Path, limits: Limits, title: str) -> None:
    """Refuse a zip with too many entries before opening it: zipfile would hold all of them in memory."""
    n_entries, rest = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(AT_ONCE):
            n_entries += (rest + chunk).count(ENTRY)
            rest = chunk[-len(ENTRY) + 1 :]
            if n_entries > limits.files:
                raise UnusableUpload(f"{title} holds more than {limits.files:,} files: please upload fewer.")


def _opened(path: Path, title: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except MemoryError:
        raise
    except Exception as error:  # on a damaged list zipfile raises almost anything
        raise UnusableUpload(f"{title} is damaged or not complete: please pack or send it again.") from error


def _check(files: list[zipfile.ZipInfo], limits: Limits, title: str) -> None:
    if any(info.flag_bits & 1 for info in files):
        raise UnusableUpload(f"{title} needs a password: please pack it again without one.")
    if sum(info.file_size for info in files) > limits.unpacked_bytes:
        raise UnusableUpload(
            f"{title} unpacks to more than {sized(limits.unpacked_bytes)}: please upload fewer or smaller images."
        )
    ends = 0
    for info in sorted(files, key=lambda info: info.header_offset):
        if info.header_offset < ends:
            raise UnusableUpload(f"{title} has files that overlap: please pack it again.")
        ends = info.header_offset + HEADER_BYTES + info.compress_size


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.file_size == 0 and info.orig_filename.replace("\\", "/").endswith("/")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, part: float, limits: Limits) -> Member:
    raw = _name(info)
    if sentence := names.refusal(raw):
        return Member(names.place(raw), None, sentence, part)
    if reason := _reason(info, limits):
        return refused(raw, reason, part)
    try:
        return taken(raw, _content(archive, info), part)
    except BROKEN:
        return refused(raw, DAMAGED, part)


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: macOS writes UTF-8 without saying so, and zipfile then decodes it as DOS letters."""
    if not info.flag_bits & 0x800:
        try:
            return info.orig_filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.orig_filename


def _reason(info: zipfile.ZipInfo, limits: Limits) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return LINK
    if kind in (stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK):
        return NO_FILE
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2):
        return "is packed in a way that cannot be read here: please pack it again as a usual zip."
    return too_large(limits.image_bytes) if info.file_size > limits.image_bytes else ""


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes, never more than the list says; raises one of BROKEN."""
    if info.compress_type == zipfile.ZIP_BZIP2:
        return _from_bzip2(archive, info)
    with archive.open(info) as file:
        content = _whole(file, info.file_size)
    if len(content) != info.file_size:
        raise zipfile.BadZipFile("it is shorter than its list says")
    return content


def _from_bzip2(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a bzip2 entry, which zipfile would unpack without limit: 4 kB of bzip2 can hold gigabytes."""
    packed = copy.copy(info)
    packed.compress_type, packed.file_size, packed.CRC = zipfile.ZIP_STORED, info.compress_size, None  # type: ignore
    with archive.open(packed) as file, bz2.open(file) as unpacked:
        content = _whole(unpacked, info.file_size)
    if zlib.crc32(content) != info.CRC:
        raise zipfile.BadZipFile("its checksum differs from its list")
    return content


def _whole(file: IO[bytes], most: int) -> bytes:
    content = bytearray()
    while chunk := file.read(AT_ONCE):  # in pieces: zipfile unpacks all that it is asked for before it counts
        content += chunk
        if len(content) > most:
            raise zipfile.BadZipFile("it is longer than its list says")
    return bytes(content)
