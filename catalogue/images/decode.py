"""Image files decoded, and images converted to one size and one mode."""

from contextlib import suppress

import numpy as np
from PIL import Image, ImageOps

from catalogue.images import ImageArray
from catalogue.images.ending import with_end
from catalogue.images.look import Look, strips
from catalogue.images.opening import open_image

SMALLEST, LARGEST = 16, 96  # sides of images that keep their size, if all images have the same size
WORKING = (64, 64)  # the size that all other images get
USUAL = Look()
UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, RuntimeError, Image.DecompressionBombError)
"""What the readers of images raise; RuntimeError comes from that of HEIC."""


def stack(images: list[ImageArray]) -> ImageArray:
    """All images as one array (n, height, width, channels): grey if all are grey; unresized if all have one size."""
    sizes = {image.shape[:2] for image in images}
    n_channels = 3 if any(image.ndim == 3 for image in images) else 1
    height, width = sizes.pop() if len(sizes) == 1 else WORKING
    X = np.empty((len(images), height, width, n_channels), np.uint8)
    for number, image in enumerate(images):
        if image.shape[:2] != (height, width):
            image = np.asarray(ImageOps.fit(Image.fromarray(image), WORKING, Image.Resampling.LANCZOS))
        X[number] = image if image.ndim == 3 else image[..., np.newaxis]
    return X


def decode(content: bytes, look: Look = USUAL) -> ImageArray:
    """One image (height, width) or (height, width, 3); raises one of `UNREADABLE`."""
    with open_image(with_end(content)) as image:
        if image.mode == "F":
            raise ValueError("it holds measured numbers")
        is_kept = all(SMALLEST <= side <= LARGEST for side in image.size)
        return np.asarray(in_eight_bits(upright(image), look) if is_kept else fitted(image, WORKING, look))


def at_size(content: bytes, side: int, look: Look = USUAL) -> ImageArray:
    """An image file that is known to be readable, cropped and resized to this side, or at its own size for 0."""
    with open_image(with_end(content)) as image:
        return np.asarray(fitted(image, (side, side), look) if side else in_eight_bits(upright(image), look))


def in_eight_bits(image: Image.Image, look: Look = USUAL, factor: int = 1) -> Image.Image:
    """The image in 8 bits, grey or RGB, with the look of its data set; a large one is reduced by the factor."""
    if image.mode in ("L", "RGB") and "transparency" not in image.info:
        return image
    whole, top = None, 0
    for strip in strips(image, factor):  # because each conversion copies all pixels
        converted = _in_eight_bits(strip, look)
        if strip.height == image.height:
            return converted
        converted = converted.reduce(factor)
        whole = whole or Image.new(converted.mode, (converted.width, -(-image.height // factor)))
        whole.paste(converted, (0, top))
        top += converted.height
    return whole or image


def _in_eight_bits(image: Image.Image, look: Look) -> Image.Image:
    if image.mode.startswith("I"):  # 16-bit grey, which Pillow reads from a PPM file as 32-bit
        return Image.fromarray((np.asarray(image) >> (look.bits - 8)).clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        top = image if image.mode == "RGBA" else image.convert("RGBA")
        flat = Image.alpha_composite(Image.new("RGBA", image.size, (look.background,) * 3), top)
        return flat.convert("L" if image.mode == "LA" else "RGB")
    return image.convert("L" if image.mode == "1" else "RGB")


def upright(image: Image.Image) -> Image.Image:
    """The image turned upright by its EXIF data, in place: a copy could be hundreds of megabytes."""
    image.load()
    with suppress(Exception):  # damaged EXIF data are no reason to refuse the image
        ImageOps.exif_transpose(image, in_place=True)
    return image


def fitted(image: Image.Image, size: tuple[int, int], look: Look = USUAL) -> Image.Image:
    """The middle of an image at this width and height, upright."""
    image.draft(None, (2 * size[0], 2 * size[1]))  # decodes a JPEG at a smaller size, which is many times faster
    image = upright(image)
    factor = max(1, min(image.width // (4 * size[0]), image.height // (4 * size[1])))
    return ImageOps.fit(in_eight_bits(image, look, factor), size, Image.Resampling.LANCZOS)
