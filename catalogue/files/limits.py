"""How much of a folder or an archive is read, and how sizes are written."""

import math
from dataclasses import dataclass

from catalogue.entries import UnusableDataset


@dataclass(frozen=True)
class Limits:
    """The maximum of everything in one upload; `pixels` and `image_bytes` are for one image."""

    arrived_bytes: int
    unpacked_bytes: int
    files: int
    images: int
    pixels: int
    classes: int
    seconds: float
    image_bytes: int = 64 * 2**20  # of one image file: a small archive can hold an enormous one
    container_bytes: int = 200 * 2**20  # of a file that holds many images

    def check_files(self, n: int, title: str) -> None:
        """UnusableDataset if this many files of a folder or archive are too many."""
        if n > self.files:
            raise UnusableDataset(f"{title} holds more than {self.files:,} files: please upload fewer.")

    def check_unpacked(self, n_bytes: int, title: str) -> None:
        """UnusableDataset if an archive unpacks to too many bytes."""
        if n_bytes > self.unpacked_bytes:
            most = sized(self.unpacked_bytes)
            raise UnusableDataset(f"{title} unpacks to more than {most}: please upload fewer or smaller images.")


ENDLESS = 2**62
OPERATOR_LIMITS = Limits(ENDLESS, ENDLESS, ENDLESS, ENDLESS, ENDLESS, ENDLESS, math.inf, container_bytes=ENDLESS)
"""The limits of an operator's own data sets: only the size of one image file is limited."""


def sized(n_bytes: int) -> str:
    """A number of bytes with its unit: 200 MB, 1.5 GB; 1 kB is 1,024 bytes."""
    for unit, name in ((2**30, "GB"), (2**20, "MB"), (2**10, "kB")):
        if n_bytes >= unit:
            return f"{round(n_bytes / unit, 1):g} {name}"
    return f"{n_bytes} bytes"
