"""Image files decoded and brought to one size and one mode."""

import io
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from catalogue.entries import UnusableDataset

if TYPE_CHECKING:
    from PIL.Image import Image

ImageArray = NDArray[np.uint8]

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")  # Pillow knows more, some of which run programs
SMALLEST, LARGEST = 16, 96  # sides of images that are kept as they are, if all are alike
WORKING = (64, 64)  # what all others are brought to
AT_ONCE = 4_000_000  # pixels that are brought to 8 bits together


def alike(images: list[ImageArray]) -> NDArray[np.uint8]:
    """All images as (n, height, width, channels): grey if all are grey; of their own size if all have it."""
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
    """One image, uint8 (height, width) or (height, width, 3); raises UnusableDataset that names `place`."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as image:
            is_kept = all(SMALLEST <= side <= LARGEST for side in image.size)
            return np.asarray(plain(upright(image)) if is_kept else fitted(image, WORKING))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise UnusableDataset(f"{place} cannot be read as an image: please mend it or take it out.") from error


def at_size(content: bytes, side: int) -> ImageArray:
    """An image file that was decoded before, cut and brought to this side, or with 0 as it is; else as `decode`."""
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        return np.asarray(fitted(image, (side, side)) if side else plain(upright(image)))


def plain(image: "Image") -> "Image":
    """The image in 8 bits, grey or red, green and blue; what is transparent becomes white."""
    from PIL import Image

    if image.mode in ("L", "RGB") and "transparency" not in image.info:
        return image
    rows = max(1, AT_ONCE // image.width)
    if image.height <= rows:
        return _plain(image)
    whole = None
    for top in range(0, image.height, rows):  # in bands: each step on the way is another copy of all pixels
        band = _plain(image.crop((0, top, image.width, min(top + rows, image.height))))
        whole = whole or Image.new(band.mode, image.size)
        whole.paste(band, (0, top))
    return whole or image


def _plain(image: "Image") -> "Image":
    from PIL import Image

    if image.mode.startswith("I"):  # grey in 16 bits; a PPM file's come as 32
        return Image.fromarray((np.asarray(image) >> 8).clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        top = image if image.mode == "RGBA" else image.convert("RGBA")
        flat = Image.alpha_composite(Image.new("RGBA", image.size, "white"), top)
        return flat.convert("L" if image.mode == "LA" else "RGB")
    return image.convert("L" if image.mode == "1" else "RGB")


def upright(image: "Image") -> "Image":
    """The image the way up that the camera was held, turned in place: a copy could be hundreds of megabytes."""
    from PIL import ImageOps

    image.load()
    with suppress(Exception):  # a damaged note on how the camera was held is no reason to refuse the image
        ImageOps.exif_transpose(image, in_place=True)
    return image


def fitted(image: "Image", size: tuple[int, int]) -> "Image":
    """The middle of an image at this width and height, the way up that the camera was held."""
    from PIL import Image, ImageOps

    image.draft(None, (2 * size[0], 2 * size[1]))  # a JPEG is decoded smaller, which is many times faster
    return ImageOps.fit(plain(upright(image)), size, Image.Resampling.LANCZOS)


def _resized(image: ImageArray) -> ImageArray:
    from PIL import Image, ImageOps

    return np.asarray(ImageOps.fit(Image.fromarray(image), WORKING, Image.Resampling.LANCZOS))
