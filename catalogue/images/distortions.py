"""What each change does to images, uint8 (n, height, width, 1 or 3), by an amount in the change's own unit.

Each image has a seed of its own, so what becomes of it does not depend on the images beside it.
"""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from catalogue.images import ImageArray
from catalogue.images.encode import as_pillow

PIECES = 4  # a side, for shuffling


def blurred(images: ImageArray, amount: float, _seeds: Sequence[int]) -> ImageArray:
    """Blurred by a Gaussian whose standard deviation is this percentage of the width."""
    from scipy import ndimage

    sigma = amount / 100 * images.shape[2]
    return _levels(ndimage.gaussian_filter(images.astype(np.float32), (0, sigma, sigma, 0), mode="nearest"))


def noisy(images: ImageArray, amount: float, seeds: Sequence[int]) -> ImageArray:
    """With Gaussian noise of this standard deviation in grey levels, drawn separately for each value."""
    noise = np.stack([np.random.default_rng(seed).standard_normal(images.shape[1:]) for seed in seeds])
    return _levels(images + amount * noise)


def brightened(images: ImageArray, amount: float, _seeds: Sequence[int]) -> ImageArray:
    """Every value raised by this percentage of the whole range."""
    return _levels(images + 2.55 * amount)


def contrasted(images: ImageArray, amount: float, _seeds: Sequence[int]) -> ImageArray:
    """Differences from each image's mean grey stretched to this percentage."""
    means = np.floor(_grey(images).mean(axis=(1, 2, 3), keepdims=True) + 0.5).astype(np.uint8)
    return _blends(amount / 100)[means, images]


def turned_in_hue(images: ImageArray, amount: float, _seeds: Sequence[int]) -> ImageArray:
    """Every colour moved round the colour circle by this angle in degrees."""
    from skimage.color import hsv2rgb, rgb2hsv

    colours = rgb2hsv(images)
    colours[..., 0] = (colours[..., 0] + amount / 360) % 1
    return _levels(255 * hsv2rgb(colours))


def greyed(images: ImageArray, amount: float, _seeds: Sequence[int]) -> ImageArray:
    """With this percentage of the colour taken away."""
    return _blends(1 - amount / 100)[_grey(images), images]


def rotated(images: ImageArray, amount: float, _seeds: Sequence[int]) -> ImageArray:
    """Turned clockwise about the middle by this angle in degrees; corners are filled by reflection."""
    from scipy import ndimage

    return ndimage.rotate(images, -amount, axes=(2, 1), reshape=False, order=1, mode="reflect")


def shifted(images: ImageArray, amount: float, _seeds: Sequence[int]) -> ImageArray:
    """Moved to the right by this percentage of the width, in whole pixels; the edge pixels are repeated."""
    width = images.shape[2]
    return images[:, :, np.clip(np.arange(width) - round(amount / 100 * width), 0, width - 1)]


def compressed(images: ImageArray, amount: float, _seeds: Sequence[int]) -> ImageArray:
    """Saved as JPEG with this percentage of the quality taken away, and opened again."""
    result = np.empty_like(images)
    for image, reopened in zip(images, result, strict=True):
        content = io.BytesIO()
        as_pillow(image).save(content, "JPEG", quality=100 - round(amount))
        reopened[:] = np.asarray(Image.open(content)).reshape(image.shape)
    return result


def shuffled(images: ImageArray, amount: float, seeds: Sequence[int]) -> ImageArray:
    """Cut into four by four pieces, of which this many change places; leftover rows and columns stay."""
    height, width = images.shape[1] // PIECES, images.shape[2] // PIECES
    result = images.copy()
    # Splitting axes makes a view, so that writing to the pieces writes to the result.
    views = result[:, : PIECES * height, : PIECES * width].reshape(-1, PIECES, height, PIECES, width, images.shape[3])
    for seed, pieces in zip(seeds, views.swapaxes(2, 3), strict=True):
        order = np.random.default_rng(seed).permutation(PIECES**2)
        rows, columns = np.divmod(order[: int(amount)], PIECES)
        pieces[rows, columns] = pieces[np.roll(rows, 1), np.roll(columns, 1)]
    return result


def _levels(values: NDArray[np.floating]) -> ImageArray:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def _grey(images: ImageArray) -> ImageArray:
    """The grey of each pixel (n, height, width, 1), as Pillow rounds it."""
    if images.shape[3] == 1:
        return images
    red, green, blue = (images[..., [channel]].astype(np.uint32) for channel in range(3))
    return ((19_595 * red + 38_470 * green + 7_471 * blue + 0x8000) >> 16).astype(np.uint8)


def _blends(share: float) -> ImageArray:
    """Pillow's blend of every two values: the first (row) moved towards the second (column), beyond it if share > 1."""
    values = np.arange(256, dtype=np.uint8)
    first, second = np.repeat(values[:, np.newaxis], 256, axis=1), np.repeat(values[np.newaxis], 256, axis=0)
    return np.array(Image.blend(Image.fromarray(first), Image.fromarray(second), share))
