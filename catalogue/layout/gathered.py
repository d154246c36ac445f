"""The files of several archives that were given together, as the files of one data set."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from catalogue.files.kinds import ARCHIVE_ENDING
from catalogue.layout import names
from catalogue.layout.files import FileRow
from catalogue.layout.levels import Path
from catalogue.layout.named import places_by_names
from catalogue.layout.names import TEST, TRAIN, VALIDATION
from catalogue.layout.understood import inside, outer_folders

SAMPLES = r"(?i)[ _-]*(samples?|images?)$"
"""How Teachable Machine ends the name of an archive of one class: class_1-samples.zip."""


def gather(deliveries: Sequence[tuple[str, list[FileRow]]]) -> list[FileRow]:
    """The files of all deliveries (title, files); those of a single delivery stay as they are.

    train.zip and test.zip are parts. Any other archive whose folders name no class is one class, named after its file.
    Loose files, which all have one title, are of the classes that their names tell.
    """
    if len(deliveries) == 1:
        return deliveries[0][1]
    n_titled = Counter(title for title, _ in deliveries)
    stems = [re.sub(ARCHIVE_ENDING, "", title) for title, _ in deliveries]
    parts = [names.part(stem) for stem in stems]
    are_parts = TRAIN in parts and bool({TEST, VALIDATION} & set(parts)) and all(parts)
    moved = list[FileRow]()
    for stem, (title, files) in zip(stems, deliveries, strict=True):
        if n_titled[title] > 1 and stem == title and all(len(file.path) == 1 for file in files):
            moved += _in_folders(files)
        else:
            outer, added = _moves([file.path for file in files if file.is_usable], stem, are_parts)
            moved += [_move(file, outer, added) for file in files]
    return moved


def _in_folders(files: list[FileRow]) -> list[FileRow]:
    """Loose files, each in a folder that is called after the class in the file's name."""
    paths = [file.path for file in files if file.is_usable]
    places = zip(paths, places_by_names(paths), strict=False)  # there are no places if the names tell no classes
    folders = {path: (place.label,) for path, place in places if place.label}
    return [_move(file, (), folders.get(file.path, ())) for file in files]


def _moves(paths: list[Path], stem: str, is_part: bool) -> tuple[Path, Path]:
    """The folders to take from the front of each path, and those to put there instead."""
    outer = outer_folders(paths)
    inner = [inside(path, outer) for path in paths]
    if is_part:
        return outer, (stem,)
    folders = {path[:-1] for path in inner}
    if len(folders) < 2 and all(names.is_filler(name) for folder in folders for name in folder):
        return outer + next(iter(folders), ()), (re.sub(SAMPLES, "", stem) or stem,)
    has_parts = any(names.part(path[0]) for path in inner if len(path) > 2)
    if outer and names.part(outer[-1]) and not has_parts:
        return outer, outer[-1:]
    return outer, ()


def _move(file: FileRow, outer: Path, added: Path) -> FileRow:
    path = inside(file.path, outer)
    target = "/".join(added + inside(tuple(file.target.split("/")), outer)) if file.target else ""
    n_removed = len(file.path) - len(path)
    spelt = added + file.spelt[n_removed:] if file.spelt else ()
    return replace(file, path=added + path, target=target, spelt=spelt)
