"""One table of images that comes without a folder or an archive around it."""

from collections.abc import Iterator
from pathlib import Path

from catalogue.containers.tables import is_one
from catalogue.files.entry import Entry


class Alone:
    """A file that is its own folder; its name may have been lost on the way, but not that it is a table."""

    def __init__(self, path: Path, title: str) -> None:
        self.path, self.title = path, title

    def entries(self) -> Iterator[Entry]:
        """The file itself."""
        name = self.title if is_one(self.title) else f"{self.title}.parquet"
        yield Entry(name, self.path.stat().st_size, self.path.read_bytes, 0.0)
