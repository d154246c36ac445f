"""The names of visitors' files and folders, made harmless but recognisable; they stay text, and pages escape them."""

import re
import unicodedata

MOST_CHARACTERS = 100  # of one file's or folder's name
MOST_PARTS = 40  # of one path
IN_SENTENCES = 60  # characters of a name in the middle of a sentence

JOINER = "\u200d"  # makes one emoji of several, a family for instance
BESIDE_JOINERS = ("So", "Sk", "Mn")  # emoji, skin colours, and the selectors of coloured emoji
DRIVES = r"^(?:[A-Za-z]: ?)+"
SYSTEM = {"__macosx", "thumbs.db", "desktop.ini", "@eadir", ".ds_store"}


def harmless(text: str, most: int = MOST_CHARACTERS, otherwise: str = "unnamed") -> str:
    """One name in composed characters (NFC), on one line, without invisible characters and marks of direction."""
    text = text[: 20 * most].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    visible = [
        " " if char.isspace() else char
        for char in text
        if char.isspace() or char == JOINER or unicodedata.category(char) not in ("Cc", "Cf")
    ]
    kept = "".join(char for number, char in enumerate(visible) if char != JOINER or _joins(visible, number))
    return _shortened(" ".join(unicodedata.normalize("NFC", kept).split()), most) or otherwise


def place(raw: str) -> str:
    """The path of a file as harmless names with slashes between; of too many folders the middle ones are left out."""
    return "/".join(_names(raw)) or "unnamed"


def called(raw: str) -> str:
    """The last part of a path, short enough for a sentence."""
    return harmless((_parts(raw) or [""])[-1], IN_SENTENCES)


def refusal(raw: str) -> str:
    """Why a file at this path is not even read, as one sentence; empty if it may be read."""
    parts = _names(raw) or ["unnamed"]
    if raw.startswith(("/", "\\")) or re.fullmatch(DRIVES, parts[0]) or ".." in parts:
        return f"{called(raw)} has a path that leads out of the archive: please pack it again with plain folder names."
    if len(_parts(raw)) > MOST_PARTS:
        return f"{called(raw)} is in more than {MOST_PARTS - 1} nested folders: please pack it in fewer."
    if any(part.lower() in SYSTEM or part.startswith("._") for part in parts):
        return f"{called(raw)} is a system file, not an image."
    if any(part.startswith(".") for part in parts):
        return f"{called(raw)} is hidden by a dot in its path: please rename it if it is an image."
    return ""


def _parts(raw: str) -> list[str]:
    return [part for part in raw.replace("\\", "/").split("/") if part not in ("", ".")]


def _names(raw: str) -> list[str]:
    parts = _parts(raw)
    if len(parts) > MOST_PARTS:
        parts = [*parts[: MOST_PARTS - 2], "…", parts[-1]]
    names = list(map(harmless, parts))
    if names:  # a drive alone is a root: it stays, and is refused
        names[0] = re.sub(DRIVES, "", names[0]).strip() or names[0]
    return [name for name in names if name != "."]


def _joins(chars: list[str], number: int) -> bool:
    beside = chars[max(number - 1, 0)], chars[min(number + 1, len(chars) - 1)]
    return all(unicodedata.category(char) in BESIDE_JOINERS for char in beside)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
