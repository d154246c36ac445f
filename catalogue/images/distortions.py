"""What each change does to a picture, uint8 (height, width, 1 or 3), by an amount in the change's own unit."""

import io
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

Picture = NDArray[np.uint8]

PIECES = 4  # a side, for shuffling


def blurred(picture: Picture, amount: float, _seed: int) -> Picture:
    """Smeared by a Gaussian whose standard deviation is this part of the width, in percent."""
    from scipy import ndimage

    sigma = amount / 100 * picture.shape[1]
    return _levels(ndimage.gaussian_filter(picture.astype(np.float32), (sigma, sigma, 0), mode="nearest"))


def noisy(picture: Picture, amount: float, seed: int) -> Picture:
    """With Gaussian noise of this standard deviation in grey levels, drawn for each value on its own."""
    return _levels(picture + amount * np.random.default_rng(seed).standard_normal(picture.shape))


def brightened(picture: Picture, amount: float, _seed: int) -> Picture:
    """Every value raised by this part of the whole range, in percent."""
    return _levels(picture + 2.55 * amount)


def contrasted(picture: Picture, amount: float, _seed: int) -> Picture:
    """Distances from the picture's mean grey stretched to this many percent."""
    from PIL import ImageEnhance

    return _values(ImageEnhance.Contrast(_image(picture)).enhance(amount / 100), picture)


def turned_in_hue(picture: Picture, amount: float, _seed: int) -> Picture:
    """Every colour moved round the colour circle by this angle in degrees."""
    from skimage.color import hsv2rgb, rgb2hsv

    colours = rgb2hsv(picture)
    colours[..., 0] = (colours[..., 0] + amount / 360) % 1
    return _levels(255 * hsv2rgb(colours))


def greyed(picture: Picture, amount: float, _seed: int) -> Picture:
    """With this part of the colour taken away, in percent."""
    from PIL import ImageEnhance

    return _values(ImageEnhance.Color(_image(picture)).enhance(1 - amount / 100), picture)


def rotated(picture: Picture, amount: float, _seed: int) -> Picture:
    """Turned clockwise about its middle by this angle in degrees; corners are filled by reflection."""
    from scipy import ndimage

    return ndimage.rotate(picture, -amount, reshape=False, order=1, mode="reflect")


def shifted(picture: Picture, amount: float, _seed: int) -> Picture:
    """Moved to the right by this part of the width in percent, in whole pixels; the edge is drawn out."""
    from scipy import ndimage

    n = round(amount / 100 * picture.shape[1])
    return ndimage.shift(picture, (0, n, 0), order=0, mode="nearest")


def compressed(picture: Picture, amount: float, _seed: int) -> Picture:
    """Saved as JPEG with this much of the quality taken away, in percent, and opened again."""
    from PIL import Image

    content = io.BytesIO()
    _image(picture).save(content, "JPEG", quality=100 - round(amount))
    return _values(Image.open(content), picture)


def shuffled(picture: Picture, amount: float, seed: int) -> Picture:
    """Cut into four by four pieces, this many of which change places; rows and columns left over stay."""
    height, width = picture.shape[0] // PIECES, picture.shape[1] // PIECES
    result = picture.copy()
    # Splitting axes makes a view, so that writing to the pieces writes to the result.
    pieces = result[: PIECES * height, : PIECES * width].reshape(PIECES, height, PIECES, width, -1).swapaxes(1, 2)
    rows, columns = np.divmod(np.random.default_rng(seed).permutation(PIECES**2)[: int(amount)], PIECES)
    pieces[rows, columns] = pieces[np.roll(rows, 1), np.roll(columns, 1)]
    return result


def _levels(values: NDArray[np.floating]) -> Picture:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def _image(picture: Picture) -> "Image":
    from PIL import Image

    return Image.fromarray(picture[..., 0] if picture.shape[2] == 1 else picture)


def _values(image: "Image", like: Picture) -> Picture:
    return np.array(image).reshape(like.shape)
