"""All files of a data set with what became of each: used for a class and a part, or left out for a reason."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from catalogue.files.names import harmless, is_system
from catalogue.layout import names
from catalogue.layout.labels import lookup, part_of
from catalogue.layout.levels import Path
from catalogue.layout.names import TEST, TRAIN
from catalogue.layout.subfolders import subfolder
from catalogue.layout.understood import Understood, understand

IMAGE_ENDINGS = {
    *(".jpg", ".jpeg", ".jfif", ".jpe", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".pbm"),
    *(".heic", ".heif", ".avif", ".jp2", ".jxl", ".svg", ".psd", ".raw", ".cr2", ".nef", ".arw", ".dng", ".ico"),
}
"""What people call images: a file with such a name that cannot be read is a loss, a text beside the images is none."""

ALONE = "The only image of its class: each class needs two or more."
POOL = "Used through the links to it."
MARKS = "A mask or an annotation of the images in the folder beside it."


@dataclass(frozen=True)
class FileRow:
    """One file: its folders and name, why it is left out ("" if it is used), its part, class and group.

    A file that is left out has a class too, where its folders tell it: it is counted there. `target` is the place of
    the file that a link leads to. Images of one `group` are versions of each other; a `subfolder` cuts across classes,
    and what a table calls a group is one too.
    """

    path: Path
    left_out: str = ""
    target: str = ""
    labels: Mapping[str, str] | None = None  # of other files, if this is a table of labels
    groups: Mapping[str, str] | None = None  # of other files, likewise
    parts: Mapping[str, str] | None = None  # of other files, likewise
    part: str = ""
    label: str = ""
    group: str = ""
    subfolder: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether it is an image with a class."""
        return not self.left_out

    @property
    def is_lost_image(self) -> bool:
        """Whether it is left out and was meant as an image."""
        if self.left_out in ("", POOL, MARKS):
            return False
        is_hidden = is_system(self.path) or any(part.startswith(".") and part != ".." for part in self.path)
        return PurePosixPath(self.path[-1]).suffix.lower() in IMAGE_ENDINGS and not is_hidden


def settle(files: Sequence[FileRow], classes_at: int | None = None) -> tuple[list[FileRow], Understood]:
    """The files with parts, classes and groups, and what was understood; `classes_at` as in `understand`."""
    found = _without_marks(_without_pools(files))
    groups = _groups(found)
    settled = _labelled(found, classes_at)
    usable = [number for number, file in enumerate(settled) if file.is_usable]
    understood = understand([settled[number].path for number in usable], classes_at)
    for number, path, place in zip(usable, understood.paths, understood.places, strict=True):
        file, below = settled[number], groups[number] if groups else subfolder(path, place.level)
        told = place.left_out, file.target, None, None, None, place.part, place.label, place.group, below
        settled[number] = FileRow(file.path, *told)
    counts = Counter(settled[number].label for number in usable)
    for number in usable:
        if settled[number].is_usable and counts[settled[number].label] == 1:
            settled[number] = replace(settled[number], left_out=ALONE)
    if {settled[number].part for number in usable if settled[number].is_usable} != {TRAIN, TEST}:
        settled = [replace(file, part="") for file in settled]
    return _with_lost(settled, usable, classes_at), understood


def _labelled(files: list[FileRow], classes_at: int | None) -> list[FileRow]:
    """Put images into folders named by the tables of labels beside them, where their own folders tell no classes."""
    tables = [(file.path, file.labels) for file in files if file.labels]
    classes = understand([file.path for file in files if file.is_usable]).classes if tables else ()
    if not tables or classes_at or (len(classes) > 1 and not names.are_pieces(classes)):
        return files
    of_tables = [part_of(path[-1]) for path, _ in tables]
    # train.csv and val.csv, and one folder of images
    are_parts = TRAIN in of_tables and len(set(filter(None, of_tables))) > 1
    parts = _told(files, [(file.path, file.parts) for file in files if file.parts])
    labelled = list[FileRow]()
    for file, (label, of_table), (own, _) in zip(files, _told(files, tables), parts, strict=True):
        part = own or of_table * are_parts
        added = (part,) * bool(part) + (label,)
        labelled.append(replace(file, path=(*file.path[:-1], *added, file.path[-1])) if label else file)
    return labelled


def _groups(files: list[FileRow]) -> list[str]:
    """The group of each file by the tables beside the images; empty where they name none."""
    tables = [(file.path, file.groups) for file in files if file.groups]
    groups = [group for group, _ in _told(files, tables)] if tables else []
    return groups if any(groups) else []


def _told(files: list[FileRow], tables: list[tuple[Path, Mapping[str, str]]]) -> list[tuple[str, str]]:
    """What the first table that knows an image says of it, and that table's part; each knows its folder and below.

    A table about training images says nothing of images in a folder of test images, which may have the same names.
    """
    known = [(path[:-1], part_of(path[-1]), lookup(told, path[:-1])) for path, told in tables]

    def of(file: FileRow) -> tuple[str, str]:
        for folder, part, look_up in known if file.is_usable else []:
            n = len(folder)
            own = next(filter(None, map(names.part, file.path[n:-1])), "")
            if file.path[:n] == folder and (not own or not part or own == part) and (said := look_up(file.path[n:])):
                return harmless(said.replace("/", " "), otherwise=""), part
        return "", ""

    return list(map(of, files))


def _without_pools(files: Sequence[FileRow]) -> list[FileRow]:
    """Leave out folders of which every image is used through links from elsewhere: else they would be a class."""
    targets = {file.target for file in files if file.target}
    folders: dict[Path, bool] = {}
    for file in files:
        if file.is_usable:
            is_target = "/".join(file.path) in targets
            folders[file.path[:-1]] = folders.get(file.path[:-1], True) and is_target
    pools = {folder for folder, is_pool in folders.items() if is_pool}
    return [replace(file, left_out=POOL) if file.is_usable and file.path[:-1] in pools else file for file in files]


def _without_marks(files: list[FileRow]) -> list[FileRow]:
    """Leave out masks and annotations beside images: `images/cat/1.jpg` and `masks/cat/1.png`."""
    inside = dict[Path, set[str]]()  # the names of the folders in each folder
    for file in files:
        if file.is_usable:
            for depth, name in enumerate(file.path[:-1]):
                inside.setdefault(file.path[:depth], set()).add(name)
    beside = {
        folder
        for folder, found in inside.items()
        if (images := {name for name in found if not names.is_marks(name)})
        and all(names.is_filler(name) or names.part(name) for name in images)
    }

    def is_mark(path: Path) -> bool:
        return any(path[:depth] in beside and names.is_marks(name) for depth, name in enumerate(path[:-1]))

    return [replace(file, left_out=MARKS) if file.is_usable and is_mark(file.path) else file for file in files]


def _with_lost(files: list[FileRow], usable: list[int], classes_at: int | None) -> list[FileRow]:
    """Give lost images the class of their folder, if reading them too would leave the classes of the others alone."""
    used = set(usable)
    lost = [number for number, file in enumerate(files) if file.is_lost_image and number not in used]
    wide = understand([files[number].path for number in [*usable, *lost]], classes_at)
    labels = [place.label for place in wide.places]
    if labels[: len(usable)] != [files[number].label for number in usable]:
        return files
    for number, place in zip(lost, wide.places[len(usable) :], strict=True):
        files[number] = replace(files[number], label=place.label, part=place.part)
    return files
