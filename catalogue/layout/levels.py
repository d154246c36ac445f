"""Find the folder level that names the classes, and the parts, in the paths of image files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from catalogue.layout import names
from catalogue.layout.names import TEST, TRAIN, UNLABELLED, VALIDATION

NO_CLASS = "Not in a class folder: please put it into a folder that is named after its class."
NO_LABEL = "No label: {folder} has no class folders."
BESIDE = "In {folder}, which is beside the folders for training and test."
NOT_SO_DEEP = "No folder at level {level}, which was chosen for the classes."

MOST_LEVELS = 9  # that can be chosen for the class folders

Path = tuple[str, ...]
"""The folders of a file, and then its name."""


@dataclass(frozen=True)
class Place:
    """What the folders of an image say: its part ("" if there are none), and its class, or why it is left out."""

    part: str = ""
    label: str = ""  # as it is written; empty if the image is left out
    left_out: str = ""
    level: int = 0  # of the class folder, from 1
    group: str = ""  # equal for versions of one image, such as color/cats/1.jpg and grayscale/cats/1.jpg


def is_without_label(place: Place) -> bool:
    """Whether the image is in a part of the data set in which no folder names its class."""
    return place.left_out.startswith(NO_LABEL.partition("{")[0])


def find_places(paths: Sequence[Path], classes_at: int | None) -> list[Place]:
    """The place of each image; `classes_at`, if given, is the level of the class folders, from 1."""
    places = [Place(left_out=NO_CLASS)] * len(paths)
    found = _places_at(paths, classes_at) if classes_at else _places_below(paths, range(len(paths)), 0, "")
    for number, place in found:
        places[number] = place
    return _with_groups(paths, with_test_part(places))


def folders_at(paths: Sequence[Path], members: Sequence[int], depth: int) -> dict[str, list[int]]:
    """The images by their folder at this depth, in the order of arrival; names that differ only in case are one."""
    groups: dict[str, list[int]] = {}
    for number in members:
        if len(paths[number]) > depth + 1:
            groups.setdefault(names.same(paths[number][depth]), []).append(number)
    return {paths[group[0]][depth]: group for group in groups.values()}


def _places_at(paths: Sequence[Path], level: int) -> Iterator[tuple[int, Place]]:
    for number, path in enumerate(paths):
        if len(path) <= level:
            yield number, Place(left_out=NOT_SO_DEEP.format(level=level))
            continue
        parts = [part for folder in path[: level - 1] if (part := names.part(folder))]
        yield number, Place(parts[-1] if parts else "", path[level - 1], level=level)


def _places_below(paths: Sequence[Path], members: Sequence[int], depth: int, part: str) -> Iterator[tuple[int, Place]]:
    """The places of these images, whose folders down to `depth` are understood."""
    folders = folders_at(paths, members, depth)
    if part:  # what lies above the class folders of a part
        above = NO_LABEL.format(folder=_folder(paths[members[0]], depth))
        yield from ((number, Place(left_out=above)) for number in members if len(paths[number]) == depth + 1)
    if _is_wrapper(paths, folders, depth, part):
        yield from _places_below(paths, next(iter(folders.values())), depth + 1, part)
    elif part in ("", TRAIN) and (parts := _division(paths, folders, depth)):
        yield from _divided(paths, folders, parts, depth)
    elif _are_versions(paths, folders, depth):
        for inside in folders.values():
            yield from _places_below(paths, inside, depth + 1, part)
    elif _is_nameless(folders, part):  # test/images/1.jpg
        inside = next(iter(folders.values()))
        reason = NO_LABEL.format(folder=_folder(paths[inside[0]], depth + 1)) if part else NO_CLASS
        yield from ((number, Place(left_out=reason)) for number in inside)
    elif part or not _are_flat_parts(folders):
        for label, inside in folders.items():
            yield from _in_class(paths, label, inside, depth, part)


def _in_class(
    paths: Sequence[Path], label: str, members: Sequence[int], depth: int, part: str
) -> Iterator[tuple[int, Place]]:
    """The places of the images of one class folder, which may itself be divided: cats/train/1.jpg, cats/test/2.jpg."""
    inside = {} if part else folders_at(paths, members, depth + 1)
    parts = {names.same(name): names.part(name) for name in inside}
    is_divided = TRAIN in parts.values() and all(parts.values())
    for number in members:
        own = parts[names.same(paths[number][depth + 1])] if is_divided and len(paths[number]) > depth + 2 else part
        yield number, Place(own, label, level=depth + 1)


def _is_nameless(folders: dict[str, list[int]], part: str) -> bool:
    """Whether there is only one folder, and its name cannot be a class: `images/1.jpg`, `test/unknown/1.jpg`."""
    return len(folders) == 1 and any(names.is_no_class(name) if part else names.is_filler(name) for name in folders)


def _are_flat_parts(folders: dict[str, list[int]]) -> bool:
    """Whether these folders, which hold no class folders, are parts: train/1.jpg and test/1.jpg tell no classes.

    `test1` and `test2` are not parts of one data set, and may be classes.
    """
    parts = set(map(names.part, folders))
    return "" not in parts and (len(parts) > 1 or len(folders) == 1)


def _division(paths: Sequence[Path], folders: dict[str, list[int]], depth: int) -> dict[str, str]:
    """The part of each folder, if these folders are the parts of a data set: one of them has class folders."""
    parts = {name: names.part(name) for name in folders}
    with_classes = {name for name, inside in folders.items() if _deeper(paths, inside, depth + 1)}
    if all(parts.values()):
        return parts if with_classes else {}
    # Where some folders are no parts, train/ must have class folders, and either another part must lie beside it, or
    # no other folder may have class folders.
    has_train = any(parts[name] == TRAIN for name in with_classes)
    beside = {name for name, part in parts.items() if part != TRAIN}
    return parts if has_train and (any(parts[name] for name in beside) or not beside & with_classes) else {}


def _divided(
    paths: Sequence[Path], folders: dict[str, list[int]], parts: dict[str, str], depth: int
) -> Iterator[tuple[int, Place]]:
    for name, inside in folders.items():
        if parts[name] == UNLABELLED or not parts[name]:
            reason = NO_LABEL if parts[name] else BESIDE
            folder = _folder(paths[inside[0]], depth + 1)
            yield from ((number, Place(left_out=reason.format(folder=folder))) for number in inside)
        else:
            yield from _places_below(paths, inside, depth + 1, parts[name])


def _is_wrapper(paths: Sequence[Path], folders: dict[str, list[int]], depth: int, part: str) -> bool:
    """Whether one folder is only around the class folders: `archive/cats/1.jpg`, `seg_train/seg_train/cats/1.jpg`."""
    if len(folders) != 1:
        return False
    ((name, inside),) = folders.items()
    deeper = _deeper(paths, inside, depth + 1)
    if 2 * len(deeper) <= len(inside):  # a few images above the class folders, such as a cover, do not count
        return False
    return not part or bool(names.part(name)) or names.is_filler(name)


def _are_versions(paths: Sequence[Path], folders: dict[str, list[int]], depth: int) -> bool:
    """Whether these folders hold the same classes again (`color/cats`, `grayscale/cats`), so that classes lie below."""
    if len(folders) < 2 or any(len(_deeper(paths, inside, depth + 1)) < len(inside) for inside in folders.values()):
        return False
    below = [folders_at(paths, inside, depth + 1) for inside in folders.values()]
    inner = {name for folders_below in below for name in folders_below}
    if all(map(names.part, inner)):  # color/train/cats is a version of the whole, cats/train/1.jpg a class in parts
        return all(_deeper(paths, inside, depth + 2) for inside in folders.values())
    if names.are_versions(inner):
        return False
    if all(map(names.part, folders)) and TRAIN not in map(names.part, folders):
        return True  # test/ and val/ without train/
    return names.are_versions(folders) or names.are_pieces(folders)


def _folder(path: Path, depth: int) -> str:
    return "/".join(path[:depth]) + "/"


def _deeper(paths: Sequence[Path], members: Sequence[int], depth: int) -> list[int]:
    """The images that are in a folder at this depth."""
    return [number for number in members if len(paths[number]) > depth + 1]


def with_test_part(places: list[Place]) -> list[Place]:
    """Validation images become test images where there are no test images, else training images.

    If that does not leave both training and test images, no image has a part.
    """
    parts = {place.part for place in places if place.label}
    becomes = {TRAIN: TRAIN, TEST: TEST, VALIDATION: TRAIN if TEST in parts else TEST, "": "", UNLABELLED: ""}
    if {becomes[part] for part in parts} != {TRAIN, TEST}:
        becomes = dict.fromkeys(becomes, "")
    return [replace(place, part=becomes[place.part]) for place in places]


def subfolder(path: Path, level: int) -> str:
    """The folder of an image inside its class folder, which is at this level, from 1; "" if there is none.

    It names a group that cuts across the classes: cat/indoors/1.jpg and dog/indoors/2.jpg. Folders that are parts of a
    data set, such as cat/train/indoors/1.jpg, are passed over.
    """
    return next((folder for folder in path[level:-1] if not names.part(folder)), "") if level else ""


def _says_more(folder: str) -> bool:
    """Whether a folder's name says more than that it is a part, or that it holds images."""
    return not names.part(folder) and not names.is_filler(folder)


def _with_groups(paths: Sequence[Path], places: list[Place]) -> list[Place]:
    """Mark versions of one image, which have the same path from the class folder on."""
    above = [
        tuple(names.same(folder) for folder in path[: max(0, place.level - 1)] if _says_more(folder))
        for path, place in zip(paths, places, strict=True)
    ]
    if len({folders for folders, place in zip(above, places, strict=True) if place.label}) < 2:
        return places
    return [
        replace(place, group="/".join(path[place.level - 1 :])) if place.label else place
        for path, place in zip(paths, places, strict=True)
    ]
