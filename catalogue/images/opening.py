"""The formats of image files that are read, and opening a file, which reads its header and decodes nothing."""

import io

from PIL import Image

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM", "AVIF")  # Pillow knows more, some of which run programs
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
"""The brands that phones write into the first box of a HEIC file."""


def is_heic(content: bytes) -> bool:
    """Whether a file begins like a HEIC photograph."""
    return content[4:8] == b"ftyp" and content[8:12] in HEIC


def open_image(content: bytes) -> Image.Image:
    """The opened image; raises what Pillow's `open` raises if the file is in none of our formats.

    The library for HEIC is imported with the first such file. It reads the size first, and decodes nothing that
    is larger than its header says.
    """
    if not is_heic(content):
        return Image.open(io.BytesIO(content), formats=FORMATS)
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    return Image.open(io.BytesIO(content), formats=(*FORMATS, "HEIF"))
