"""The names of visitors' files and folders, made harmless but recognisable; they stay text, and pages escape them."""

import re
import unicodedata
from collections.abc import Sequence

MOST_CHARACTERS = 100  # of one file's or folder's name
MOST_PARTS = 40  # of one path
IN_SENTENCES = 60  # characters of a name in the middle of a sentence

NO_BREAK_SPACE = "\xa0"
JOINER = "\u200d"  # makes one emoji of several, a family for instance
BESIDE_JOINERS = ("So", "Sk", "Mn")  # emoji, skin colours, and the selectors of coloured emoji
SLASHES = {0x2F: "\u2215", 0x5C: "\u29f5"}
"""Signs that look like slashes, but do not divide a path."""
SHOWN = {0xFFFD: " ", 0x2215: "-", 0x29F5: "-"}
"""What is shown for an unknown letter, and for the signs above, which many fonts draw over their neighbours."""
DRIVES = r"^(?:[A-Za-z]: ?)+"
IS_SYSTEM = "is a system file, not an image."
SYSTEM = {"__macosx", "thumbs.db", "desktop.ini", "@eadir", ".ds_store"}


def harmless(text: str, most: int = MOST_CHARACTERS, otherwise: str = "unnamed") -> str:
    """One name in composed characters (NFC), on one line, without invisible characters and marks of direction."""
    # Nearly all names end here, much faster than below.
    if len(text) <= most and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip() or otherwise
    text = text[: 20 * most].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    visible = [
        " " if char.isspace() else char
        for char in text
        if char.isspace() or char == JOINER or unicodedata.category(char) not in ("Cc", "Cf")
    ]
    kept = "".join(char for number, char in enumerate(visible) if char != JOINER or _joins(visible, number))
    line = " ".join(unicodedata.normalize("NFC", kept).split())
    return (line if len(line) <= most else f"{line[: most - 1].rstrip()}…") or otherwise


def one_folder(label: str) -> str:
    """A label as the name of one folder: a slash becomes a sign that looks like it, but does not divide a path."""
    return label.translate(SLASHES)


def plain(raw: str) -> str:
    """The path without empty parts and dots, with slashes between its names."""
    return "/".join(_parts(raw))


def spelt(raw: str, place: str) -> str:
    """The path as it is stored, with slashes between its names; "" if it equals `place`."""
    stored = "/".join(_kept(raw))
    return stored if stored != place else ""


class Places:
    """The harmless path of each file of one folder or archive, in which folders that look different stay different.

    Two folders would be shown alike if their names were shortened, or if a letter is shown as a blank or a hyphen, as a
    no-break space is: the second then gets a number.
    """

    def __init__(self) -> None:
        self._shown = dict[str, str]()  # by the stored name, so that a class has the same name in every part
        self._used = set[str]()

    def of(self, raw: str) -> str:
        """The path of a file as harmless names with slashes between; of too many folders the middle ones go."""
        *folders, name = _kept(raw) or ["unnamed"]
        shown = [self._folder(harmless(folder.replace(NO_BREAK_SPACE, "\ufffd"), len(folder))) for folder in folders]
        return "/".join([*shown, harmless(name)])

    def folder(self, label: str) -> str:
        """A label as the name of a folder, in which labels that look different stay different."""
        return self._folder(harmless(one_folder(label), len(label)))

    def _folder(self, name: str) -> str:
        if name not in self._shown:
            short = harmless(name.translate(SHOWN))
            number, shown = 1, short
            while shown in self._used:
                number += 1
                shown = f"{short} ({number})"
            self._used.add(shown)
            self._shown[name] = shown
        return self._shown[name]


def short_name(raw: str) -> str:
    """The last name in a path, short enough for a sentence."""
    return harmless((_parts(raw) or [""])[-1], IN_SENTENCES)


def refusal(raw: str) -> str:
    """Why a file at this path is not even read, as one sentence; empty if it may be read."""
    parts = list(map(harmless, _kept(raw))) or ["unnamed"]
    if raw.startswith(("/", "\\")) or re.fullmatch(DRIVES, parts[0]) or ".." in parts:
        return (
            f"{short_name(raw)} has a path that leads out of the archive: please pack it again with plain folder names."
        )
    if len(_parts(raw)) > MOST_PARTS:
        return f"{short_name(raw)} is in more than {MOST_PARTS - 1} nested folders: please pack it in fewer."
    if is_system(parts):
        return f"{short_name(raw)} {IS_SYSTEM}"
    if any(part.startswith(".") for part in parts):
        return f"{short_name(raw)} is hidden by a dot in its path: please rename it if it is an image."
    return ""


def is_system(parts: Sequence[str]) -> bool:
    """Whether an operating system left the file with this path, which is then no part of the data set."""
    return any(part.lower() in SYSTEM or part.startswith("._") for part in parts)


def _parts(raw: str) -> list[str]:
    return [part for part in raw.replace("\\", "/").split("/") if part not in ("", ".")]


def _kept(raw: str) -> list[str]:
    """The parts of a path as they are stored, without a drive, and without the middle of a very long path."""
    parts = _parts(raw)
    if len(parts) > MOST_PARTS:
        parts = [*parts[: MOST_PARTS - 2], "…", parts[-1]]
    if parts:  # a drive alone is a root, which stays here and is refused later
        parts[0] = re.sub(DRIVES, "", parts[0]).strip(" ") or parts[0]
    return [part for part in parts if harmless(part) != "."]


def _joins(chars: list[str], number: int) -> bool:
    """Whether a joiner at this place stands between two parts of an emoji."""
    beside = chars[max(number - 1, 0)], chars[min(number + 1, len(chars) - 1)]
    return all(unicodedata.category(char) in BESIDE_JOINERS for char in beside)
