"""Files that are worked out from a kept model and stored beside it."""

import os
from contextlib import suppress
from pathlib import Path


def store(path: Path, content: bytes) -> None:
    """Write the whole file or none of it; no error if it cannot be written, because it can be worked out again."""
    partial = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):  # a full disk, or a model that has just been evicted
        partial.write_bytes(content)
        partial.replace(path)
