"""Archives and images as no program would write them: honest ones are made, and then some bytes changed."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pillow_heif
from PIL import Image

ENTRY, LOCAL = b"PK\1\2", b"PK\3\4"
FLAGS, METHOD, SUM, PACKED, SIZE, ATTRIBUTES, OFFSET = 8, 10, 16, 20, 24, 38, 42
"""Where each is in an entry of a zip's list."""


@dataclass(frozen=True)
class Bad:
    """One upload: `write` makes its bytes; it is refused as a whole, or all but `accepted` of its files are refused."""

    title: str
    write: Callable[[], bytes]
    sentence: str = ""  # a regular expression: of the whole, or of each file that is refused
    accepted: tuple[str, ...] | None = None  # places, in order; None where the whole is refused


def image(seed=0, size=(24, 24), mode="RGB", form="PNG", **options):
    """An image of noise, as the bytes of a file."""
    width, height = size
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    return saved(Image.fromarray(noise).convert(mode), form, **options)


def saved(image, form="PNG", **options):
    """The bytes of an image file."""
    content = io.BytesIO()
    image.save(content, form, **options)
    return content.getvalue()


def heic(image, said=None, **options):
    """A HEIC photograph; `said` is the size that its header tells instead of its own."""
    pillow_heif.register_heif_opener()
    own, other = (b"ispe" + struct.pack(">LLL", 0, *size) for size in (image.size, said or image.size))
    return saved(image, "HEIF", quality=-1, **options).replace(own, other)


GOOD = {"cats/1.png": image(1), "dogs/1.png": image(2)}
"""What is taken from an archive of which one file is refused."""


def zipped(files, method=zipfile.ZIP_DEFLATED):
    """A zip of {place: bytes}, or of pairs of them; a place may be a ZipInfo."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for place, data in files.items() if isinstance(files, dict) else files:
            archive.writestr(place, data, method)
    return content.getvalue()


def entry(place, mode=0o100644, system=3):
    """The name of a zipped file with its kind as Unix notes it."""
    info = zipfile.ZipInfo(place)
    info.create_system, info.external_attr = system, mode << 16
    return info


def changed(archive, number, where, form, value):
    """A zip whose list says something else of one of its files."""
    content, position = bytearray(archive), -1
    for _ in range(number + 1):
        position = content.index(ENTRY, position + 1)
    struct.pack_into(form, content, position + where, value)
    return bytes(content)


def renamed(archive, old, new):
    """An archive with other bytes, as many, for a name."""
    assert len(old) == len(new) and old in archive
    return archive.replace(old, new)


def tarred(files, packing="", form=tarfile.PAX_FORMAT):
    """A tar of {place: bytes}; a place may be a TarInfo."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode=f"w:{packing}", format=form) as archive:
        for place, data in files.items() if isinstance(files, dict) else files:
            info = place if isinstance(place, tarfile.TarInfo) else tarfile.TarInfo(place)
            info.size = info.size or len(data)
            archive.addfile(info, io.BytesIO(data) if data else None)
    return content.getvalue()


def special(place, kind, **attributes):
    """A tar's entry that is no plain file."""
    info = tarfile.TarInfo(place)
    info.type = kind
    for name, value in attributes.items():
        setattr(info, name, value)
    return info


def headed(block):
    """A tar header of 512 bytes with the sum that it should have."""
    block = bytearray(block)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def block(place, size=0, kind=b"0"):
    """A bare tar header; `size` may be bytes as they stand there."""
    header = bytearray(512)
    header[: len(place)] = place
    header[124:136] = size if isinstance(size, bytes) else b"%011o\0" % size
    header[156:157] = kind
    header[257:265] = b"ustar\00000"
    return headed(header)


def padded(content):
    """Content as a tar holds it."""
    return content + bytes(-len(content) % 512)


def half(content, part=0.52):
    """The beginning of a file."""
    return content[: int(part * len(content))]


def chunk(kind, data):
    """A part of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, bits=8, colour_type=2, data=None, before=b"", after=b""):
    """A PNG file of zeros with chunks of our own."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, 0)
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour_type]
    if data is None:
        data = zeros(height * (1 + (width * bits * channels + 7) // 8))
    parts = [chunk(b"IHDR", header), before, chunk(b"IDAT", data), after, chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def zeros(n_bytes, **options):
    """As many zeros, compressed, without holding them."""
    packer, piece = zlib.compressobj(**options), bytes(2**20)
    parts = [packer.compress(piece) for _ in range(n_bytes // 2**20)]
    return b"".join([*parts, packer.compress(bytes(n_bytes % 2**20)), packer.flush()])


def gzipped_zeros(n_bytes):
    """A gz file of zeros in parts of 100 MB, each the same."""
    return gzip.compress(bytes(100 * 2**20), 1) * (n_bytes // (100 * 2**20))


def beside(files, write=zipped):
    """An archive of two good images and of these files."""
    return write([*GOOD.items(), *(files.items() if isinstance(files, dict) else files)])
