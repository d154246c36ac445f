"""Groups of images that cut across the classes: a second folder level, cat/indoors/1.jpg and dog/indoors/2.jpg.

A column of a table beside the images can name them too: see `labels.py`.
"""

from collections.abc import Sequence

from catalogue.layout import names
from catalogue.layout.levels import Path


def subfolder(path: Path, level: int) -> str:
    """The folder of an image inside its class folder, which is at this level, from 1; "" if there is none.

    Folders that are parts of a data set, such as cat/train/indoors/1.jpg, are passed over.
    """
    return next((folder for folder in path[level:-1] if not names.part(folder)), "") if level else ""


def spelt_alike(groups: Sequence[str]) -> list[str]:
    """The groups with one spelling each: names that differ only in case are one group, as they are one class."""
    first: dict[str, str] = {}
    return [first.setdefault(names.same(group), group) for group in groups]
