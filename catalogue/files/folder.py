"""The files of a folder on this computer; links inside it are followed, links out of it are not."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from catalogue.files.encodings import decoder, stored_bytes
from catalogue.files.member import NO_FILE, OUTSIDE, Damaged, FileEntry

UNREADABLE = "cannot be opened ({reason}): please allow reading it."


def folder_files(folder: Path) -> Iterator[FileEntry]:
    """Every file below the folder, in the order of their names."""
    decode = decoder(stored_bytes(path.relative_to(folder).as_posix()) for path, _ in files_below(folder))
    for path, problem in files_below(folder):
        name = decode(stored_bytes(path.relative_to(folder).as_posix()))
        if problem:
            yield FileEntry(f"{name}/", refused=UNREADABLE.format(reason=problem.lower()))
            continue
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            yield FileEntry(name, target=_target(path, folder, decode))
        else:
            refused = "" if stat.S_ISREG(status.st_mode) else NO_FILE
            yield FileEntry(name, status.st_size, partial(_content, path), refused=refused)


def _target(link: Path, folder: Path, decode: Callable[[bytes], str]) -> str:
    """The place in the folder that the link leads to."""
    try:
        target = link.resolve().relative_to(folder.resolve())  # a target need not exist
    except (OSError, RuntimeError):  # links in a circle: none of them has a target
        target = link.relative_to(folder)
    except ValueError:
        return OUTSIDE
    return decode(stored_bytes(target.as_posix()))


def files_below(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file and link below a folder, in a fixed order, and the folders that cannot be opened, with the reason."""
    problems = list[OSError]()
    for place, folders, files in os.walk(folder, onerror=problems.append):
        links = [name for name in folders if Path(place, name).is_symlink()]
        folders[:] = sorted(set(folders) - set(links))
        yield from ((Path(place, name), "") for name in sorted([*files, *links]))
    yield from ((Path(os.fsdecode(problem.filename)), problem.strerror or "unknown") for problem in problems)


def bytes_under(folder: Path) -> int:
    """The bytes of all files below a folder, some of which may just be deleted."""
    n_bytes = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                n_bytes += Path(place, name).lstat().st_size
    return n_bytes


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Damaged(UNREADABLE.format(reason=(error.strerror or "unknown").lower())) from error
