"""Images that a visitor uploaded: a data set in no list, found by its unguessable name; callers check the owner."""

import json
import re
from functools import partial
from pathlib import Path

from catalogue.entries import Dataset, Entry, cannot_make
from settings import settings

PREFIX = "own-"
NAME = rf"{PREFIX}[0-9a-f]{{32}}(\.[1-9][0-9]?)?"
ABOUT = "about.json"
GONE = "These images were deleted, or are damaged: please upload them again."


def is_own(name: str) -> bool:
    """Whether this is the name of a visitor's data set, or of one fold of it."""
    return re.fullmatch(NAME, name) is not None


def whole(name: str) -> str:
    """The name of the data set without its fold."""
    return name.partition(".")[0]


def fold(name: str) -> int:
    """The number of the fold, from 1."""
    return int(name.partition(".")[2] or 1)


def own_folder(name: str) -> Path:
    """The folder of a visitor's data set; ValueError for a name of another form."""
    if not is_own(name):  # visitors send names, which must not contain "../"
        raise ValueError(f"{name[:80]!r} is not the name of a visitor's data set.")
    return settings().home / "uploads" / whole(name)


def arrays_folder(name: str) -> Path:
    """The folder of one fold's arrays."""
    return own_folder(name) / "arrays" / str(fold(name))


def own_dataset(name: str) -> Dataset | None:
    """The data set; None when there is none, or when it has not been prepared for training."""
    if not is_own(name) or not arrays_folder(name).is_dir():
        return None
    try:
        about = json.loads((own_folder(name) / ABOUT).read_text(encoding="utf-8"))
        entry = Entry(name, str(about["title"]), "own", "Your own images.", None, None, available=True)
        version = about["choices"].get("version")
        make = partial(cannot_make, GONE)
        return Dataset(entry, partial(str, version), partial(arrays_folder, name), make) if version else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
