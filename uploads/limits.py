"""How much a visitor may upload at once, and how the page says so beforehand."""

from catalogue.entries import UnusableDataset
from catalogue.files.limits import Limits, sized
from catalogue.images.opening import FORMATS
from settings import settings

ARCHIVES = ("zip", "tar", "tar.gz", "tar.xz", "tar.bz2", "tar.lzma", "tar.zst")


class UnusableUpload(UnusableDataset):
    """An upload cannot be used; one sentence says why, and what to do instead."""


def limits() -> Limits:
    """What the operator's settings allow."""
    allowed = settings()
    return Limits(
        arrived_bytes=allowed.upload_max_bytes,
        unpacked_bytes=allowed.upload_max_unpacked_bytes,
        files=allowed.upload_max_files,
        images=allowed.upload_max_images,
        pixels=allowed.upload_max_pixels,
        classes=allowed.upload_max_classes,
        seconds=allowed.upload_max_seconds,
    )


def in_words(limits: Limits) -> str:
    """The limits in two sentences, for a visitor who has sent nothing yet."""
    return (
        f"One upload can have up to {sized(limits.arrived_bytes)} ({sized(limits.unpacked_bytes)} unpacked) with "
        f"{limits.files:,} files, among them {limits.images:,} images in {limits.classes:,} classes, "
        f"each image of up to {sized(limits.image_bytes)} and {counted(limits.pixels)} pixels. "
        f"Images can be {_listed((*FORMATS, 'HEIC'))} files, and archives {_listed(ARCHIVES)}."
    )


def counted(n: int) -> str:
    """A number in words: 50 million, 40,000."""
    return f"{round(n / 1_000_000, 1):g} million" if n >= 1_000_000 else f"{n:,}"


def _listed(words: tuple[str, ...] | list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
