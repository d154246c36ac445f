"""One range of values and one background for all images of a data set, so that nothing turns black, white or equal."""

import io

import numpy as np
import pytest
from PIL import Image, UnidentifiedImageError

from catalogue.images import look
from catalogue.images.decode import at_size, decode, fitted
from catalogue.images.look import BLACK, GREY, WHITE, Glance, common_look, glance
from catalogue.images.opening import open_image


def deep(most, kind="PNG"):
    """A ramp of 16-bit values up to `most`, as the bytes of a file."""
    content = io.BytesIO()
    ramp = np.linspace(0, most, 32 * 32).reshape(32, 32).astype(np.uint16)
    Image.fromarray(ramp).save(content, kind)
    return content.getvalue()


def sign(colour, mode="RGBA"):
    """A cross of one colour on a transparent background."""
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.paste((*colour, 255), (18, 4, 22, 36))
    image.paste((*colour, 255), (4, 18, 36, 22))
    content = io.BytesIO()
    image.convert(mode).save(content, "PNG")
    return content.getvalue()


def test_no_other_format_is_opened():
    """Pillow knows more formats, which are opened neither for an image's pixels nor for its look."""
    content = io.BytesIO()
    Image.new("RGBA", (40, 40)).save(content, "TGA")
    for read in (open_image, decode):
        with pytest.raises(UnidentifiedImageError):
            read(content.getvalue())


def look_of(files):
    """The look of the files as a data set."""
    seen = [glance(open_image(content)) for content in files]
    return common_look([one.bits for one in seen], [one.hidden_on for one in seen])


def test_deep_images_use_the_whole_range():
    """Whichever of their 16 bits are used, and by both doors alike."""
    for kind in ["PNG", "TIFF", "PPM"]:
        for most, bits in [(65_535, 16), (4_095, 12), (1_023, 10), (255, 8), (2_000, 11), (3, 8)]:
            content = deep(most, kind)
            chosen = look_of([content])
            assert chosen.bits == bits
            expected = np.asarray(Image.open(io.BytesIO(content))).astype(int) >> (bits - 8)
            np.testing.assert_array_equal(decode(content, chosen), expected)
            np.testing.assert_array_equal(at_size(content, 0, chosen), expected)


def test_a_dark_image_stays_darker_than_a_bright_one():
    """The range is the data set's: scaled by its own, each image would become as bright as any other."""
    dark, bright = deep(900), deep(4_000)
    chosen = look_of([dark, bright])
    assert chosen.bits == 12
    assert decode(dark, chosen).max() == 900 // 16
    assert decode(bright, chosen).max() == 4_000 // 16


def test_the_background_keeps_signs_visible():
    """White as ever, unless it hides more than a few of them."""
    for colours, background in [
        ([(0, 0, 0)] * 9, WHITE),
        ([(255, 255, 255)] * 9, BLACK),
        ([(255, 255, 255)] * 5 + [(0, 0, 0)] * 4, GREY),
        ([(200, 30, 30)] * 9, WHITE),
        ([(255, 255, 255)] + [(0, 0, 0)] * 99, WHITE),
        ([(128, 128, 128)] * 9, WHITE),
        ([(251, 253, 255)] * 9, BLACK),
    ]:
        assert look_of([sign(colour) for colour in colours]).background == background


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_a_white_sign_is_seen_on_the_background_of_its_set(mode):
    """However its transparency is stored."""
    content = sign((255, 255, 255), mode)
    chosen = look_of([content])
    for image in (decode(content, chosen), at_size(content, 0, chosen)):
        assert np.ptp(image) == 255
    assert np.ptp(decode(content)) == 0


def test_an_ordinary_image_is_not_decoded_to_look_at_it():
    """Neither deep nor transparent: only its header is read."""
    content = io.BytesIO()
    Image.new("RGB", (40, 40)).save(content, "PNG")
    image = Image.open(io.BytesIO(content.getvalue()[:60]))
    assert glance(image) == Glance()


@pytest.mark.parametrize("mode", ["RGBA", "I;16"])
def test_a_large_image_is_reduced_on_its_way(mode, monkeypatch):
    """Two copies of fifty million transparent pixels would not fit; the thumbnail is the same but for rounding."""
    ramp = np.add.outer(np.arange(399.0), np.arange(533.0)) / 930
    if mode == "RGBA":
        image = Image.fromarray((np.stack([ramp, ramp[::-1], ramp[:, ::-1], ramp], axis=2) * 255).astype(np.uint8))
    else:
        image = Image.fromarray((ramp * 65_535).astype(np.uint16))
    expected = np.asarray(fitted(image.copy(), (16, 16))).astype(int)
    monkeypatch.setattr(look, "AT_ONCE", 533 * 50)
    found = np.asarray(fitted(image, (16, 16)))
    assert np.abs(found - expected).max() <= 2
