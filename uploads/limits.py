"""How much a visitor may upload at once, and how the page says so beforehand."""

from dataclasses import dataclass

from catalogue.images.one_image import FORMATS
from catalogue.sources.files import ARCHIVES, MOST_BYTES
from settings import settings


class UnusableUpload(ValueError):  # noqa: N818 - reads as what it says: no "Error" is needed
    """An upload cannot be used at all; one sentence says why, and what to do instead."""


@dataclass(frozen=True)
class Limits:
    """The most of everything in one upload; `pixels` and `image_bytes` are those of one image."""

    arrived_bytes: int
    unpacked_bytes: int
    files: int
    images: int
    pixels: int
    classes: int
    seconds: float
    image_bytes: int = MOST_BYTES


def limits() -> Limits:
    """What the operator's settings allow."""
    known = settings()
    return Limits(
        arrived_bytes=known.upload_max_bytes,
        unpacked_bytes=known.upload_max_unpacked_bytes,
        files=known.upload_max_files,
        images=known.upload_max_images,
        pixels=known.upload_max_pixels,
        classes=known.upload_max_classes,
        seconds=known.upload_max_seconds,
    )


def in_words(limits: Limits) -> str:
    """The limits in two sentences, for a visitor who has sent nothing yet."""
    archives = [ending.removeprefix(".") for ending in ARCHIVES]
    return (
        f"One upload can have up to {sized(limits.arrived_bytes)} ({sized(limits.unpacked_bytes)} unpacked) with "
        f"{limits.files:,} files, among them {limits.images:,} images in {limits.classes:,} classes, "
        f"each image of up to {sized(limits.image_bytes)} and {counted(limits.pixels)} pixels. "
        f"Images can be {_listed(FORMATS)} files, and archives {_listed(archives)}."
    )


def sized(n_bytes: int) -> str:
    """A number of bytes in words: 200 MB, 1.5 GB; 1 kB is 1,024 bytes."""
    for unit, name in ((2**30, "GB"), (2**20, "MB"), (2**10, "kB")):
        if n_bytes >= unit:
            return f"{round(n_bytes / unit, 1):g} {name}"
    return f"{n_bytes} bytes"


def counted(n: int) -> str:
    """A number in words: 50 million, 40,000."""
    return f"{round(n / 1_000_000, 1):g} million" if n >= 1_000_000 else f"{n:,}"


def _listed(words: tuple[str, ...] | list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
