"""What each change does to an image, uint8 (height, width, 1 or 3), by an amount in the change's own unit."""

import io

import numpy as np
from numpy.typing import NDArray

from catalogue.images import ImageArray
from catalogue.images.encode import as_pillow

PIECES = 4  # a side, for shuffling


def blurred(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Blurred by a Gaussian whose standard deviation is this percentage of the width."""
    from scipy import ndimage

    sigma = amount / 100 * image.shape[1]
    return _levels(ndimage.gaussian_filter(image.astype(np.float32), (sigma, sigma, 0), mode="nearest"))


def noisy(image: ImageArray, amount: float, seed: int) -> ImageArray:
    """With Gaussian noise of this standard deviation in grey levels, drawn separately for each value."""
    return _levels(image + amount * np.random.default_rng(seed).standard_normal(image.shape))


def brightened(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Every value raised by this percentage of the whole range."""
    return _levels(image + 2.55 * amount)


def contrasted(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Differences from the image's mean grey stretched to this percentage."""
    from PIL import ImageEnhance

    return np.array(ImageEnhance.Contrast(as_pillow(image)).enhance(amount / 100)).reshape(image.shape)


def turned_in_hue(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Every colour moved round the colour circle by this angle in degrees."""
    from skimage.color import hsv2rgb, rgb2hsv

    colours = rgb2hsv(image)
    colours[..., 0] = (colours[..., 0] + amount / 360) % 1
    return _levels(255 * hsv2rgb(colours))


def greyed(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """With this percentage of the colour taken away."""
    from PIL import ImageEnhance

    return np.array(ImageEnhance.Color(as_pillow(image)).enhance(1 - amount / 100)).reshape(image.shape)


def rotated(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Turned clockwise about its middle by this angle in degrees; corners are filled by reflection."""
    from scipy import ndimage

    return ndimage.rotate(image, -amount, reshape=False, order=1, mode="reflect")


def shifted(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Moved to the right by this percentage of the width, in whole pixels; the edge pixels are repeated."""
    from scipy import ndimage

    n = round(amount / 100 * image.shape[1])
    return ndimage.shift(image, (0, n, 0), order=0, mode="nearest")


def compressed(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Saved as JPEG with this percentage of the quality taken away, and opened again."""
    from PIL import Image

    content = io.BytesIO()
    as_pillow(image).save(content, "JPEG", quality=100 - round(amount))
    return np.array(Image.open(content)).reshape(image.shape)


def shuffled(image: ImageArray, amount: float, seed: int) -> ImageArray:
    """Cut into four by four pieces, of which this many change places; leftover rows and columns stay."""
    height, width = image.shape[0] // PIECES, image.shape[1] // PIECES
    result = image.copy()
    # Splitting axes makes a view, so that writing to the pieces writes to the result.
    pieces = result[: PIECES * height, : PIECES * width].reshape(PIECES, height, PIECES, width, -1).swapaxes(1, 2)
    rows, columns = np.divmod(np.random.default_rng(seed).permutation(PIECES**2)[: int(amount)], PIECES)
    pieces[rows, columns] = pieces[np.roll(rows, 1), np.roll(columns, 1)]
    return result


def _levels(values: NDArray[np.floating]) -> ImageArray:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
