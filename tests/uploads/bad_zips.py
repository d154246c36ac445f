"""Zips that are none, are broken, or lie, and files in them: each with the sentence that a visitor should read."""

import bz2
import gzip
import struct
import zipfile

import numpy as np

from tests.uploads.forged import (
    ENTRY,
    FLAGS,
    GOOD,
    LOCAL,
    METHOD,
    OFFSET,
    PACKED,
    SIZE,
    SUM,
    Bad,
    beside,
    changed,
    entry,
    half,
    image,
    renamed,
    zipped,
)

CUT = "is damaged or not complete: please pack or send it again"
NO_ARCHIVE = "not an archive: please pack the folders of images as a zip"
DAMAGED = r"2\.(png|txt) is damaged in the archive: please pack it again"
LINK = "is a link that leads out of the images, which is not followed: please include the image itself"
DEVICE = "is a device or a pipe, not an image: please leave it out"
TWO = tuple(GOOD)
NOISE = np.random.default_rng(0).bytes(20_000)


def many_entries(n):
    """A zip of empty files, written as bytes, which is faster than by zipfile."""
    local = b"".join(LOCAL + struct.pack("<5H3L2H", 20, 0, 0, 0, 33, 0, 0, 0, 6, 0) + b"%06d" % i for i in range(n))
    listed = b"".join(
        ENTRY + struct.pack("<6H3L5H2L", 20, 20, 0, 0, 0, 33, 0, 0, 0, 6, 0, 0, 0, 0, 0, 36 * i) + b"%06d" % i
        for i in range(n)
    )
    numbers = min(n, 65535)
    return local + listed + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, numbers, numbers, len(listed), len(local), 0)


def endless_list():
    """A list of a million files without any file."""
    listed = (ENTRY + struct.pack("<6H3L5H2L", *[0] * 16)) * 1_000_000
    return LOCAL + listed + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 1, 1, len(listed), 4, 0)


def false_zip64():
    """A zip whose second end record claims nine trillion files."""
    content = zipped(GOOD)
    end = content.rindex(b"PK\5\6")
    record = b"PK\6\6" + struct.pack("<Q2H2L4Q", 44, 45, 45, 0, 0, 2**63 - 1, 2**63 - 1, 2**62, 2**62)
    locator = b"PK\6\7" + struct.pack("<LQL", 0, end, 1)
    return (
        content[:end] + record + locator + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, *[0xFFFF] * 2, *[2**32 - 1] * 2, 0)
    )


def overlapping():
    """Fifty entries that are all one and the same megabyte of zeros (Fifield 2019)."""
    content = zipped({"a.png": bytes(2**20)})
    start, end = content.index(ENTRY), content.rindex(b"PK\5\6")
    listed = content[start:end] * 50
    return content[:start] + listed + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 50, 50, len(listed), start, 0)


def in_itself(depth=40):
    """A zip in a zip in a zip ... and no end in sight."""
    content = zipped(GOOD)
    for _ in range(depth):
        content = zipped({"r.zip": content})
    return content


def claims(size, actual=b""):
    """Two good images and one of another size than the list says."""
    return changed(beside({"cats/2.png": actual or image(3)}), 2, SIZE, "<L", size)


def wrong_sum():
    """Two good images and one whose sum is another."""
    return changed(beside({"cats/2.png": image(3)}), 2, SUM, "<L", 12345)


def wrong_method(number, mode=0o100644):
    """Two good images and one file of this kind, packed by a method of this number."""
    return changed(beside([(entry("cats/2.png", mode), image(3))]), 2, METHOD, "<H", number)


def spoiled():
    """Two good images and one whose packed bytes are noise."""
    content = beside({"cats/2.txt": b"a" * 20_000})
    start = content.index(b"cats/2.txt") + 10
    return content[:start] + b"\xff" * 12 + content[start + 12 :]


def bzip2_bomb():
    """Two good images and one of little bzip2 that would become a gigabyte."""
    many = bz2.compress(bytes(10**7)) * 100
    content = beside({"cats/2.png": many}, lambda files: zipped(files, zipfile.ZIP_STORED))
    content = changed(content, 2, METHOD, "<H", zipfile.ZIP_BZIP2)
    return changed(content, 2, SIZE, "<L", 1_000)


def two_names():
    """Two good images and one that calls itself otherwise than the list does."""
    content = beside({"cats/2.png": image(3)})
    return content.replace(b"cats/2.png", b"cats/3.png", 1)


WHOLE = [
    Bad("nothing.zip", lambda: b"", "^nothing.zip is empty: please"),
    Bad("letter.zip", lambda: b"Dear reader,\n" * 100, f"letter.zip is another kind of file, {NO_ARCHIVE}"),
    Bad("page.zip", lambda: b"<!doctype html><html>" + b"404" * 500, f"is a web page, {NO_ARCHIVE}"),
    Bad("paper.zip", lambda: b"%PDF-1.7\n" + NOISE, f"is a PDF document, {NO_ARCHIVE}"),
    Bad("drawing.zip", lambda: b'<?xml version="1.0"?><svg/>', f"is an SVG drawing, {NO_ARCHIVE}"),
    Bad("setup.zip", lambda: b"MZ" + NOISE, f"is a program, {NO_ARCHIVE}"),
    Bad("photo.zip", lambda: image(form="JPEG"), "is one image or film: please put the images of each class into"),
    Bad("film.zip", lambda: b"\0\0\0\x20ftypmp42" + NOISE, "is one image or film: please"),
    Bad("two at once.zip", lambda: image(form="GIF") + zipped(GOOD), "is one image or film: please"),
    Bad("old.rar", lambda: b"Rar!\x1a\7\1\0" + NOISE, "is a RAR archive, which cannot be opened here: please pack"),
    Bad("really a rar.zip", lambda: b"Rar!\x1a\7\1\0" + NOISE, "is a RAR archive"),
    Bad("small.7z", lambda: b"7z\xbc\xaf\x27\x1c" + NOISE, "is a 7z archive, which cannot be opened here"),
    Bad("new.tar.zst", lambda: b"\x28\xb5\x2f\xfd" + NOISE, CUT),
    Bad("no files.zip", lambda: zipped({}), "holds no files: please put the images"),
    Bad("only folders.zip", lambda: zipped({"cats/": b"", "dogs/": b""}), "holds no files: please"),
    Bad("half.zip", lambda: half(zipped(GOOD)), CUT),
    Bad("without its end.zip", lambda: zipped(GOOD)[:-10], CUT),
    Bad("one of three.zip", lambda: b"PK\7\10" + zipped(GOOD)[:-30], CUT),
    Bad("trillions.zip", false_zip64, CUT),
    Bad("no letters.zip", lambda: changed(renamed(zipped(GOOD), b"cats", b"c\xff\xfes"), 0, FLAGS, "<H", 2048), CUT),
    Bad("secret.zip", lambda: changed(zipped(GOOD), 0, FLAGS, "<H", 1), "needs a password: please pack it again w"),
    Bad("overlapping.zip", overlapping, "has files that overlap: please pack it again"),
    Bad(
        "10 GB.zip", lambda: changed(claims(4 * 10**9), 1, SIZE, "<L", 4 * 10**9), "unpacks to more than 500 MB: please"
    ),
    Bad("100,000 empty.zip", lambda: many_entries(100_000), "holds more than 50,000 files: please upload fewer"),
    Bad("40,000 empty.zip", lambda: many_entries(40_000), "no image in 40,000 empty.zip .* is empty: please choose"),
    Bad("endless list.zip", endless_list, "holds more than 50,000 files: please upload fewer"),
    Bad("nested.zip", lambda: zipped({"a.zip": zipped(GOOD)}), "a.zip is an archive inside the archive: please unpack"),
    Bad("in itself.zip", in_itself, "r.zip is an archive inside the archive: please unpack it first"),
    Bad(
        "hidden.zip",
        lambda: zipped({".cats/1.png": image()}),
        "no image in hidden.zip .* is hidden by a dot in its path: ple",
    ),
    Bad("system.zip", lambda: zipped({"__MACOSX/._1.png": b"x"}), "no image in system.zip .* is a system file, not"),
    Bad(
        "letter.docx",
        lambda: zipped({"word/document.xml": b"<w/>"}),
        "letter.docx is a document with pictures, which cannot be",
    ),
    Bad("broken.zip", lambda: zipped({f"{n}.png": half(image(n)) for n in range(9)}), "0.png is damaged or not"),
]

ONE_FILE = [
    Bad("link.zip", lambda: beside([(entry("cats/2.png", 0o120777), b"/etc/passwd")]), LINK, TWO),
    Bad("pipe.zip", lambda: beside([(entry("cats/2.png", 0o010644), b"")]), DEVICE, TWO),
    Bad("screen.zip", lambda: beside([(entry("cats/2.png", 0o020644), b"")]), DEVICE, TWO),
    Bad("wrong sum.zip", wrong_sum, DAMAGED, TWO),
    Bad("unknown method.zip", lambda: wrong_method(97), "is packed in a way that cannot be read here: please", TWO),
    Bad("lzma.zip", lambda: wrong_method(zipfile.ZIP_LZMA), "is packed in a way that cannot be read here", TWO),
    Bad("lzma link.zip", lambda: wrong_method(zipfile.ZIP_LZMA, 0o120777), "is packed in a way that cannot be", TWO),
    Bad("spoiled.zip", spoiled, DAMAGED, TWO),
    Bad("says less.zip", lambda: claims(100, bytes(3 * 10**8)), DAMAGED, TWO),
    Bad("says more.zip", lambda: claims(60 * 10**6), DAMAGED, TWO),
    Bad("beyond its end.zip", lambda: changed(beside({"2.png": b"x"}), 2, OFFSET, "<L", 10**8), DAMAGED, TWO),
    Bad("two names.zip", two_names, DAMAGED, TWO),
    Bad("300 MB.zip", lambda: beside({"cats/2.png": bytes(3 * 10**8)}), "2.png has more than 64 MB: please", TWO),
    Bad("bzip2 bomb.zip", bzip2_bomb, DAMAGED, TWO),
    Bad("zip beside.zip", lambda: beside({"cats/2.png": zipped(GOOD)}), "2.png is an archive inside the", TWO),
    Bad("gz beside.zip", lambda: beside({"old.tgz": gzip.compress(NOISE)}), "old.tgz is an archive inside the", TWO),
    Bad("rar beside.zip", lambda: beside({"old": b"Rar!\x1a\7" + NOISE}), "old is an archive inside the", TWO),
]

MENDED = [
    Bad(
        "packed beyond.zip",
        lambda: changed(beside({"cats/2.png": image()}), 2, PACKED, "<L", 10**8),
        accepted=(*TWO, "cats/2.png"),
    ),
    Bad("bzip2.zip", lambda: zipped(GOOD, zipfile.ZIP_BZIP2), accepted=TWO),
    Bad("stored.zip", lambda: zipped(GOOD, zipfile.ZIP_STORED), accepted=TWO),
    Bad("not named so.rar", lambda: zipped(GOOD), accepted=TWO),
    Bad("one class.zip", lambda: zipped({"cats/1.png": image(1)}), accepted=("cats/1.png",)),
    Bad(
        "same name.zip",
        lambda: renamed(beside({"cats/2.png": image(3)}), b"cats/2", b"cats/1"),
        accepted=(*TWO, "cats/1.png"),
    ),
]

ZIPS = [*WHOLE, *ONE_FILE, *MENDED]
