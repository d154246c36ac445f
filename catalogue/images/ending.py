"""JPEG files that lack their last bytes, as some cameras and broken downloads leave them; browsers show them."""

import io

import numpy as np
from PIL import Image

from catalogue.images import ImageArray

START, SCAN, END = b"\xff\xd8", b"\xff\xda", b"\xff\xd9"
MOST_MISSING = 0.1
"""The largest share of the pixels that may be missing; with more, the image counts as damaged."""
NOISE = b"\x5a\xa5\x3c\xc3\x69\x96"
SMALL = 256  # the side of the reduced images that are compared


def with_end(content: bytes) -> bytes:
    """The file with an end marker added, if it is a JPEG that lacks its end and at most a tenth of its pixels."""
    if not content.startswith(START) or content.rfind(END) > content.rfind(SCAN) >= 0:
        return content
    try:
        return content + END if _missing(content.rstrip(b"\xff")) <= MOST_MISSING else content
    except (OSError, ValueError, SyntaxError, MemoryError):  # the file has other faults too
        return content


def _missing(content: bytes) -> float:
    """The share of the pixels that are missing.

    A decoder makes missing pixels grey if an end marker follows, and noise if noise does: pixels that come out the same
    both times are in the file. The noise comes with and without restart markers, as files are written with and without.
    """
    restarting = b"".join(8 * NOISE + bytes((0xFF, 0xD0 + number)) for number in range(8))
    grey = _reduced(content + END)
    noisy = [_reduced(content + noise * (len(content) // len(noise) + 1) + END) for noise in (NOISE, restarting)]
    is_missing = np.logical_or(noisy[0] != grey, noisy[1] != grey)
    return float(is_missing.reshape(*grey.shape[:2], -1).any(axis=2).mean())


def _reduced(content: bytes) -> ImageArray:
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
        image.draft(None, (SMALL, SMALL))
        return np.asarray(image)
