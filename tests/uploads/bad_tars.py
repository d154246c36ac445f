"""Tars that are none, are broken, or lie, and files in them: each with the sentence that a visitor should read."""

import bz2
import gzip
import lzma
import struct
import tarfile
import zlib

from backports import zstd

from tests.uploads.bad_zips import CUT, DEVICE, LINK, NO_ARCHIVE, NOISE, TWO
from tests.uploads.forged import (
    GOOD,
    Bad,
    beside,
    block,
    gzipped_zeros,
    half,
    headed,
    image,
    padded,
    special,
    tarred,
    zipped,
)

GIGABYTE = 10**9
LOST = "is a link to a file that is not here: please include the image itself"
HUGE = 3 * 10**8
THREE = (*TWO, "cats/2.png")
TAR = tarred(GOOD | {f"cats/{n}.png": image(n) for n in range(5, 25)})


def giant_dictionary():
    """An xz file that asks for four gigabytes before it gives a byte."""
    content = bytearray(lzma.compress(tarred(GOOD)))
    length = (content[12] + 1) * 4
    content[16] = 40
    content[12 + length - 4 : 12 + length] = struct.pack("<L", zlib.crc32(content[12 : 12 + length - 4]))
    return bytes(content)


def spoiled_end(content):
    """A gz file with another sum at its end."""
    return content[:-8] + struct.pack("<L", 1) + content[-4:]


def sparse(place="cats/2.png", form="GNU"):
    """A file of a gigabyte of which nothing is stored."""
    if form == "GNU":
        header = bytearray(block(place.encode(), 0, b"S"))
        header[483:495] = b"%011o\0" % GIGABYTE
        return headed(header)
    notes = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(GIGABYTE)}
    return noted(place, notes, padded(b"0\n") if form == "PAX" else b"")


def noted(place, notes, content=b""):
    """A tar's file with a pax header in front."""
    info = tarfile.TarInfo(place)
    info.size, info.pax_headers = len(content), notes
    return info.tobuf(tarfile.PAX_FORMAT) + padded(content)


def into_tar(*parts):
    """A tar of two good images and then these bytes."""
    content = tarred(GOOD, form=tarfile.GNU_FORMAT)
    end = max(content.rindex(b"IEND"), 0)
    end += -end % 512
    return content[:end] + b"".join(parts) + bytes(1024)


def many_headers(n=5_000):
    """A pax header before a pax header, and so on: tarfile goes one call deeper for each."""
    header = noted("cats/2.png", {"comment": "x"})[:-512]
    return into_tar(header * n, block(b"cats/2.png", len(image(3))), padded(image(3)))


def long_tar(n):
    """A tar of empty files."""
    return gzip.compress(block(b"1.png") * n + bytes(1024), 1)


def hungry_tar(kind):
    """A tar whose one file is ten gigabytes of zeros, packed."""
    start = block(b"cats/1.png", 8 * GIGABYTE - 1)
    if kind == "gz":
        return gzip.compress(start) + gzipped_zeros(7 * 10**8)
    pack = {"bz2": bz2.compress, "xz": lzma.compress, "zst": zstd.compress}[kind]
    return pack(start) + pack(bytes(25 * 10**6)) * 24


def without_magic():
    """A tar as Unix of 1979 wrote it, without the word ustar."""
    content = bytearray(tarred(GOOD, form=tarfile.USTAR_FORMAT))
    for start in range(0, len(content), 512):
        if content[start + 257 : start + 262] == b"ustar":
            content[start + 257 : start + 265] = bytes(8)
            content[start : start + 512] = headed(content[start : start + 512])
    return bytes(content)


def odd(place="2.png", kind=tarfile.SYMTYPE, **attributes):
    """A tar of two good images and something that is no file."""
    return beside([(special(place, kind, **attributes), b"")], tarred)


WHOLE = [
    Bad("noise.tar", lambda: NOISE, f"is another kind of file, {NO_ARCHIVE}"),
    Bad("letter.tar.gz", lambda: gzip.compress(b"Dear reader"), "is one compressed file, not an archive: please"),
    Bad("image.xz", lambda: lzma.compress(image()), "is one compressed file, not an archive"),
    Bad("zip.bz2", lambda: bz2.compress(zipped(GOOD)), "is one compressed file, not an archive"),
    Bad("no files.tar", lambda: bytes(10_240), "holds no files: please"),
    Bad("half.tar", lambda: half(TAR), CUT),
    Bad("between two.tar", lambda: TAR[: TAR.index(b"dogs/1.png")], CUT),
    Bad("half.tar.gz", lambda: half(gzip.compress(TAR)), CUT),
    Bad("half.tar.bz2", lambda: half(bz2.compress(TAR)), CUT),
    Bad("half.tar.xz", lambda: half(lzma.compress(TAR)), CUT),
    Bad("wrong sum.tar.gz", lambda: spoiled_end(gzip.compress(TAR)), CUT),
    Bad("noise inside.tar", lambda: into_tar(NOISE), CUT),
    Bad("below nothing.tar", lambda: into_tar(block(b"a.png", b"\xff" * 12)), CUT),
    Bad("endless file.tar", lambda: into_tar(block(b"a.png", b"\x80" + b"\x7f" * 11)), CUT),
    Bad("noted below nothing.tar", lambda: into_tar(noted("a.png", {"size": "-512"})), CUT),
    Bad("100,000 empty.tar.gz", lambda: long_tar(100_000), "holds more than 50,000 files: please upload fewer"),
    Bad("bomb.tar.gz", lambda: hungry_tar("gz"), "unpacks to more than 500 MB: please upload fewer"),
    Bad("bomb.tar.bz2", lambda: hungry_tar("bz2"), "unpacks to more than 500 MB: please upload fewer"),
    Bad("bomb.tar.zst", lambda: hungry_tar("zst"), "unpacks to more than 500 MB: please upload fewer"),
    Bad("bomb.tar.xz", lambda: hungry_tar("xz"), "unpacks to more than 500 MB: please upload fewer"),
    Bad("zeros.gz", lambda: gzipped_zeros(7 * 10**8), "unpacks to more than 500 MB: please upload fewer"),
    Bad("hungry.tar.xz", giant_dictionary, "needs too much memory to be unpacked: please pack the folders as a zip"),
    Bad("gaps without a list.tar", lambda: into_tar(sparse(form="no list")), CUT),
    Bad("many notes.tar", many_headers, CUT),
    Bad("huge note.tar", lambda: into_tar(block(b"x", 2**26, b"x"), bytes(2**26)), "has a note of more than 1 MB"),
    Bad("huge name.tar", lambda: into_tar(block(b"L", 2**26, b"L"), bytes(2**26)), "has a note of more than 1 MB"),
]

ONE_FILE = [
    Bad("link.tar", lambda: odd(linkname="/etc/passwd"), LINK, TWO),
    Bad("hard link.tar", lambda: odd(kind=tarfile.LNKTYPE, linkname="cats/1.png"), accepted=(*TWO, "2.png")),
    Bad("link.tar.zst", lambda: zstd.compress(odd(linkname="cats/1.png")), accepted=(*TWO, "2.png")),
    Bad("link to nothing.tar", lambda: odd(linkname="cats/9.png"), LOST, TWO),
    Bad("link to itself.tar", lambda: odd(linkname="2.png"), LOST, TWO),
    Bad("screen.tar", lambda: odd(kind=tarfile.CHRTYPE, devmajor=1, devminor=5), DEVICE, TWO),
    Bad("disk.tar", lambda: odd(kind=tarfile.BLKTYPE, devmajor=8), DEVICE, TWO),
    Bad("pipe.tar", lambda: odd(kind=tarfile.FIFOTYPE), DEVICE, TWO),
    Bad("gaps.tar", lambda: into_tar(sparse()), r"is stored with gaps \(a sparse file\): please pack", TWO),
    Bad("new gaps.tar", lambda: into_tar(sparse(form="PAX")), r"is stored with gaps \(a sparse file\): please", TWO),
    Bad("second part.tar", lambda: into_tar(block(b"2.png", 0, b"M")), "is not a plain file: please pack", TWO),
    Bad(
        "300 MB.tar.gz",
        lambda: gzip.compress(into_tar(block(b"2.png", HUGE), padded(bytes(HUGE))), 1),
        "2.png has more than 64 MB: please",
        TWO,
    ),
    Bad("tar beside.tar", lambda: beside({"old.tar": TAR}, tarred), "old.tar is an archive inside the", TWO),
]

MENDED = [
    Bad("two tars.tar", lambda: tarred(GOOD) + tarred({"cats/2.png": image(3)}), accepted=THREE),
    Bad("very old.tar", without_magic, accepted=TWO),
    Bad(
        "two parts.tar.gz",
        lambda: gzip.compress(tarred(GOOD)[:3000]) + gzip.compress(tarred(GOOD)[3000:]),
        accepted=TWO,
    ),
    Bad(
        "two parts.tar.xz",
        lambda: lzma.compress(tarred(GOOD)[:3000]) + bytes(8) + lzma.compress(tarred(GOOD)[3000:]),
        accepted=TWO,
    ),
    Bad("not named so.zip", lambda: tarred(GOOD, "bz2"), accepted=TWO),
    Bad(
        "long name.tar",
        lambda: beside({f"cats/{'n' * 300}.png": image(3)}, tarred),
        accepted=(*TWO, f"cats/{'n' * 99}…"),
    ),
]

TARS = [*WHOLE, *ONE_FILE, *MENDED]
