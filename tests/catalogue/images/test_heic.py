"""HEIC photographs, as phones save them: read among the images of a set, and nowhere else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from catalogue.images.decode import decode
from catalogue.images.one_image import UnusableImage, glimpse, one_image
from tests.catalogue.doors import through_all
from tests.uploads.forged import heic, image

CORNERS = [[(230, 20, 20), (20, 200, 30)], [(30, 40, 220), (240, 240, 240)]]
QUARTERS = Image.fromarray(np.kron(np.uint8(CORNERS), np.ones((40, 40, 1), np.uint8)))
WIDE = QUARTERS.resize((160, 80), Image.Resampling.NEAREST)


def corners(pixels):
    """The values in the middle of each quarter."""
    n, m = len(pixels) // 4, len(pixels[0]) // 4
    return pixels[n :: 2 * n, m :: 2 * m][:2, :2].astype(int)


def held(orientation):
    """A wide image with a note of how the camera was held, which the container repeats in its own way."""
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    return heic(WIDE.transpose(back), exif=exif.tobytes())


KINDS = {
    "plain": lambda: heic(WIDE),
    "held upside down": lambda: held(3),
    "held to the left": lambda: held(6),
    "held to the right": lambda: held(8),
    "before another": lambda: heic(WIDE, save_all=True, append_images=[Image.new("RGB", (50, 40))]),
    "with an opaque layer": lambda: heic(WIDE.convert("RGBA")),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_photograph_is_seen_upright_and_in_its_colours(kind):
    """The first of several; the note of how it was held is followed once."""
    content = KINDS[kind]()
    seen = glimpse(content, "photo.heic", 32)
    assert (seen.width, seen.height) == (160, 80)
    for pixels in (seen.pixels, decode(content)):
        assert corners(pixels) == pytest.approx(np.array(CORNERS), abs=12)


def test_what_is_transparent_lies_on_white_and_deep_values_are_deep():
    """As in every other format."""
    hole = WIDE.convert("RGBA")
    hole.paste((0, 0, 0, 0), (80, 40, 160, 80))
    assert decode(heic(hole))[-4, -4].min() > 240
    assert glimpse(heic(Image.fromarray(np.full((40, 40), 40_000, np.uint16))), "deep.heic", 16).seen.bits == 16


def test_photographs_are_read_by_every_door(tmp_path, home):
    """Beside other formats, whatever they are called."""
    for label in "ab":
        (tmp_path / "set" / label).mkdir(parents=True)
        for n in range(4):
            noise = Image.fromarray(np.random.default_rng(n + ord(label)).integers(0, 256, (40, 40, 3), np.uint8))
            (tmp_path / "set" / label / f"{n}.{'heic' if n else 'jpg'}").write_bytes(heic(noise))
        (tmp_path / "set" / label / "4.png").write_bytes(image(ord(label)))
        (tmp_path / "set" / label / "5.heic").write_bytes(heic(noise)[:-200])
    told, came = through_all(tmp_path / "set", tmp_path / "doors")
    assert told[0] == told[1] == told[2]
    assert told[0]["taken"] == {"a": 5, "b": 5}
    reason = "It is damaged or not complete: please save or send it again."
    assert [one["left_out"] for one in came] == [{reason: {"a": 1, "b": 1}}] * 3


def test_a_process_that_serves_visitors_decodes_none():
    """The page of one image says so instead."""
    with pytest.raises(UnusableImage, match=r"^my\.heic is a HEIC image, which cannot be read here: please save it as"):
        one_image(heic(WIDE), "my.heic", (32, 32, 3))


DAMAGED = [KINDS[kind]() for kind in ("plain", "held to the left", "before another", "with an opaque layer")]


@pytest.mark.slow
@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(DAMAGED), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_no_damage_escapes_the_sentence(content, changes):
    """Files with some of their bytes changed give an image or the one kind of error, never another."""
    damaged = bytearray(content)
    for place, value in changes:
        damaged[int(place * (len(content) - 1))] = value
    try:
        assert glimpse(bytes(damaged), "damaged", 16).pixels.shape == (16, 16, 3)
    except UnusableImage as error:
        assert str(error).startswith("damaged ")
