"""The door for one picture: any file that a visitor brings becomes what the models see, or one clear sentence."""

import io
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from catalogue.pictures import fitted

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")  # Pillow knows more, some of which run programs
MOST_PIXELS = 50_000_000  # every phone's camera, and at four bytes each still bearable for a class

OTHER_KINDS = {
    b"<svg": "an SVG drawing",
    b"<html": "a web page",
    b"%pdf-": "a PDF document",
    b"%!ps": "a PostScript document",
}
"""What people take for pictures, by words near the beginning, in small letters."""

PHONE_KINDS = {b"avif": "an AVIF picture", b"avis": "an AVIF picture", b"qt  ": "a film", b"mp4": "a film"}
"""What comes in the container that phones use for pictures and films, by the brand in its first box."""


class UnusablePicture(ValueError):  # noqa: N818 - reads as what it says: no "Error" is needed
    """A file cannot be read as a picture."""


def one_picture(content: bytes, name: str, shape: tuple[int, int, int]) -> NDArray[np.uint8]:
    """The middle of a picture file at a data set's shape (height, width, channels), its first frame, upright.

    Raises UnusablePicture, one sentence that calls the file `name`.
    """
    height, width, channels = shape
    name = " ".join(name.split())[:60] or "The file"
    with _opened(content, name) as image:
        try:
            picture = fitted(image, (width, height)).convert("L" if channels == 1 else "RGB")
        except Exception as error:  # on a damaged file Pillow's readers raise almost anything
            raise UnusablePicture(f"{name} is damaged or not complete: please save or send it again.") from error
    return np.array(picture).reshape(shape)


def _opened(content: bytes, name: str) -> "Image":
    """The picture with its header read and nothing decoded yet."""
    from PIL import Image

    if not content:
        raise UnusablePicture(f"{name} is empty: please choose a file with a picture in it.")
    too_large = f"{name} has more than {MOST_PIXELS // 1_000_000} million pixels: please make it smaller first."
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusablePicture(too_large) from error
    except Exception as error:  # as above
        raise UnusablePicture(_other_kind(content, name)) from error
    if image.width * image.height > MOST_PIXELS:
        raise UnusablePicture(too_large)
    if image.mode == "F":
        raise UnusablePicture(f"{name} holds measured numbers, not colours: please save it as JPEG or PNG.")
    return image


def _other_kind(content: bytes, name: str) -> str:
    """What to say of a file in none of our formats, as far as its first bytes tell what it is."""
    head = content[:1024].lower()
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        kind = next((kind for start, kind in PHONE_KINDS.items() if brand.startswith(start)), "a HEIC picture")
        return f"{name} is {kind}, which cannot be read here: please save it as JPEG or PNG."
    for word, kind in OTHER_KINDS.items():
        if word in head:
            return f"{name} is {kind}, not a picture made of pixels: please save it as JPEG or PNG."
    return f"{name} is not a picture that can be read here: please choose a JPEG, PNG, GIF, WebP, TIFF or BMP file."
