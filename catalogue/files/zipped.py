"""The files of a zip, read by zipfile, with the checks that zipfile does not make."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from catalogue.entries import UnusableDataset
from catalogue.files.encodings import decoder
from catalogue.files.limits import Limits
from catalogue.files.member import DAMAGED, NO_FILE, Damaged, FileEntry, target_of
from catalogue.files.zip_contents import READERS, content

ENTRY = b"PK\1\2"
"""The first bytes of each entry in a zip's list of files."""

HEADER_BYTES = 30  # of the header of each file, before its name
AT_ONCE = 2**20
UNICODE_NAME = 0x7075
UTF_8 = 0x800
MOST_LINK_BYTES = 4096
PACKED = "is packed in a way that cannot be read here: please pack it again as a usual zip."


def zip_files(path: Path, limits: Limits, title: str) -> Iterator[FileEntry]:
    """Every file, in the order of the zip's list; UnusableDataset if the zip cannot be trusted as a whole."""
    _check_count(path, limits, title)
    with _opened(path, title) as archive:
        files = [info for info in archive.infolist() if not _is_folder(info)]
        _check(archive.infolist(), limits, title)
        decode = decoder(_bytes_of_name(info) for info in files if not _declared_name(info))
        for number, info in enumerate(files, 1):
            name = _declared_name(info) or decode(_bytes_of_name(info))
            yield _entry(archive, info, name, number / len(files))


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, progress: float) -> FileEntry:
    kind = stat.S_IFMT(info.external_attr >> 16)
    read = partial(content, archive, info)
    if kind == stat.S_IFLNK and info.compress_type in READERS:
        return _link(info, name, read, progress)
    reason = "" if info.compress_type in READERS else PACKED
    if kind in (stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK):
        reason = NO_FILE
    return FileEntry(name, info.file_size, read, progress, refused=reason)


def _link(info: zipfile.ZipInfo, name: str, read: Callable[[], bytes], progress: float) -> FileEntry:
    try:
        target = read().decode() if info.file_size <= MOST_LINK_BYTES else ""
    except (Damaged, UnicodeDecodeError):
        target = ""
    if not target:
        return FileEntry(name, progress=progress, refused=DAMAGED)
    return FileEntry(name, progress=progress, target=target_of(name, target))


def _check_count(path: Path, limits: Limits, title: str) -> None:
    """Refuse a zip with too many entries before opening it: zipfile would hold all of them in memory."""
    n_entries, rest = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(AT_ONCE):
            n_entries += (rest + chunk).count(ENTRY)
            rest = chunk[-len(ENTRY) + 1 :]
            limits.check_files(n_entries, title)


def _opened(path: Path, title: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except MemoryError:
        raise
    except Exception as error:  # on a damaged list zipfile raises almost anything
        raise UnusableDataset(f"{title} is damaged or not complete: please pack or send it again.") from error


def _check(files: list[zipfile.ZipInfo], limits: Limits, title: str) -> None:
    if any(info.flag_bits & 1 for info in files):
        raise UnusableDataset(f"{title} needs a password: please pack it again without one.")
    limits.check_unpacked(sum(info.file_size for info in files), title)
    ends = 0
    for info in sorted(files, key=lambda info: info.header_offset):
        if info.header_offset < ends:
            raise UnusableDataset(f"{title} has files that overlap: please pack it again.")
        ends = info.header_offset + HEADER_BYTES + info.compress_size


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.file_size == 0 and info.orig_filename.replace("\\", "/").endswith("/")


def _bytes_of_name(info: zipfile.ZipInfo) -> bytes:
    """The stored bytes of a name that is not marked as UTF-8: zipfile has decoded each as a letter of code page 437."""
    return info.orig_filename.encode("cp437", "replace")


def _declared_name(info: zipfile.ZipInfo) -> str:
    """The name, if the mark for UTF-8 or Info-ZIP's field 0x7075 says how to decode it; otherwise ""."""
    if info.flag_bits & UTF_8:
        return info.orig_filename
    extra = info.extra
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == UNICODE_NAME and len(field) > 5 and _is_checksum_of(info, field[1:5]):
            return field[5:].decode(errors="replace")
    return ""


def _is_checksum_of(info: zipfile.ZipInfo, checksum: bytes) -> bool:
    """Whether the field belongs to this name: programs that rename a file may leave an old field behind."""
    return zlib.crc32(_bytes_of_name(info)) == int.from_bytes(checksum, "little")
