"""Compressed streams read piece by piece, counted, and in bounded memory."""

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from pathlib import Path
from typing import IO

from uploads.limits import Limits, UnusableUpload, sized

XZ_BYTES = 100 * 2**20  # what xz -9 needs to unpack; a file may ask for four gigabytes
AT_ONCE = 2**16
MOST_NOTES = 2**20  # bytes of the notes on one file: its long name, and what systems add

CUT = "is damaged or not complete: please pack or send it again."
HUNGRY = "needs too much memory to be unpacked: please pack the folders as a zip."
BROKEN = (lzma.LZMAError, zlib.error, EOFError, OSError, ValueError)


class Unpacked:
    """The content of a tar, compressed or not, from beginning to end; raises UnusableUpload for every fault.

    `read`, `seek` and `tell` are what tarfile asks of a file: it may read headers and notes, and skip forward.
    """

    def __init__(self, path: Path, packing: str, limits: Limits, title: str) -> None:
        self.path, self.packing, self.limits, self.title = path, packing, limits, title
        self.n_read = 0
        self.has_ended = False  # after a block of zeros, as a whole tar does

    def __enter__(self) -> "Unpacked":
        self.file = self.path.open("rb")
        self.stream = _stream(self.file, self.packing)
        return self

    def __exit__(self, *_fault: object) -> None:
        self.file.close()

    @property
    def part(self) -> float:
        """The part of the file that was read so far, from 0 to 1."""
        return min(1.0, self.file.tell() / max(1, self.path.stat().st_size))

    def exactly(self, n_bytes: int) -> bytes:
        """The next bytes; UnusableUpload if the file ends before."""
        content = self._upto(n_bytes)
        if len(content) < n_bytes:
            raise self.fault()
        return content

    def read(self, n_bytes: int) -> bytes:
        """A header, empty at the end of the file, or a note on the next file, such as its long name."""
        if n_bytes == tarfile.BLOCKSIZE:
            header = self._upto(n_bytes)
            while header and not header.strip(b"\0"):  # zeros end a tar, and fill the gap before a second one
                header = self._upto(n_bytes)
                self.has_ended = not header
            return header
        if n_bytes > MOST_NOTES:  # tarfile would read gigabytes at once
            raise UnusableUpload(
                f"{self.title} has a note of more than 1 MB on one of its files: please pack the folders as a zip."
            )
        return self.exactly(n_bytes)

    def seek(self, position: int) -> None:
        """Skip forward; what is skipped counts as read."""
        if position < self.n_read:
            raise self.fault()
        while position > self.n_read:
            self.exactly(min(position - self.n_read, AT_ONCE))

    def tell(self) -> int:
        """How many bytes were read."""
        return self.n_read

    def fault(self) -> UnusableUpload:
        """What to say when the tar cannot be read on; at the first header, the file holds no tar at all."""
        if self.n_read <= tarfile.BLOCKSIZE and self.packing != "tar":
            return UnusableUpload(
                f"{self.title} is one compressed file, not an archive: please pack the folders of images as a zip."
            )
        return UnusableUpload(f"{self.title} {CUT}")

    def _upto(self, n_bytes: int) -> bytes:
        """The next bytes, fewer only at the end."""
        try:
            content = self.stream.read(max(0, n_bytes))
        except BROKEN as error:
            too_much = "Memory usage limit" in str(error)
            raise UnusableUpload(f"{self.title} {HUNGRY if too_much else CUT}") from error
        self.n_read += len(content)
        if self.n_read > self.limits.unpacked_bytes:
            most = sized(self.limits.unpacked_bytes)
            raise UnusableUpload(f"{self.title} unpacks to more than {most}: please upload fewer or smaller images.")
        return content


def _stream(file: IO[bytes], packing: str) -> IO[bytes]:
    if packing == "gz":
        return gzip.open(file)  # type: ignore[return-value]
    if packing == "bz2":
        return bz2.open(file)
    return io.BufferedReader(_Xz(file), AT_ONCE) if packing == "xz" else file  # type: ignore[return-value]


class _Xz(io.RawIOBase):
    """An xz file with a limit of memory and zeros between its parts: lzma.open knows neither."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.waiting = file, b""
        self.decompressor: lzma.LZMADecompressor | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        content = b""
        while not content:
            if self.decompressor is None or self.decompressor.eof:
                while not self.waiting.strip(b"\0"):
                    self.waiting = self.file.read(AT_ONCE)
                    if not self.waiting:
                        return 0
                self.waiting = self.waiting.lstrip(b"\0")
                self.decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_BYTES)
            elif self.decompressor.needs_input:
                self.waiting = self.file.read(AT_ONCE)
                if not self.waiting:
                    raise EOFError
            content = self.decompressor.decompress(self.waiting, len(buffer))
            self.waiting = self.decompressor.unused_data  # empty until this part ends
        buffer[: len(content)] = content
        return len(content)
