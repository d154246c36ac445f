"""Whatever a visitor uploads becomes the image that it shows, at the data set's shape, or one clear sentence."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from catalogue.images import decode, look
from catalogue.images.decoded import Decoded
from catalogue.images.one_image import UnusableImage, glimpse, one_image
from catalogue.images.opening import FORMATS

pytestmark = pytest.mark.slow

COLOUR, GREY = (28, 28, 3), (28, 28, 1)
CORNERS = [[(230, 20, 20), (20, 200, 30)], [(30, 40, 220), (240, 240, 240)]]
"""Red, green, blue and nearly white: turned, mirrored, inverted or swapped channels would all show."""

LUMINANCE = [[83, 127], [58, 240]]  # 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601), rounded


def quarters(corners=CORNERS, side=80):
    """An image of four plain quarters."""
    return Image.fromarray(np.kron(np.uint8(corners), np.ones((side // 2, side // 2, 1), np.uint8)))


def grey(mode="L", side=80):
    """The same in grey of 8 or 16 bits."""
    eight = np.kron(np.uint8(LUMINANCE), np.ones((side // 2, side // 2), np.uint8))
    return Image.fromarray(eight if mode == "L" else eight.astype(np.uint16) * 257)


def saved(image, form, **options):
    """The content of a file."""
    content = io.BytesIO()
    image.save(content, form, **options)
    return content.getvalue()


def chunk(kind, data):
    """A part of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, bits, colour_type, data):
    """A PNG file that Pillow would not write."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(data)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def deep_colour():
    """Red, green and blue in 16 bits each."""
    values = (np.asarray(quarters()).astype(">u2") * 257).reshape(80, -1)
    return png(80, 80, 16, 2, b"".join(b"\0" + row.tobytes() for row in values))


def palette(**options):
    """Four colours in a palette."""
    return saved(quarters().convert("P", palette=Image.Palette.ADAPTIVE, colors=8), "PNG", **options)


def see_through(mode):
    """The image with its fourth quarter, in black, transparent."""
    corners = [CORNERS[0], [CORNERS[1][0], (0, 0, 0)]]
    alpha = Image.fromarray(np.kron(np.uint8([[255, 255], [255, 0]]), np.ones((40, 40), np.uint8)))
    image = quarters(corners).convert(mode[:-1])
    image.putalpha(alpha)
    return image


def moving(form, **options):
    """The image, and then a black one."""
    return saved(quarters(), form, save_all=True, append_images=[Image.new("RGB", (80, 80))], **options)


def turned(orientation, form="JPEG"):
    """The image as a camera that was held differently stores it, with a note of how it was held."""
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}.get(orientation)  # the transposition that undoes the note
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = quarters() if back is None else quarters().transpose(back)
    return saved(image, form, exif=exif, **({"quality": 95} if form == "JPEG" else {"lossless": True}))


def unsure(form):
    """The image with a note on how the camera was held that makes no sense."""
    return saved(quarters(), form, exif=b"Exif\0\0no such thing", **({"quality": 95} if form == "jpeg" else {}))


def framed(width, height):
    """The image in the middle of a larger black one, to be cut away."""
    image = Image.new("RGB", (width, height))
    image.paste(quarters(), ((width - 80) // 2, (height - 80) // 2))
    return saved(image, "PNG")


IN_COLOUR = {
    "plain.png": lambda: saved(quarters(), "PNG"),
    "plain.jpg": lambda: saved(quarters(), "JPEG", quality=95),
    "progressive.jpg": lambda: saved(quarters(), "JPEG", quality=95, progressive=True),
    "plain.bmp": lambda: saved(quarters(), "BMP"),
    "plain.gif": lambda: saved(quarters(), "GIF"),
    "plain.webp": lambda: saved(quarters(), "WEBP", lossless=True),
    "plain.tiff": lambda: saved(quarters(), "TIFF"),
    "squeezed.tiff": lambda: saved(quarters(), "TIFF", compression="tiff_lzw"),
    "plain.ppm": lambda: saved(quarters(), "PPM"),
    "printing.jpg": lambda: saved(quarters().convert("CMYK"), "JPEG", quality=95),
    "printing.tiff": lambda: saved(quarters().convert("CMYK"), "TIFF"),
    "photograph.tiff": lambda: saved(quarters(), "TIFF", compression="jpeg", quality=95),
    "16-bit colour.png": deep_colour,
    "palette.png": palette,
    "palette of few bits.png": lambda: palette(bits=4),
    "animated.gif": lambda: moving("GIF"),
    "animated.png": lambda: moving("PNG"),
    "animated.webp": lambda: moving("WEBP", lossless=True),
    "pages.tiff": lambda: moving("TIFF"),
    **{f"held {n}.jpg": lambda n=n: turned(n) for n in range(1, 9)},
    **{f"held {n}.png": lambda n=n: turned(n, "PNG") for n in (3, 6)},
    **{f"held {n}.webp": lambda n=n: turned(n, "WEBP") for n in (3, 6)},
    **{f"held nobody knows how.{form}": lambda form=form: unsure(form) for form in ("jpeg", "png", "webp")},
    "wide.png": lambda: framed(300, 80),
    "tall.png": lambda: framed(80, 300),
    "two phones.jpg": lambda: saved(quarters(), "MPO", quality=95, save_all=True, append_images=[quarters()]),
    "small.png": lambda: saved(quarters(side=10), "PNG"),
    "large.jpg": lambda: saved(quarters(side=2_000), "JPEG", quality=95),
    "really a PNG.jpg": lambda: saved(quarters(), "PNG"),
    "no ending": lambda: saved(quarters(), "PNG"),
    "UPPER.TXT": lambda: saved(quarters(), "JPEG", quality=95),
}
IN_GREY = {
    "grey.png": lambda: saved(grey(), "PNG"),
    "grey.jpg": lambda: saved(grey(), "JPEG", quality=95),
    "16 bits.png": lambda: saved(grey("I;16"), "PNG"),
    "16 bits.tiff": lambda: saved(grey("I;16"), "TIFF"),
    "16 bits.pgm": lambda: saved(grey("I;16"), "PPM"),
}
SEE_THROUGH = {
    "alpha.png": lambda: saved(see_through("RGBA"), "PNG"),
    "alpha.webp": lambda: saved(see_through("RGBA"), "WEBP", lossless=True),
    "alpha.tiff": lambda: saved(see_through("RGBA"), "TIFF"),
    "grey with alpha.png": lambda: saved(see_through("LA"), "PNG"),
    "palette with a hole.png": lambda: palette(transparency=bytes([255] * 3)),
    "palette with a hole.gif": lambda: saved(see_through("RGBA"), "GIF"),
}


def corners_of(image):
    """The values in the middle of each quarter."""
    n = len(image)
    return image[n // 4 :: n // 2, n // 4 :: n // 2][:2, :2]


def test_every_kind_of_file_has_the_shape():
    """uint8 of exactly the data set's shape, contiguous and writeable."""
    for name, make in (IN_COLOUR | IN_GREY | SEE_THROUGH).items():
        content = make()
        for shape in (COLOUR, GREY, (32, 32, 3), (96, 96, 1), (64, 48, 3)):
            image = one_image(content, name, shape)
            assert (image.shape, image.dtype) == (shape, np.uint8), name
            assert image.flags.c_contiguous and image.flags.writeable, name


def test_colours_are_where_they_were_and_grey_is_their_luminance():
    """The right way up, a JPEG off by a little; grey of any depth keeps its values."""
    for name, make in (IN_COLOUR | IN_GREY).items():
        content = make()
        if name in IN_COLOUR:
            in_colour = corners_of(one_image(content, name, COLOUR)).astype(int)
            assert in_colour == pytest.approx(np.array(CORNERS), abs=12), name
        in_grey = corners_of(one_image(content, name, GREY))[..., 0].astype(int)
        assert in_grey == pytest.approx(np.array(LUMINANCE), abs=8), name


def test_what_is_transparent_lies_on_white():
    """The black behind a transparent quarter does not appear."""
    for name in SEE_THROUGH:
        image = one_image(SEE_THROUGH[name](), name, COLOUR)
        assert corners_of(image)[1, 1].min() >= 240


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_an_image_of_the_right_size_stays_as_it_is(mode):
    """A data set's own image, saved without loss, comes back unchanged."""
    values = np.random.default_rng(0).integers(0, 256, (28, 28, len(mode)), np.uint8)
    content = saved(Image.fromarray(values.squeeze()), "PNG")
    assert np.array_equal(one_image(content, "own.png", values.shape), values)


def test_a_fine_pattern_becomes_grey_and_no_false_pattern():
    """Shrinking averages: lines one pixel apart are even grey afterwards, not stripes."""
    lines = np.tile(np.uint8([[0], [255]]), (280, 560))
    image = one_image(saved(Image.fromarray(lines), "PNG"), "lines.png", GREY)
    assert image.min() >= 125
    assert image.max() <= 130


ODD = {
    "grey with alpha": lambda: see_through("LA"),
    "alpha": lambda: see_through("RGBA"),
    "CMYK": lambda: quarters().convert("CMYK"),
    "16 bits": lambda: grey("I;16"),
    "palette": lambda: quarters().convert("P"),
    "two colours": lambda: quarters().convert("1"),
}


@pytest.mark.parametrize("name", ODD)
def test_bands_of_a_large_image_are_one_image(name, monkeypatch):
    """Converted to 8 bits in strips, to save memory, every pixel is the same as when converted at once."""
    whole = decode.in_eight_bits(ODD[name]())
    for at_once in (1, 250, 1_000, 80 * 79):
        monkeypatch.setattr(look, "AT_ONCE", at_once)
        banded = decode.in_eight_bits(ODD[name]())
        assert (banded.mode, banded.size) == (whole.mode, whole.size)
        assert np.array_equal(np.asarray(banded), np.asarray(whole))


@pytest.mark.parametrize(("orientation", "size"), [(1, (80, 40)), (3, (80, 40)), (6, (40, 80)), (8, (40, 80))])
def test_a_glimpse_tells_what_the_whole_is(orientation, size):
    """Small and red, green and blue; the upright width and height, also of a JPEG that is decoded smaller; its mode."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = quarters(side=800).convert("L").resize((800, 400))
    seen = glimpse(saved(stored, "JPEG", exif=exif), "held.jpg", 16)
    assert (seen.pixels.shape, seen.pixels.dtype) == ((16, 16, 3), np.uint8)
    assert (seen.width, seen.height, seen.mode) == (10 * size[0], 10 * size[1], "L")


def test_a_glimpse_has_a_limit_of_its_own():
    """As many pixels as allowed are looked at, and the sentence says how many those are."""
    content = saved(quarters(), "PNG")
    assert glimpse(content, "four.png", 16, 6_400).width == 80
    with pytest.raises(UnusableImage, match=r"^four\.png has more than 6,399 pixels: please make it smaller first\.$"):
        glimpse(content, "four.png", 16, 6_399)


def test_too_little_memory_is_no_damage(monkeypatch):
    """The sentence then asks for a smaller image, not for another copy."""

    def fail(image):
        raise MemoryError

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", fail)
    with pytest.raises(UnusableImage, match="needs more memory than one image may take: please make it smaller"):
        one_image(saved(quarters(), "PNG"), "four.png", COLOUR)


NOT_READ = {
    "nothing.png": (b"", "nothing.png is empty"),
    "noise.png": (np.random.default_rng(0).bytes(5_000), "not an image that can be read here"),
    "letter.txt": (b"Dear reader,\n", "not an image that can be read here"),
    "zeros.jpg": (bytes(1_000), "not an image that can be read here"),
    "phone.heic": (b"\0\0\0\x24ftypheic" + bytes(500), "is a HEIC image.*: please save it"),
    "phone.jpg": (b"\0\0\0\x24ftypmif1" + bytes(500), "is a HEIC image.*: please save it"),
    "new.avif": (b"\0\0\0\x1cftypavif" + bytes(500), "is an AVIF image"),
    "film.mp4": (b"\0\0\0\x20ftypmp42" + bytes(500), "is a film"),
    "drawing.jpg": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "is an SVG drawing"),
    "page.jpg": (b"<!doctype html><HTML><body>Not found</body></HTML>", "is a web page.*please download it again"),
    "pointer.jpg": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 9\n",
        "is a pointer of Git LFS",
    ),
    "paper.png": (b"%PDF-1.7\n", "is a PDF document"),
    "old.eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "is a PostScript document"),
    "huge.png": (png(8_100, 8_100, 1, 0, b""), "has more than 65 million pixels"),
    "wide.png": (png(65_000_001, 1, 8, 2, b""), "has more than 65 million pixels"),
    "bomb.png": (png(100_000, 100_000, 8, 2, bytes(100)), "has more than 65 million pixels"),
    "bomb with a warning.png": (png(10_000, 10_000, 8, 2, bytes(100)), "has more than 65 million pixels"),
    "header only.png": (png(100, 100, 8, 2, b""), "is damaged or not complete"),
    "measured.tiff": (saved(Image.new("F", (20, 20), 0.5), "TIFF"), "holds measured numbers"),
    "icon.ico": (saved(quarters(), "ICO", sizes=[(16, 16)]), "not an image that can be read here"),
    "two\nlines \t of name.png": (b"x", "^two lines of name.png is"),
    "n" * 500: (b"x", f"^{'n' * 60} is"),
    " ": (b"x", "^The file is"),
}


def test_what_cannot_be_read_is_one_sentence():
    """The sentence names the file, says what is wrong and what would be right."""
    for name, (content, sentence) in NOT_READ.items():
        with pytest.raises(UnusableImage, match=sentence) as caught:
            one_image(content, name, COLOUR)
        assert str(caught.value).endswith(".")
        assert "\n" not in str(caught.value)
        assert "please" in str(caught.value)


@pytest.mark.filterwarnings("ignore:Image size")
def test_a_data_set_refuses_what_an_upload_refuses():
    """In the same sentence."""
    for name, (content, _) in NOT_READ.items():
        short = " ".join(name.split())[:60] or "The file"
        with pytest.raises(UnusableImage) as caught:
            glimpse(content, short, 64)
        assert Decoded().take(0, content, short) == str(caught.value), name


@pytest.mark.filterwarnings("ignore:Truncated File Read")  # which the server would note, beside the sentence
@pytest.mark.parametrize("form", FORMATS)
def test_half_a_file_is_no_image(form):
    """Cut in the middle, a file of any format is refused instead of shown half grey."""
    content = saved(Image.effect_noise((200, 200), 80).convert("RGB"), form)
    with pytest.raises(UnusableImage, match=r"is damaged or not complete|not an image"):
        one_image(content[: len(content) // 2], "half", COLOUR)


def test_a_huge_image_is_refused_before_it_is_decoded(monkeypatch):
    """Its header is enough: nothing is unpacked."""
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("was decoded"))
    with pytest.raises(UnusableImage, match="65 million"):
        one_image(png(8_100, 8_100, 8, 0, bytes(8_101 * 8_100)), "huge.png", GREY)


DAMAGED = [saved(quarters(side=20), form) for form in FORMATS] + [turned(6), moving("GIF"), palette()]


@pytest.mark.filterwarnings("ignore")  # Pillow's notes on damaged headers
@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(DAMAGED), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_no_damage_escapes_the_sentence(content, changes):
    """Files with some of their bytes changed give an image or the one kind of error, never another."""
    damaged = bytearray(content)
    for place, value in changes:
        damaged[int(place * (len(content) - 1))] = value
    try:
        assert one_image(bytes(damaged), "damaged", GREY).shape == GREY
    except UnusableImage as error:
        assert "damaged" in str(error)
