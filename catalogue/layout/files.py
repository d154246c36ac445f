"""All files of a data set with what became of each: used for a class and a part, or left out for a reason."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from catalogue.files.names import Places, harmless, is_system, one_folder, short_name
from catalogue.layout import names
from catalogue.layout.joined import Join, join
from catalogue.layout.labels import NOT_NEEDED, OF_OTHERS, READ, Said, is_usual
from catalogue.layout.levels import Path, is_without_label, subfolder
from catalogue.layout.names import TEST, TRAIN
from catalogue.layout.understood import Understood, understand, understand_folders

IMAGE_ENDINGS = {
    *(".jpg", ".jpeg", ".jfif", ".jpe", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".pbm"),
    *(".heic", ".heif", ".avif", ".jp2", ".jxl", ".svg", ".psd", ".raw", ".cr2", ".nef", ".arw", ".dng", ".ico"),
}
"""Endings of image files: one of these that cannot be read counts as a lost image; any other file does not."""

ALONE = "The only image of its class: each class needs two or more."
POOL = "Used through the links to it."
DOUBLE = "Packed twice: a folder of the same name around its own holds the same file."
MARKS = "A mask or an annotation of the images in the folder beside it."


@dataclass(frozen=True)
class FileRow:
    """One file: its folders and name, why it is left out ("" if it is used), its part, class and group.

    A file that is left out has a class too, where its folders tell it: it is counted there. `target` is the place of
    the file that a link leads to. Images of one `group` are versions of each other. A `subfolder` is a group of images
    that cuts across classes: a folder inside the class folders, or what a table names.
    """

    path: Path
    left_out: str = ""
    target: str = ""
    tells: Said = field(default_factory=dict)  # of other files, if this is a table
    part: str = ""
    label: str = ""
    group: str = ""
    subfolder: str = ""
    spelt: Path = ()  # the path as it is stored, where that differs

    @property
    def is_usable(self) -> bool:
        """Whether it is an image with a class."""
        return not self.left_out

    @property
    def is_lost_image(self) -> bool:
        """Whether it is left out and was meant as an image."""
        if self.left_out in ("", POOL, MARKS, DOUBLE):
            return False
        is_hidden = is_system(self.path) or any(part.startswith(".") and part != ".." for part in self.path)
        return PurePosixPath(self.path[-1]).suffix.lower() in IMAGE_ENDINGS and not is_hidden


def path_of(place: str) -> Path:
    """The folders and the name of a file; empty for an empty place."""
    return tuple(place.split("/")) if place else ()


def settle(files: Sequence[FileRow], classes_at: int | None = None) -> tuple[list[FileRow], Understood]:
    """The files with parts, classes and groups, and what was understood; `classes_at` is that of `understand`."""
    rows = _without_marks(_without_doubles(_without_pools(files)))
    groups = _groups(rows)
    settled = _labelled(rows, classes_at)
    usable = [number for number, file in enumerate(settled) if file.is_usable]
    spelt = [settled[number].spelt for number in usable]
    understood = understand([settled[number].path for number in usable], classes_at, spelt)
    for number, path, place in zip(usable, understood.paths, understood.places, strict=True):
        below = groups[number] if groups else subfolder(path, place.level)
        file = replace(settled[number], left_out=place.left_out, part=place.part, label=place.label, spelt=())
        settled[number] = replace(file, group=place.group, subfolder=below)
    counts = Counter(settled[number].label for number in usable)
    for number in usable:
        if settled[number].is_usable and counts[settled[number].label] == 1:
            settled[number] = replace(settled[number], left_out=ALONE)
    if {settled[number].part for number in usable if settled[number].is_usable} != {TRAIN, TEST}:
        settled = [replace(file, part="") for file in settled]
    return _with_lost(settled, usable, classes_at), understood


def _labelled(files: list[FileRow], classes_at: int | None) -> list[FileRow]:
    """Put images into folders named by the tables of labels beside them, where their own folders tell no classes."""
    joins = _joins(files, "labels")
    if not joins or classes_at:
        return files
    used = _needed(files, joins)
    parts_of_tables = {joined.part for joined in joins.values()}
    # such as train.csv and val.csv, and one folder of images
    are_parts = TRAIN in parts_of_tables and len(parts_of_tables - {""}) > 1
    parts = _first(_joins(files, "parts"))
    settled, shown = _with_remarks(files, joins, used), Places()
    for number, (label, part_of_table) in _first(used).items():
        file, (own, _) = files[number], parts.get(number, ("", ""))
        *folders, name = file.path
        part = own or (part_of_table if are_parts and not any(map(names.part, folders)) else "")
        if part:
            folders.append(part)
        settled[number] = replace(
            file, path=(*folders, shown.folder(label), name), spelt=(*folders, one_folder(label), name)
        )
    return settled


def _joins(files: list[FileRow], which: str) -> dict[int, Join]:
    """What each table says of images, by the table's number; tables with a usual name come first."""
    tables = [number for number, file in enumerate(files) if which in file.tells]
    tables.sort(key=lambda number: not is_usual(files[number].path[-1]))
    images = {number: file.path for number, file in enumerate(files) if file.is_usable} if tables else {}
    return {number: join(files[number].path, files[number].tells[which], images) for number in tables}


def _needed(files: list[FileRow], joins: dict[int, Join]) -> dict[int, Join]:
    """The joins to use: all of them, unless folders name classes.

    If they do, a table only labels images whose folders name no class, and only if it knows the folders' classes and
    contradicts no folder.
    """
    usable = [number for number, file in enumerate(files) if file.is_usable]
    by_folders = understand_folders([files[number].path for number in usable])
    if not by_folders.tells_classes:
        return joins
    places, known = dict(zip(usable, by_folders.places, strict=True)), set(map(names.same, by_folders.classes))
    lacking = {number for number, place in places.items() if is_without_label(place)}

    def agrees(said: dict[int, str]) -> bool:
        labels = {number: names.same(label) for number, label in said.items()}
        own = {number: names.same(places[number].label) for number in labels}
        return all(label in known if number in lacking else label == own[number] for number, label in labels.items())

    return {
        table: replace(joined, said={number: label for number, label in joined.said.items() if number in lacking})
        for table, joined in joins.items()
        if agrees(joined.said)
    }


def _with_remarks(files: list[FileRow], joins: dict[int, Join], used: dict[int, Join]) -> list[FileRow]:
    """The files, each table of labels with a remark on what became of it."""
    settled = list(files)
    for number, joined in joins.items():
        file, how = files[number], f": it names them {joined.how}" if joined.how else ""
        remark = f"{READ}." if "groups" in file.tells else NOT_NEEDED
        if not joined.said:
            remark = OF_OTHERS.format(example=short_name(next(iter(file.tells["labels"]))))
        elif number in used and used[number].said:
            remark = f"{READ}{how}."
        settled[number] = replace(file, left_out=f"{short_name(file.path[-1])} {remark}")
    return settled


def _groups(files: list[FileRow]) -> list[str]:
    """The group of each file by the tables beside the images; empty if they name no groups."""
    groups = _first(_joins(files, "groups"))
    return [harmless(one_folder(groups.get(n, ("", ""))[0]), otherwise="") for n in range(len(files))] if groups else []


def _first(joins: dict[int, Join]) -> dict[int, tuple[str, str]]:
    """What the first table that knows an image says of it, and that table's part, by the image's number."""
    first = dict[int, tuple[str, str]]()
    for joined in joins.values():
        for number, said in joined.said.items():
            first.setdefault(number, (said, joined.part))
    return first


def _without_pools(files: Sequence[FileRow]) -> list[FileRow]:
    """Leave out folders whose images are all used through links from elsewhere: otherwise they would be classes."""
    targets = {file.target for file in files if file.target}
    folders: dict[Path, bool] = {}
    for file in files:
        if file.is_usable:
            is_target = "/".join(file.path) in targets
            folders[file.path[:-1]] = folders.get(file.path[:-1], True) and is_target
    pools = {folder for folder, is_pool in folders.items() if is_pool}
    return [replace(file, left_out=POOL) if file.is_usable and file.path[:-1] in pools else file for file in files]


def _without_doubles(files: list[FileRow]) -> list[FileRow]:
    """Leave out what is packed twice: `chest_xray/chest_xray/train/a/1.jpg` beside `chest_xray/train/a/1.jpg`."""
    folded = [(*map(names.same, file.path[:-1]), file.path[-1]) if file.is_usable else () for file in files]
    known = set(folded)

    def is_double(path: Path) -> bool:
        repeated = (depth for depth in range(1, len(path) - 1) if path[depth - 1] == path[depth])
        return any(path[:depth] + path[depth + 1 :] in known for depth in repeated)

    return [
        replace(file, left_out=DOUBLE) if is_double(path) else file for file, path in zip(files, folded, strict=True)
    ]


def _without_marks(files: list[FileRow]) -> list[FileRow]:
    """Leave out masks and annotations beside images: `images/cat/1.jpg` and `masks/cat/1.png`."""
    inside = dict[Path, set[str]]()  # the names of the folders in each folder
    for file in files:
        if file.is_usable:
            for depth, name in enumerate(file.path[:-1]):
                inside.setdefault(file.path[:depth], set()).add(name)
    beside = {
        folder
        for folder, inner in inside.items()
        if (images := {name for name in inner if not names.is_marks(name)})
        and all(names.is_filler(name) or names.part(name) for name in images)
    }

    def is_mark(path: Path) -> bool:
        return any(path[:depth] in beside and names.is_marks(name) for depth, name in enumerate(path[:-1]))

    return [replace(file, left_out=MARKS) if file.is_usable and is_mark(file.path) else file for file in files]


def _with_lost(files: list[FileRow], usable: list[int], classes_at: int | None) -> list[FileRow]:
    """Give lost images the class of their folder, unless reading them too would change the classes of the others."""
    used = set(usable)
    lost = [number for number, file in enumerate(files) if file.is_lost_image and number not in used]
    wide = understand([files[number].path for number in [*usable, *lost]], classes_at)
    labels = [place.label for place in wide.places]
    if labels[: len(usable)] != [files[number].label for number in usable]:
        return files
    for number, place in zip(lost, wide.places[len(usable) :], strict=True):
        files[number] = replace(files[number], label=place.label, part=place.part)
    return files
