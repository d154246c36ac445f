"""What each change does to an image, uint8 (height, width, 1 or 3), by an amount in the change's own unit."""

import io
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

ImageArray = NDArray[np.uint8]

PIECES = 4  # a side, for shuffling


def blurred(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Smeared by a Gaussian whose standard deviation is this part of the width, in percent."""
    from scipy import ndimage

    sigma = amount / 100 * image.shape[1]
    return _levels(ndimage.gaussian_filter(image.astype(np.float32), (sigma, sigma, 0), mode="nearest"))


def noisy(image: ImageArray, amount: float, seed: int) -> ImageArray:
    """With Gaussian noise of this standard deviation in grey levels, drawn for each value on its own."""
    return _levels(image + amount * np.random.default_rng(seed).standard_normal(image.shape))


def brightened(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Every value raised by this part of the whole range, in percent."""
    return _levels(image + 2.55 * amount)


def contrasted(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Distances from the image's mean grey stretched to this many percent."""
    from PIL import ImageEnhance

    return _values(ImageEnhance.Contrast(_image(image)).enhance(amount / 100), image)


def turned_in_hue(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Every colour moved round the colour circle by this angle in degrees."""
    from skimage.color import hsv2rgb, rgb2hsv

    colours = rgb2hsv(image)
    colours[..., 0] = (colours[..., 0] + amount / 360) % 1
    return _levels(255 * hsv2rgb(colours))


def greyed(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """With this part of the colour taken away, in percent."""
    from PIL import ImageEnhance

    return _values(ImageEnhance.Color(_image(image)).enhance(1 - amount / 100), image)


def rotated(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Turned clockwise about its middle by this angle in degrees; corners are filled by reflection."""
    from scipy import ndimage

    return ndimage.rotate(image, -amount, reshape=False, order=1, mode="reflect")


def shifted(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Moved to the right by this part of the width in percent, in whole pixels; the edge is drawn out."""
    from scipy import ndimage

    n = round(amount / 100 * image.shape[1])
    return ndimage.shift(image, (0, n, 0), order=0, mode="nearest")


def compressed(image: ImageArray, amount: float, _seed: int) -> ImageArray:
    """Saved as JPEG with this much of the quality taken away, in percent, and opened again."""
    from PIL import Image

    content = io.BytesIO()
    _image(image).save(content, "JPEG", quality=100 - round(amount))
    return _values(Image.open(content), image)


def shuffled(image: ImageArray, amount: float, seed: int) -> ImageArray:
    """Cut into four by four pieces, this many of which change places; rows and columns left over stay."""
    height, width = image.shape[0] // PIECES, image.shape[1] // PIECES
    result = image.copy()
    # Splitting axes makes a view, so that writing to the pieces writes to the result.
    pieces = result[: PIECES * height, : PIECES * width].reshape(PIECES, height, PIECES, width, -1).swapaxes(1, 2)
    rows, columns = np.divmod(np.random.default_rng(seed).permutation(PIECES**2)[: int(amount)], PIECES)
    pieces[rows, columns] = pieces[np.roll(rows, 1), np.roll(columns, 1)]
    return result


def _levels(values: NDArray[np.floating]) -> ImageArray:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def _image(image: ImageArray) -> "Image":
    from PIL import Image

    return Image.fromarray(image[..., 0] if image.shape[2] == 1 else image)


def _values(image: "Image", like: ImageArray) -> ImageArray:
    return np.array(image).reshape(like.shape)
