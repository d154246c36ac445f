"""Compressed streams read piece by piece: counted, in bounded memory, and whole to their ends."""

import bz2
import gzip
import io
import lzma
import zlib
from pathlib import Path
from typing import IO

from uploads.limits import Limits, UnusableUpload, sized

XZ_BYTES = 100 * 2**20  # what xz -9 needs to unpack; a file may ask for four gigabytes
AT_ONCE = 2**16

BROKEN = (lzma.LZMAError, zlib.error, EOFError, OSError, ValueError)


class Unpacked:
    """The content of a tar, packed or not, from its beginning to its end; raises UnusableUpload for every fault."""

    def __init__(self, path: Path, packing: str, limits: Limits, title: str) -> None:
        self.path, self.packing, self.limits, self.title = path, packing, limits, title
        self.n_read = 0

    def __enter__(self) -> "Unpacked":
        self.file = self.path.open("rb")
        self.stream = _stream(self.file, self.packing)
        return self

    def __exit__(self, *_fault: object) -> None:
        self.file.close()

    @property
    def part(self) -> float:
        """How much of the file as it arrived lies behind."""
        return min(1.0, self.file.tell() / max(1, self.path.stat().st_size))

    def upto(self, n_bytes: int) -> bytes:
        """The next bytes, fewer only at the end."""
        try:
            content = self.stream.read(n_bytes)
        except BROKEN as error:
            too_much = "Memory usage limit" in str(error)
            raise UnusableUpload(f"{self.title} {HUNGRY if too_much else CUT}") from error
        self.n_read += len(content)
        if self.n_read > self.limits.unpacked_bytes:
            most = sized(self.limits.unpacked_bytes)
            raise UnusableUpload(f"{self.title} unpacks to more than {most}: please bring fewer or smaller images.")
        return content

    def exactly(self, n_bytes: int) -> bytes:
        """The next bytes; UnusableUpload if the file ends before."""
        content = self.upto(n_bytes)
        if len(content) < n_bytes:
            raise UnusableUpload(f"{self.title} {CUT}")
        return content

    def skip(self, n_bytes: int) -> None:
        """Pass over bytes, which count as well."""
        while n_bytes > 0:
            n_bytes -= len(self.exactly(min(n_bytes, AT_ONCE)))


CUT = "is damaged or not complete: please pack or send it again."
HUNGRY = "needs too much memory to be unpacked: please pack the folders as a zip."


def _stream(file: IO[bytes], packing: str) -> IO[bytes]:
    if packing == "gz":
        return gzip.open(file)  # type: ignore[return-value]
    if packing == "bz2":
        return bz2.open(file)
    return io.BufferedReader(_Xz(file), AT_ONCE) if packing == "xz" else file  # type: ignore[return-value]


class _Xz(io.RawIOBase):
    """An xz file that may not ask for more memory than it is given, which lzma.open cannot be told."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.waiting = b""
        self.decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_BYTES)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while True:
            if self.decompressor.eof and not self._has_more():
                return 0
            if content := self._next(self.decompressor, len(buffer)):
                buffer[: len(content)] = content
                return len(content)

    def _has_more(self) -> bool:
        """Whether another stream follows; zeros may lie between."""
        while not self.waiting.strip(b"\0"):
            self.waiting = self.file.read(AT_ONCE)
            if not self.waiting:
                return False
        self.waiting = self.waiting.lstrip(b"\0")
        self.decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_BYTES)
        return True

    def _next(self, decompressor: lzma.LZMADecompressor, most: int) -> bytes:
        if decompressor.needs_input:
            self.waiting = self.waiting or self.file.read(AT_ONCE)
            if not self.waiting:
                raise EOFError
        content = decompressor.decompress(self.waiting, most)
        self.waiting = decompressor.unused_data  # empty until the stream ends
        return content
