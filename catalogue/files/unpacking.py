"""Compressed streams read piece by piece, counted, and in bounded memory."""

import bz2
import gzip
import io
import lzma
import re
import tarfile
from pathlib import Path
from typing import IO, Any

from catalogue.entries import UnusableDataset
from catalogue.files.limits import Limits
from catalogue.formats import why_unsupported

XZ_BYTES = 100 * 2**20  # what xz -9 needs to unpack; a file may ask for four gigabytes
AT_ONCE = 2**16
MOST_NOTES = 2**20  # bytes of the notes on one file: its long name, and what systems add

ONE_FILE = "is one compressed file, not an archive: please pack the folders of images as a zip."
CUT = "is damaged or not complete: please pack or send it again."
NEEDS_MEMORY = "needs too much memory to be unpacked: please pack the folders as a zip."
LARGEST_WINDOW = 27  # of zstd, as a power of two: 128 MB


class Unpacked:
    """The content of a tar, compressed or not, from beginning to end; raises UnusableDataset for every fault.

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
    def progress(self) -> float:
        """The share of the file that was read so far."""
        return min(1.0, self.file.tell() / max(1, self.path.stat().st_size))

    def read_exactly(self, n_bytes: int) -> bytes:
        """As many bytes as asked for; UnusableDataset if the file ends before that."""
        content = self.read_some(n_bytes)
        if len(content) < n_bytes:
            raise self.fault()
        return content

    def read(self, n_bytes: int) -> bytes:
        """For tarfile: a header (empty at the end of the file), or a note on the next file, such as its long name."""
        if n_bytes == tarfile.BLOCKSIZE:
            header = self.read_some(n_bytes)
            while header and not header.strip(b"\0"):  # zeros end a tar, and fill the gap before a tar that follows
                header = self.read_some(n_bytes)
                self.has_ended = not header
            return header
        if n_bytes > MOST_NOTES:  # tarfile would read gigabytes at once
            raise UnusableDataset(
                f"{self.title} has a note of more than 1 MB on one of its files: please pack the folders as a zip."
            )
        return self.read_exactly(n_bytes)

    def seek(self, position: int) -> None:
        """For tarfile: skip forward; what is skipped counts as read."""
        if position < self.n_read:
            raise self.fault()
        while position > self.n_read:
            self.read_exactly(min(position - self.n_read, AT_ONCE))

    def tell(self) -> int:
        """For tarfile: how many bytes were read."""
        return self.n_read

    def fault(self) -> UnusableDataset:
        """The error for a tar that cannot be read further; a file that fails at its first header is no tar at all."""
        if self.n_read <= tarfile.BLOCKSIZE and self.packing != "tar":
            return UnusableDataset(f"{self.title} {why_unsupported(b'', self.title) or ONE_FILE}")
        return UnusableDataset(f"{self.title} {CUT}")

    def read_some(self, n_bytes: int) -> bytes:
        """The next bytes, fewer only at the end."""
        try:
            content = self.stream.read(max(0, n_bytes))
        except MemoryError:
            raise
        except Exception as error:  # on a damaged stream the decompressors raise almost anything
            too_much = re.search("Memory usage limit|too much memory", str(error))
            raise UnusableDataset(f"{self.title} {NEEDS_MEMORY if too_much else CUT}") from error
        self.n_read += len(content)
        self.limits.check_unpacked(self.n_read, self.title)
        return content


def _stream(file: IO[bytes], packing: str) -> IO[bytes]:
    if packing == "gz":
        return gzip.open(file)  # type: ignore[return-value]
    if packing == "bz2":
        return bz2.open(file)
    if packing == "zst":
        from backports import zstd

        most: Any = {zstd.DecompressionParameter.window_log_max: LARGEST_WINDOW}
        return zstd.open(file, options=most)  # type: ignore[return-value]
    if packing in ("xz", "lzma"):
        return io.BufferedReader(_Xz(file, packing), AT_ONCE)
    return file


class _Xz(io.RawIOBase):
    """An xz or lzma file, read with a memory limit and across zeros between its parts; lzma.open can do neither."""

    def __init__(self, file: IO[bytes], packing: str) -> None:
        self.file, self.waiting = file, b""
        self.form = lzma.FORMAT_XZ if packing == "xz" else lzma.FORMAT_ALONE
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
                self.decompressor = lzma.LZMADecompressor(self.form, memlimit=XZ_BYTES)
            elif self.decompressor.needs_input:
                self.waiting = self.file.read(AT_ONCE)
                if not self.waiting:
                    raise EOFError
            content = self.decompressor.decompress(self.waiting, len(buffer))
            self.waiting = self.decompressor.unused_data  # empty until this part ends
        buffer[: len(content)] = content
        return len(content)
