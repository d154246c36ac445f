"""One table of images that comes without a folder or an archive around it."""

from collections.abc import Iterator
from pathlib import Path

from catalogue.containers import tables
from catalogue.files.entry import FileEntry


class Alone:
    """A file in place of a folder of files; a title without the ending of a table gets `ending`."""

    def __init__(self, path: Path, title: str, ending: str) -> None:
        self.path = path
        self.name = title if title.lower().endswith(ending) or tables.reads(title) else f"{title}{ending}"

    def entries(self) -> Iterator[FileEntry]:
        """The file itself."""
        yield FileEntry(self.name, self.path.stat().st_size, self.path.read_bytes)
