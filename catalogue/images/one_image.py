"""One image file that a visitor adds: turned into the models' input, or refused with one clear sentence."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from catalogue.formats import IS_TEXT, NO_IMAGE, OTHER_KINDS, TEXT, why_unsupported
from catalogue.images.decode import fitted
from catalogue.images.ending import with_end
from catalogue.images.look import Glance, common_look, glance, is_flat
from catalogue.images.opening import is_heic, open_image

MOST_PIXELS = 65_000_000  # phones have up to 64 million; thirty such images still fit in memory

STAND_INS = {
    b"<html": "a web page, not an image: if it should be one, please download it again",
    b"version https://git-lfs": "a pointer of Git LFS to the image: please fetch the image itself with `git lfs pull`",
}
"""Texts that are often stored under an image's name, recognised by these words near their beginning, in lower case."""


class UnusableImage(ValueError):  # noqa: N818 - reads as what it says: no "Error" is needed
    """A file cannot be read as an image."""


@dataclass(frozen=True, eq=False)
class Glimpse:
    """A thumbnail (side, side, 3) in the image's own look; the whole image's upright size and Pillow's mode."""

    pixels: NDArray[np.uint8]
    width: int
    height: int
    mode: str
    seen: Glance

    @property
    def colour(self) -> list[int] | None:
        """The mean red, green and blue of an image that shows one colour only; None for any other image."""
        return self.pixels.mean(axis=(0, 1)).round().astype(int).tolist() if is_flat(self.pixels) else None


def one_image(content: bytes, name: str, shape: tuple[int, int, int], *, with_heic: bool = False) -> NDArray[np.uint8]:
    """The middle of an image file's first frame, upright, in a data set's shape (height, width, channels).

    Raises UnusableImage, one sentence about `name`; also for a HEIC image, unless `with_heic`.
    """
    height, width, channels = shape
    name = " ".join(name.split())[:60] or "The file"
    if is_heic(content) and not with_heic:  # a process that serves visitors never decodes HEIC
        raise UnusableImage(f"{name} is a HEIC image, which cannot be read here: please save it as JPEG or PNG.")
    with open_checked(content, name) as image:
        small, _ = _fitted(image, (width, height), name)
        return np.array(small.convert("L" if channels == 1 else "RGB")).reshape(shape)


def glimpse(content: bytes, name: str, side: int, most_pixels: int = MOST_PIXELS) -> Glimpse:
    """A thumbnail of an image file's middle, after decoding the whole first frame; UnusableImage as in `one_image`."""
    with open_checked(content, name, most_pixels) as image:
        (width, height), mode = image.size, image.mode
        small, seen = _fitted(image, (side, side), name)
        pixels = np.array(small.convert("RGB"))
        if (image.width > image.height) != (width > height):  # it has been turned upright
            width, height = height, width
    return Glimpse(pixels, width, height, mode, seen)


def open_checked(content: bytes, name: str, most_pixels: int = MOST_PIXELS) -> Image.Image:
    """The image with only its header read; UnusableImage as in `one_image`."""
    if not content:
        raise UnusableImage(f"{name} is empty: please choose a file with an image in it.")
    most = f"{most_pixels / 1_000_000:g} million" if most_pixels >= 1_000_000 else f"{most_pixels:,}"
    too_large = f"{name} has more than {most} pixels: please make it smaller first."
    try:
        image = open_image(content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusableImage(too_large) from error
    except UnidentifiedImageError as error:
        raise UnusableImage(_other_kind(content, name)) from error
    except ModuleNotFoundError:  # the file is not at fault
        raise
    except Exception as error:  # on a damaged file Pillow's readers raise almost anything
        raise UnusableImage(_fault(error, name)) from error
    if image.width * image.height > most_pixels:
        raise UnusableImage(too_large)
    if image.mode == "F":
        raise UnusableImage(f"{name} holds measured numbers, not colours: please save it as JPEG or PNG.")
    whole = with_end(content)
    return image if whole is content else open_image(whole)


def _fitted(image: Image.Image, size: tuple[int, int], name: str) -> tuple[Image.Image, Glance]:
    try:
        seen = glance(image)
        return fitted(image, size, common_look([seen.bits], [seen.hidden_on])), seen
    except Exception as error:  # on a damaged file Pillow's readers raise almost anything
        raise UnusableImage(_fault(error, name)) from error


def _fault(error: Exception, name: str) -> str:
    if isinstance(error, MemoryError):
        return f"{name} needs more memory than one image may take: please make it smaller first."
    return f"{name} is damaged or not complete: please save or send it again."


def _other_kind(content: bytes, name: str) -> str:
    """The sentence about a file in none of our formats, which names the file's kind if the first bytes tell it."""
    head = content[:1024].lower()
    if head[4:8] == b"ftyp":
        kind = "a HEIC image" if is_heic(content) else "an AVIF image" if head[8:11] == b"avi" else ""
        if kind:  # an intact one would have been opened
            return f"{name} is {kind} that is damaged or not complete: please save or send it again."
        return f"{name} is a film, which cannot be read here: please save single images of it as JPEG or PNG."
    for word, kind in STAND_INS.items():
        if word in head:
            return f"{name} is {kind}."
    for word, kind in OTHER_KINDS.items():
        if word in head:
            return f"{name} is {kind}, not an image made of pixels: please save it as JPEG or PNG."
    if reason := why_unsupported(content[:1024], name):
        return f"{name} {reason}"
    if re.search(TEXT, name) and b"\0" not in head:
        return f"{name} {IS_TEXT}"
    return f"{name} is {NO_IMAGE}"
