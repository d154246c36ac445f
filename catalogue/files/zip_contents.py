"""The bytes of one file of a zip, however they are packed, and never more than the zip's list of files says."""

import bz2
import copy
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from typing import IO, Any

from catalogue.files.member import DAMAGED, Damaged

AT_ONCE = 2**20
DEFLATE64, ZSTD = 9, 93


def content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of the file, never more than the list says; Damaged if they cannot be read."""
    read = READERS[info.compress_type]
    try:
        return read(archive, info)
    except (MemoryError, ImportError):
        raise
    except Exception as error:  # on damaged bytes the readers raise almost anything
        raise Damaged(DAMAGED) from error


def _by_zipfile(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as file:
        content = _whole(file, info.file_size)
    if len(content) != info.file_size:
        raise zipfile.BadZipFile("it is shorter than its list says")
    return content


def _unpacked(unpack: Callable[[Any], Any], archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a file that zipfile cannot unpack, or only without a limit: 4 kB of bzip2 can hold gigabytes."""
    packed = copy.copy(info)
    packed.compress_type, packed.file_size, packed.CRC = zipfile.ZIP_STORED, info.compress_size, None  # type: ignore
    with archive.open(packed) as file, unpack(file) as unpacked:
        content = _whole(unpacked, info.file_size)
    if zlib.crc32(content) != info.CRC:
        raise zipfile.BadZipFile("its checksum differs from its list")
    return content


def _zstd(file: IO[bytes]) -> Any:
    from backports import zstd

    return zstd.open(file)


class _Deflate64:
    """A stream that unpacks Deflate64, which Windows writes for large files."""

    def __init__(self, file: IO[bytes]) -> None:
        from inflate64 import Inflater

        self.file, self.inflater, self.waiting = file, Inflater(), bytearray()

    def __enter__(self) -> "_Deflate64":
        return self

    def __exit__(self, *_fault: object) -> None:
        pass

    def read(self, n_bytes: int) -> bytes:
        """Up to this many bytes; empty at the end."""
        while not self.waiting and (packed := self.file.read(1024)):  # 1 kB unpacks to 1 MB at most
            self.waiting += self.inflater.inflate(packed)
        content = bytes(self.waiting[:n_bytes])
        del self.waiting[:n_bytes]
        return content


def _whole(file: Any, most: int) -> bytes:
    content = bytearray()
    while chunk := file.read(AT_ONCE):  # in pieces, because zipfile counts only after unpacking what it is asked for
        content += chunk
        if len(content) > most:
            raise zipfile.BadZipFile("it is longer than its list says")
    return bytes(content)


READERS: dict[int, Callable[[zipfile.ZipFile, zipfile.ZipInfo], bytes]] = {
    zipfile.ZIP_STORED: _by_zipfile,
    zipfile.ZIP_DEFLATED: _by_zipfile,
    zipfile.ZIP_BZIP2: partial(_unpacked, bz2.open),
    DEFLATE64: partial(_unpacked, _Deflate64),
    ZSTD: partial(_unpacked, _zstd),
}
"""How each way of packing is read; LZMA in a zip has a header of its own, and hardly any program writes it."""
