"""The image files of a folder or archive, read into memory one after the other: nothing is unpacked to disk."""

import bz2
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from catalogue.entries import UnusableDataset

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2")
IMAGES = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".pgm")
MOST_BYTES = 64 * 2**20  # of one image file: a small archive can hold an enormous one

OPENERS: dict[str, Any] = {".xz": lzma.open, ".gz": gzip.open, ".tgz": gzip.open, ".bz2": bz2.open}
BROKEN = (zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, OSError, NotImplementedError)

File = tuple[PurePosixPath, bytes]


def stem(path: Path) -> str:
    """The name of a folder, or of an archive without its ending ("cifar10-jpeg")."""
    ending = next((ending for ending in ARCHIVES if path.name.lower().endswith(ending)), "")
    return path.name if path.is_dir() or not ending else path.name[: -len(ending)]


def is_offered(path: Path) -> bool:
    """Whether to list this in the catalogue: a folder or an archive that is not hidden."""
    return not path.name.startswith((".", "__MACOSX")) and is_readable(path)


def is_readable(path: Path) -> bool:
    """Whether there is a folder, or an archive of a known kind, at this path."""
    try:
        return path.is_dir() or (path.is_file() and path.name.lower().endswith(ARCHIVES))
    except OSError:  # a name that no file system accepts
        return False


def image_paths(folder: Path) -> list[Path]:
    """The image files under a folder, in a fixed order; links are left out."""
    found = (path for path in sorted(folder.rglob("*")) if _is_image(PurePosixPath(path.relative_to(folder))))
    return [path for path in found if path.is_file() and not path.is_symlink()]


def image_files(path: Path) -> Iterator[File]:
    """Every image file with its path inside; raises UnusableDataset if the archive is damaged."""
    if path.is_dir():
        yield from ((PurePosixPath(found.relative_to(path)), found.read_bytes()) for found in image_paths(path))
        return
    try:
        yield from _zipped(path) if path.name.lower().endswith(".zip") else _tarred(path)
    except BROKEN as error:
        raise UnusableDataset(
            f"{path.name} is not a complete archive ({error}): please make or download it again."
        ) from error


def _zipped(path: Path) -> Iterator[File]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            place = PurePosixPath(member.filename)
            is_link = stat.S_ISLNK(member.external_attr >> 16)
            if not member.is_dir() and not is_link and _is_image(place):
                _check_size(place, member.file_size)
                if member.flag_bits & 1:
                    raise UnusableDataset(f"{path.name} asks for a password: please pack it again without one.")
                yield place, archive.read(member)


def _tarred(path: Path) -> Iterator[File]:
    if path.suffix.lower() == ".tar":
        _check_end(path)
    opened = OPENERS.get(path.suffix.lower(), Path.open)  # unlike tarfile's own, these notice a missing end
    with opened(path, "rb") as stream, tarfile.open(fileobj=stream, mode="r|") as archive:  # "|": in one pass
        for member in archive:
            place = PurePosixPath(member.name)
            if member.isreg() and _is_image(place):
                _check_size(place, member.size)
                content = archive.extractfile(member)
                yield place, content.read() if content else b""


def _check_end(path: Path) -> None:
    """Look for the zeros that end a tar file: without them, one cut off between two members would seem complete."""
    with path.open("rb") as file:
        file.seek(-512, 2)
        if any(file.read()):
            raise tarfile.ReadError("its end is missing")


def _is_image(place: PurePosixPath) -> bool:
    hidden = any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in place.parts)
    return place.suffix.lower() in IMAGES and not hidden


def _check_size(place: PurePosixPath, n_bytes: int) -> None:
    if n_bytes > MOST_BYTES:
        raise UnusableDataset(f"{place} is larger than {MOST_BYTES // 2**20} MB: please make the image smaller.")
