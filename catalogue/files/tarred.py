"""The files of a tar, read by tarfile from a guarded stream: a damaged header is a fault, not the end of the tar."""

import posixpath
import tarfile
from collections.abc import Callable, Iterator
from functools import cached_property, partial

from catalogue.entries import UnusableDataset
from catalogue.files.encodings import decoder, stored_bytes
from catalogue.files.member import NO_FILE, FileEntry, target_of
from catalogue.files.unpacking import Unpacked

SPARSE = "is stored with gaps (a sparse file): please pack the image itself."
UNKNOWN = "is not a plain file: please pack the image itself."


class Tar:
    """A tar, opened by `unpacked` each time that it is read; UnusableDataset if it is damaged or cut off."""

    def __init__(self, unpacked: Callable[[], Unpacked]) -> None:
        self.unpacked = unpacked

    def files(self) -> Iterator[FileEntry]:
        """Every file, in the tar's order."""
        with self.unpacked() as stream:
            for number, header in enumerate(_headers(stream), 1):
                stream.limits.check_files(number, stream.title)
                if not header.isdir():
                    yield self._entry(stream, header)

    def _entry(self, stream: Unpacked, header: tarfile.TarInfo) -> FileEntry:
        if header.size < 0:
            raise stream.fault()
        name = self._text(header.name)
        if header.issym() or header.islnk():
            target = self._text(header.linkname)
            if header.islnk():  # a hard link's target is a place in the tar
                target = posixpath.relpath(target, posixpath.dirname(name) or ".") if target[:1] != "/" else target
            return FileEntry(name, progress=stream.progress, target=target_of(name, target))
        read = partial(stream.read_exactly, header.size)
        return FileEntry(name, header.size, read, stream.progress, refused=_reason(header))

    def _text(self, name: str) -> str:
        """The name, decoded again if it is not UTF-8, because an old tar does not say how its names are encoded."""
        is_undecoded = any("\udc80" <= letter <= "\udcff" for letter in name)
        return self._decode(stored_bytes(name)) if is_undecoded else name

    @cached_property
    def _decode(self) -> Callable[[bytes], str]:
        with self.unpacked() as stream:
            return decoder(stored_bytes(header.name) for header in _headers(stream))


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
    except (UnusableDataset, MemoryError):
        raise
    except tarfile.ReadError as error:
        if not stream.has_ended:  # a tar without files ends in an error too
            raise stream.fault() from error
    except Exception as error:  # on a hostile tar, tarfile raises almost anything, such as RecursionError
        raise stream.fault() from error


def _reason(header: tarfile.TarInfo) -> str:
    if header.isdev():
        return NO_FILE
    if header.issparse():
        return SPARSE
    return "" if header.isreg() else UNKNOWN
