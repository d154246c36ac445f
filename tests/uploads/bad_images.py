"""Image files that are none, are broken, or are more than they seem: each with what should be said, or taken."""

import struct
import zlib

import numpy as np
from PIL import Image

from tests.uploads.bad_zips import NOISE, TWO
from tests.uploads.forged import Bad, beside, chunk, half, heic, image, png, saved, zeros

OTHER = "is not an image that can be read here: please choose a JPEG, PNG, GIF, WebP, TIFF or BMP file"
DAMAGED = "is damaged or not complete: please save or send it again"
SMALL = Image.new("RGB", (40, 40), "red")
PIXELS = "has more than 65 million pixels: please make it smaller first"


def refused(name, write, sentence):
    """A zip of two good images and of one that is refused."""
    return Bad(f"{name}.zip", lambda: beside({f"cats/{name}": write()}), f"^{name} {sentence}", TWO)


def taken(name, write):
    """A zip of two good images and of a strange one that is taken."""
    return Bad(f"{name}.zip", lambda: beside({f"cats/{name}": write()}), accepted=(*TWO, f"cats/{name}"))


def text(kind, n_bytes, times=1):
    """A PNG of 20x20 pixels with notes that unpack to this many bytes."""
    start = b"Comment\0\0" if kind == b"zTXt" else b"Comment\0\1\0\0\0"
    return png(20, 20, before=chunk(kind, start + zeros(n_bytes)) * times)


def tiff(count=1, offset=8, kind=3):
    """A TIFF of one entry that lies about how many values it has, and where."""
    entries = [(256, 3, 1, 20), (257, 3, 1, 20), (258, kind, count, offset), (273, 4, 1, 9_999_999), (279, 4, 1, 400)]
    packed = b"".join(struct.pack("<HHLL", *one) for one in entries)
    return b"II*\0" + struct.pack("<LH", 8, len(entries)) + packed + bytes(4)


def bitmap(width, height):
    """A BMP that says how large it is, and has no pixels."""
    return b"BM" + struct.pack("<LHHL", 54, 0, 0, 54) + struct.pack("<LllHHLLllLL", 40, width, height, 1, 24, *[0] * 6)


def moving(form):
    """Two images after each other."""
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    return saved(frames[0], form, save_all=True, append_images=frames[1:])


def turned():
    """A wide image that a camera held upright has taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(Image.new("RGB", (60, 30), "red"), "JPEG", exif=exif)


def polyglot():
    """A JPEG that is a web page as well."""
    content = image(form="JPEG")
    comment = b"<html><script>alert(1)</script>"
    return content[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + content[2:]


def profile(n_bytes):
    """A PNG whose colour profile unpacks to this many bytes."""
    return png(20, 20, before=chunk(b"iCCP", b"ICC\0\0" + zeros(n_bytes)))


def many_parts():
    """A PNG of 100,000 empty parts."""
    return png(20, 20, before=chunk(b"teSt", b"") * 100_000)


def gif(width, height):
    """A GIF whose screen is this large."""
    content = image(form="GIF")
    return content[:6] + struct.pack("<HH", width, height) + content[10:]


NO_IMAGES = [
    refused(
        "svg.jpg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "is an SVG drawing, not an i"
    ),
    refused("html.jpg", lambda: b"<html><script>alert(1)</script>", "is a web page, not an image"),
    refused("pdf.jpg", lambda: b"%PDF-1.7\n" + NOISE, "is a PDF document, not an image made of pixels"),
    refused("eps.jpg", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "is a PostScript document, not"),
    refused("text.jpg", lambda: b"Dear reader", OTHER),
    refused("nothing.jpg", lambda: b"", "is empty: please choose a file with an image in it"),
    refused("program.jpg", lambda: b"MZ\x90" + NOISE, OTHER),
    refused("noise.jpg", lambda: NOISE, OTHER),
    refused("zeros.jpg", lambda: bytes(3_000), OTHER),
    refused(
        "phone.heic", lambda: b"\0\0\0\x24ftypheic" + NOISE, "is a HEIC image that is damaged or not complete: please"
    ),
    refused(
        "new.avif", lambda: b"\0\0\0\x1cftypavif" + NOISE, "is an AVIF image that is damaged or not complete: please"
    ),
    refused("film.png", lambda: b"\0\0\0\x20ftypmp42" + NOISE, "is a film, which cannot be read here"),
    refused("icon.ico", lambda: image(form="ICO"), OTHER),
    refused(
        "numbers.npy",
        lambda: b"\x93NUMPY\1\0" + bytes(99),
        "holds images in rows of numbers, but there are image files beside it: please",
    ),
]

BROKEN = [
    refused("half.jpg", lambda: half(image(form="JPEG", size=(200, 200))), DAMAGED),
    refused("half.png", lambda: half(image(size=(200, 200))), DAMAGED),
    refused("half.gif", lambda: half(image(form="GIF", size=(200, 200))), DAMAGED),
    refused("half.bmp", lambda: half(image(form="BMP")), DAMAGED),
    refused("half.webp", lambda: half(image(form="WEBP", size=(200, 200))), f"({DAMAGED}|{OTHER})"),
    refused("half.heic", lambda: half(heic(Image.effect_noise((200, 200), 80).convert("RGB"))), DAMAGED),
    refused("more pixels than said.heic", lambda: heic(Image.new("RGB", (600, 600)), said=(64, 64)), DAMAGED),
    refused("fewer pixels than said.heic", lambda: heic(Image.new("RGB", (64, 64)), said=(8_000, 8_000)), DAMAGED),
    refused("half.tiff", lambda: half(image(form="TIFF", size=(200, 200)), 0.4), f"({DAMAGED}|{OTHER})"),
    refused("many values.tiff", lambda: tiff(count=2**32 - 1), f"({DAMAGED}|{OTHER})"),
    refused("far away.tiff", lambda: tiff(count=3, offset=2**32 - 9), f"({DAMAGED}|{OTHER})"),
    refused("no pixels.ppm", lambda: b"P6 100 100 255\n", DAMAGED),
    refused(
        "measured.tiff", lambda: saved(Image.new("F", (20, 20), 0.5), "TIFF"), "holds measured numbers, not colours"
    ),
    refused("only a head.png", lambda: png(100, 100, data=b""), DAMAGED),
    refused("no width.bmp", lambda: bitmap(0, 100), f"({DAMAGED}|{OTHER})"),
]

TOO_MUCH = [
    refused("huge.png", lambda: png(50_000, 50_000, data=b""), PIXELS),
    refused("warned of.png", lambda: png(10_000, 10_000, data=b""), PIXELS),
    refused("just too large.png", lambda: png(8_100, 8_100, data=b""), PIXELS),
    refused("thin.png", lambda: png(65_000_001, 1, data=b""), PIXELS),
    refused("huge.heic", lambda: heic(Image.new("RGB", (64, 64)), said=(60_000, 60_000)), PIXELS),
    refused("huge.bmp", lambda: bitmap(60_000, 60_000), PIXELS),
    refused("huge.gif", lambda: gif(65_535, 65_535), PIXELS),
    refused("huge.ppm", lambda: b"P6 99999 99999 255\n", PIXELS),
    refused("note.png", lambda: text(b"zTXt", 80 * 2**20), DAMAGED),
    refused("new note.png", lambda: text(b"iTXt", 80 * 2**20), DAMAGED),
    refused("notes.png", lambda: text(b"zTXt", 10**6, times=200), DAMAGED),
    refused("late note.png", lambda: png(20, 20, after=chunk(b"zTXt", b"C\0\0" + zeros(80 * 2**20))), DAMAGED),
    refused("profile.png", lambda: profile(80 * 2**20), DAMAGED),
]

STRANGE = [
    taken("moving.gif", lambda: moving("GIF")),
    taken("moving.png", lambda: moving("PNG")),
    taken("pages.tiff", lambda: moving("TIFF")),
    taken("16 bits.png", lambda: saved(Image.fromarray(np.full((20, 20), 40_000, np.uint16)))),
    taken("printing.jpg", lambda: image(form="JPEG", mode="CMYK")),
    taken("palette.png", lambda: image(mode="P", transparency=bytes([0, 128, 255]))),
    taken("turned.jpg", turned),
    taken("two photos.heic", lambda: heic(SMALL, save_all=True, append_images=[Image.new("RGB", (50, 40))])),
    taken("clear.heic", lambda: heic(Image.new("RGBA", (40, 40), (255, 0, 0, 0)))),
    taken("ten bits.heic", lambda: heic(Image.fromarray(np.full((40, 40), 40_000, np.uint16)))),
    taken("really a HEIC.jpg", lambda: heic(Image.effect_noise((40, 40), 80))),
    taken("large.heic", lambda: heic(Image.new("RGB", (7_000, 7_000), "red"), enc_params={"preset": "ultrafast"})),
    taken("strangely held.jpg", lambda: image(form="JPEG", exif=b"Exif\0\0no such thing")),
    taken("really a PNG.jpg", image),
    taken("no ending", image),
    taken("page too.jpg", polyglot),
    taken("zip too.gif", lambda: image(form="GIF") + beside({})),
    taken("many parts.png", many_parts),
    taken("large.png", lambda: png(7_000, 7_000)),
    taken("large and clear.png", lambda: png(7_000, 7_000, colour_type=6)),
    taken("large and deep.png", lambda: png(7_000, 7_000, bits=16, colour_type=0)),
    taken(
        "large palette.png", lambda: png(7_000, 7_000, 8, 3, before=chunk(b"PLTE", bytes(9)) + chunk(b"tRNS", b"\0"))
    ),
    taken("more pixels than said.png", lambda: png(20, 20, data=zlib.compress(bytes(10**7)))),
]

IMAGES = [*NO_IMAGES, *BROKEN, *TOO_MUCH, *STRANGE]
