"""The files of a tar, read by tarfile from a guarded stream: a damaged header is a fault, not the end of the tar."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

from uploads import names
from uploads.archives.member import LINK, NO_FILE, Member, refused, taken, too_large
from uploads.archives.unpacking import Unpacked
from uploads.limits import Limits, UnusableUpload

SPARSE = "is stored with gaps (a sparse file): please pack the image itself."
UNKNOWN = "is not a plain file: please pack the image itself."


def tarred(path: Path, packing: str, limits: Limits, title: str) -> Iterator[Member]:
    """Every file of a tar, compressed as gz, bz2, xz or not at all; UnusableUpload if the tar is not whole."""
    with Unpacked(path, packing, limits, title) as stream:
        for number, header in enumerate(_headers(stream), 1):
            if number > limits.files:
                raise UnusableUpload(f"{title} holds more than {limits.files:,} files: please upload fewer.")
            if not header.isdir():
                yield _member(stream, header)


class _Header(tarfile.TarInfo):
    """A header that must be intact: tarfile itself would end at a damaged one and lose what follows."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> "_Header":
        stream: Unpacked = archive.fileobj  # type: ignore[assignment]
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if stream.has_ended:
                raise
            raise stream.fault() from error


def _headers(stream: Unpacked) -> Iterator[tarfile.TarInfo]:
    """The header of each file or folder; the stream is then at the file's content."""
    try:
        archive = tarfile.TarFile(fileobj=stream, encoding="utf-8", tarinfo=_Header)  # type: ignore[arg-type]
        while header := archive.next():
            yield header
            archive.members.clear()  # type: ignore[attr-defined]  # tarfile would keep all of them in memory
    except (UnusableUpload, MemoryError):
        raise
    except tarfile.ReadError as error:
        if not stream.has_ended:  # a tar without files ends in an error too
            raise stream.fault() from error
    except Exception as error:  # of a hostile tar tarfile raises almost anything, such as RecursionError
        raise stream.fault() from error


def _member(stream: Unpacked, header: tarfile.TarInfo) -> Member:
    if header.size < 0:
        raise stream.fault()
    if reason := _reason(header, stream.limits):
        return refused(header.name, reason, stream.part)
    if sentence := names.refusal(header.name):
        return Member(names.place(header.name), None, sentence, stream.part)
    return taken(header.name, stream.exactly(header.size), stream.part)


def _reason(header: tarfile.TarInfo, limits: Limits) -> str:
    if header.islnk() or header.issym():
        return LINK
    if header.isdev():
        return NO_FILE
    if header.issparse():
        return SPARSE
    if not header.isreg():
        return UNKNOWN
    return too_large(limits.image_bytes) if header.size > limits.image_bytes else ""
