"""One image out of a container: its folders, and a file that every reader of images can open."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from catalogue.files.names import one_folder

SHAPE = "uint8 of shape (n, height, width) or (n, height, width, 3), with n labels"


class Unreadable(ValueError):  # noqa: N818 - reads as what it says
    """A container is not what its name says, or is not complete."""


Boxed = tuple[str, bytes]
"""An image: its place below the container's folder ("train/cat/12.ppm"), and its content."""


def place_of(part: str, label: object, name: str) -> str:
    """The place of an image: its part ("" for none), its class (None for none) and its name."""
    text = label.decode(errors="replace") if isinstance(label, bytes) else str("" if label is None else label)
    return "/".join(folder for folder in (part, one_folder(text.strip()), name) if folder)


def boxed(part: str, labels: Sequence[object], X: NDArray[np.uint8], prefix: str = "") -> Iterator[Boxed]:
    """Images (n, height, width) or (n, height, width, 1 or 3) as PGM or PPM files: a short header, then the pixels.

    Their names are numbers after this prefix.
    """
    if len(labels) != len(X) or X.dtype != np.uint8 or X.ndim not in (3, 4) or X.shape[3:] not in ((), (1,), (3,)):
        found = f"{X.dtype} of shape {X.shape}, with {len(labels)} labels"
        raise Unreadable(f"its images are {found}, and not {SHAPE}")
    kind, ending = ("P6", "ppm") if X.shape[3:] == (3,) else ("P5", "pgm")
    head = f"{kind}\n{X.shape[2]} {X.shape[1]}\n255\n".encode()
    for number, (label, image) in enumerate(zip(labels, X, strict=True)):
        yield place_of(part, label, f"{prefix}{number}.{ending}"), head + image.tobytes()
