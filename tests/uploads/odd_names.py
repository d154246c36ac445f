"""Names that break pages, tables, terminals and file systems: each with the place that it becomes, if any."""

from tests.uploads.bad_zips import TWO
from tests.uploads.forged import Bad, beside, changed, image, renamed, tarred, zipped

OUTSIDE = "has a path that leads out of the archive: please pack it again with plain folder names"
HIDDEN = "is hidden by a dot in its path: please rename it if it is an image"
SYSTEM = "is a system file, not an image"
FLAGS = 8
FAMILY = "👩\u200d👩\u200d👧"


def refused(title, place, sentence, write=zipped):
    """Two good images and one at a place that is refused."""
    return Bad(title, lambda: beside({place: image(3)}, write), sentence, TWO)


def mended(title, place, becomes, write=zipped):
    """Two good images and one whose place is made harmless."""
    return Bad(title, lambda: beside({place: image(3)}, write), accepted=(*TWO, becomes))


def raw(title, name, becomes, flags=0):
    """Two good images and one whose name in the zip is these bytes."""
    stand_in = b"n" * len(name)

    def write():
        content = renamed(beside({stand_in.decode(): image(3)}), stand_in, name)
        return changed(content, 2, FLAGS, "<H", flags)

    return Bad(title, write, accepted=(*TWO, becomes))


PLACES = [
    refused("up.zip", "../../../evil.png", OUTSIDE),
    refused("up.tar", "../../../evil.png", OUTSIDE, tarred),
    refused("up in the middle.zip", "cats/../../../evil.png", OUTSIDE),
    refused("up by backslashes.zip", "..\\..\\evil.png", OUTSIDE),
    refused("up in disguise.zip", "cats/.\u200e./evil.png", OUTSIDE),
    refused("root.zip", "/etc/evil.png", OUTSIDE),
    refused("root.tar", "/etc/evil.png", OUTSIDE, tarred),
    refused("drive.zip", "C:\\Windows\\evil.png", OUTSIDE),
    refused("share.zip", "\\\\server\\share\\evil.png", OUTSIDE),
    refused("deep.zip", "d/" * 5_000 + "1.png", "is in more than 39 nested folders: please pack it in fewer"),
    refused("hidden.tar", "cats/.2.png", HIDDEN, tarred),
    refused("hidden folder.zip", ".git/2.png", HIDDEN),
    refused("fork.zip", "__MACOSX/cats/._1.png", SYSTEM),
    refused("fork.tar", "cats/._1.png", SYSTEM, tarred),
    refused("small ones.zip", "cats/Thumbs.db", SYSTEM),
    refused("finder.zip", "cats/.DS_Store", SYSTEM),
]

TEXTS = [
    mended("markdown.zip", "![x](http:__a.b)/2.png", "![x](http:__a.b)/2.png"),
    mended("html.zip", "<img src=x onerror=alert(1)>/2.png", "<img src=x onerror=alert(1)>/2.png"),
    mended("formula.zip", "=cmd|' _C calc'!A0/2.png", "=cmd|' _C calc'!A0/2.png"),
    mended("backwards.zip", "cats/\u202egnp.exe", "cats/gnp.exe"),
    mended("isolated.tar", "\u2066cats\u2069\u200f/2\u061c.png", "cats/2.png", tarred),
    mended("5,000 letters.zip", "c" * 5_000 + "/2.png", "c" * 99 + "…/2.png"),
    mended("5,000 accents.zip", "c" + "\u0301" * 5_000 + "/2.png", "ć" + "\u0301" * 98 + "…/2.png"),
    mended("emoji.zip", f"{FAMILY}/2.png", f"{FAMILY}/2.png"),
    mended("hidden joiner.zip", "c\u200dats/2.png", "cats/2.png"),
    mended("composed.zip", "Ka\u0308tzchen/2.png", "K\u00e4tzchen/2.png"),
    mended("lines.zip", "cats\r\nand\tdogs/2.png", "cats and dogs/2.png"),
    mended("colours.tar", "\x1b[31mcats\x07/2.png", "[31mcats/2.png", tarred),
    mended("spaces.zip", "  two   words /2.png", "two words/2.png"),
    mended("only invisible.zip", "\u202e/2.png", "unnamed/2.png"),
    mended("reserved.zip", "CON/NUL.png", "CON/NUL.png"),
    mended("trailing dots.zip", "cats.../2.png.", "cats.../2.png."),
    mended("backslashes.zip", "train\\cats\\2.png", "train/cats/2.png"),
    mended("here.zip", "./cats//./2.png", "cats/2.png"),
    mended("half a letter.tar", "cats\udcff/2.png", "cats (2)/2.png", tarred),
    mended("drive of its own.zip", "C:cats/2.png", "cats/2.png"),
    raw("zero.zip", b"cats\0dogs/2.png", "catsdogs/2.png"),
    raw("unsaid UTF-8.zip", "Kätzchen/2.png".encode(), "Kätzchen/2.png"),
    raw("letters of DOS.zip", "Kätzchen/2.png".encode("cp437"), "Kätzchen/2.png"),
    Bad(
        "collide.zip",
        lambda: zipped({"a\u0308/1.png": image(1), "\u00e4\u200f/1.png": image(2)}),
        accepted=("ä/1.png", "ä/1.png"),
    ),
]

NAMES = [*PLACES, *TEXTS]
