"""One table of images that comes without a folder or an archive around it."""

from collections.abc import Iterator
from pathlib import Path

from catalogue.containers.tables import is_one
from catalogue.files.entry import FileEntry


class Alone:
    """A file that is its own folder; its name may have been lost on the way, but not that it is a table."""

    def __init__(self, path: Path, title: str, ending: str) -> None:
        self.path, self.name = path, title if title.lower().endswith(ending) or is_one(title) else f"{title}{ending}"

    def entries(self) -> Iterator[FileEntry]:
        """The file itself."""
        yield FileEntry(self.name, self.path.stat().st_size, self.path.read_bytes)
