"""The files of a folder on this computer; links inside it are followed, links out of it are not."""

import os
import stat
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path

from catalogue.files.encodings import decoder, stored_bytes
from catalogue.files.entry import OUTSIDE, Damaged, FileEntry
from catalogue.files.member import NO_FILE

UNREADABLE = "cannot be opened ({reason}): please allow reading it."


class Folder:
    """A folder, whose entries come in the order of their names."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root = path.resolve()

    def entries(self) -> Iterator[FileEntry]:
        """Every file below the folder."""
        for path, problem in files_below(self.path):
            name = self._decode(stored_bytes(path.relative_to(self.path).as_posix()))
            if problem:
                yield FileEntry(f"{name}/", refused=UNREADABLE.format(reason=problem.lower()))
            else:
                yield self._entry(path, name)

    @cached_property
    def _decode(self) -> Callable[[bytes], str]:
        return decoder(stored_bytes(path.relative_to(self.path).as_posix()) for path, _ in files_below(self.path))

    def _entry(self, path: Path, name: str) -> FileEntry:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            return FileEntry(name, target=self._target(path))
        refused = "" if stat.S_ISREG(status.st_mode) else NO_FILE
        return FileEntry(name, status.st_size, partial(_content, path), refused=refused)

    def _target(self, link: Path) -> str:
        try:
            target = link.resolve().relative_to(self.root)  # a target need not exist
        except (OSError, RuntimeError):  # links in a circle: none of them has a target
            target = link.relative_to(self.path)
        except ValueError:
            return OUTSIDE
        return self._decode(stored_bytes(target.as_posix()))


def files_below(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file and link below a folder, in a fixed order, and the folders that cannot be opened, with the reason."""
    problems = list[OSError]()
    for place, folders, files in os.walk(folder, onerror=problems.append):
        links = [name for name in folders if Path(place, name).is_symlink()]
        folders[:] = sorted(set(folders) - set(links))
        yield from ((Path(place, name), "") for name in sorted([*files, *links]))
    yield from ((Path(os.fsdecode(problem.filename)), problem.strerror or "unknown") for problem in problems)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Damaged(UNREADABLE.format(reason=(error.strerror or "unknown").lower())) from error
