"""What all images of a data set share when they become 8 bits deep: one range of grey values, and one background."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

WHITE, BLACK, GREY = 255, 0, 128
BACKGROUNDS = {WHITE: "white", BLACK: "black", GREY: "grey"}
"""The backgrounds for transparent parts, in the order in which they are tried."""

FEW_HIDDEN = 0.05
"""White stays the background while it hides no more than this share of the transparent images."""

FLAT = 8
"""An image whose values differ by no more than this in any channel shows one colour only."""

NOTHING_TO_LEARN = "All images show the same single colour, so there is nothing to learn: please bring others."

SAMPLE = 128  # the side at which a transparent image is tried on each background
AT_ONCE = 4_000_000  # pixels that are converted at a time


@dataclass(frozen=True)
class Look:
    """The bits that the deepest values use, and the grey that lies behind transparent parts."""

    bits: int = 16
    background: int = WHITE

    def sentences(self, n_deep: int, n_transparent: int) -> list[str]:
        """What people should know about the look, given the numbers of 16-bit and of transparent images."""
        said = []
        if n_deep:
            what = "1 image has 16 bits" if n_deep == 1 else f"{n_deep:,} images have 16 bits"
            said.append(
                f"{what} a pixel, of which {self.bits} are used: values from 0 to {2**self.bits - 1:,} are scaled to "
                "0 to 255."
            )
        if n_transparent:
            why = "" if self.background == WHITE else ", because white would hide what too many of them show"
            what = "1 image is" if n_transparent == 1 else f"{n_transparent:,} images are"
            said.append(f"{what} partly transparent and laid on {BACKGROUNDS[self.background]}{why}.")
        return said


@dataclass(frozen=True)
class Glance:
    """The bits that an image's values use if it has more than 8, else 0; backgrounds that hide a transparent one."""

    bits: int = 0
    hidden_on: tuple[int, ...] | None = None


def glance(image: Image.Image) -> Glance:
    """Look at the values of an open image; an ordinary image is not even decoded."""
    if image.mode.startswith("I"):
        return Glance(bits=max(8, max(int(np.max(np.asarray(strip))) for strip in strips(image)).bit_length()))
    if image.has_transparency_data:
        return Glance(hidden_on=_hidden_on(image))
    return Glance()


def common_look(bits: Iterable[int], hidden_on: Iterable[Sequence[int] | None]) -> Look:
    """The look of a data set from all its glances: the largest range, and white unless it hides what images show.

    If each image had a range of its own, differences in brightness between images would be lost.
    """
    transparent = [hidden for hidden in hidden_on if hidden is not None]
    n_hidden = {background: sum(background in hidden for hidden in transparent) for background in BACKGROUNDS}
    stays = n_hidden[WHITE] <= FEW_HIDDEN * len(transparent)
    return Look(max(bits, default=0) or Look.bits, WHITE if stays else min(BACKGROUNDS, key=n_hidden.__getitem__))


def is_flat(pixels: np.ndarray) -> bool:
    """Whether an image (height, width, channels) shows one colour only."""
    return bool((np.ptp(pixels, axis=(0, 1)) <= FLAT).all())


def strips(image: Image.Image, multiple: int = 1) -> Iterable[Image.Image]:
    """The image from top to bottom, in pieces of a few million pixels, each of a multiple of rows but the last."""
    rows = multiple * max(1, AT_ONCE // (image.width * multiple))
    for top in range(0, image.height, rows):
        yield image.crop((0, top, image.width, min(top + rows, image.height)))


def _hidden_on(image: Image.Image) -> tuple[int, ...]:
    """The backgrounds on which the image shows one colour only."""
    size = min(SAMPLE, image.width), min(SAMPLE, image.height)
    sample = image.resize(size, Image.Resampling.NEAREST).convert("RGBA")
    hidden = []
    for background in BACKGROUNDS:
        flat = Image.alpha_composite(Image.new("RGBA", size, (background, background, background, 255)), sample)
        if is_flat(np.asarray(flat)):
            hidden.append(background)
    return tuple(hidden)
