"""Image files decoded, and images converted to one size and one mode."""

import io
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from catalogue.entries import UnusableDataset
from catalogue.images import ImageArray

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")  # Pillow knows more, some of which run programs
SMALLEST, LARGEST = 16, 96  # sides of images that keep their size, if all have the same
WORKING = (64, 64)  # the size of all others
AT_ONCE = 4_000_000  # pixels that are converted to 8 bits at a time


def alike(images: list[ImageArray]) -> ImageArray:
    """All images as (n, height, width, channels): grey if all are grey; at their own size if they share it."""
    sizes = {image.shape[:2] for image in images}
    n_channels = 3 if any(image.ndim == 3 for image in images) else 1
    height, width = sizes.pop() if len(sizes) == 1 else WORKING
    X = np.empty((len(images), height, width, n_channels), np.uint8)
    for number, image in enumerate(images):
        if image.shape[:2] != (height, width):
            image = _resized(image)
        X[number] = image if image.ndim == 3 else image[..., np.newaxis]
    return X


def decode(content: bytes, place: str) -> ImageArray:
    """One image (height, width) or (height, width, 3); raises UnusableDataset, which names `place`."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            is_kept = all(SMALLEST <= side <= LARGEST for side in image.size)
            return np.asarray(plain(upright(image)) if is_kept else fitted(image, WORKING))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise UnusableDataset(f"{place} cannot be read as an image: please repair or remove it.") from error


def at_size(content: bytes, side: int) -> ImageArray:
    """An image file that is known to be readable, cropped and resized to this side, or at its own size for 0."""
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        return np.asarray(fitted(image, (side, side)) if side else plain(upright(image)))


def plain(image: "Image") -> "Image":
    """The image in 8 bits, grey or red, green and blue; transparent parts become white."""
    from PIL import Image

    if image.mode in ("L", "RGB") and "transparency" not in image.info:
        return image
    rows = max(1, AT_ONCE // image.width)
    if image.height <= rows:
        return _plain(image)
    whole = None
    for top in range(0, image.height, rows):  # in bands, because each conversion copies all pixels
        band = _plain(image.crop((0, top, image.width, min(top + rows, image.height))))
        whole = whole or Image.new(band.mode, image.size)
        whole.paste(band, (0, top))
    return whole or image


def _plain(image: "Image") -> "Image":
    from PIL import Image

    if image.mode.startswith("I"):  # 16-bit grey, which Pillow reads from a PPM file as 32
        return Image.fromarray((np.asarray(image) >> 8).clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        top = image if image.mode == "RGBA" else image.convert("RGBA")
        flat = Image.alpha_composite(Image.new("RGBA", image.size, "white"), top)
        return flat.convert("L" if image.mode == "LA" else "RGB")
    return image.convert("L" if image.mode == "1" else "RGB")


def upright(image: "Image") -> "Image":
    """The image turned upright by its EXIF data, in place: a copy could be hundreds of megabytes."""
    from PIL import ImageOps

    image.load()
    with suppress(Exception):  # damaged EXIF data are no reason to refuse the image
        ImageOps.exif_transpose(image, in_place=True)
    return image


def fitted(image: "Image", size: tuple[int, int]) -> "Image":
    """The middle of an image at this width and height, upright."""
    from PIL import Image, ImageOps

    image.draft(None, (2 * size[0], 2 * size[1]))  # decodes a JPEG at a smaller size, which is many times faster
    return ImageOps.fit(plain(upright(image)), size, Image.Resampling.LANCZOS)


def _resized(image: ImageArray) -> ImageArray:
    from PIL import Image, ImageOps

    return np.asarray(ImageOps.fit(Image.fromarray(image), WORKING, Image.Resampling.LANCZOS))
