"""Which images a table means: it may name them by their paths, by their names with or without ending, or by number."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from catalogue.layout import names
from catalogue.layout.labels import part_of
from catalogue.layout.levels import Path

MOST_DIGITS = 18


@dataclass(frozen=True)
class Join:
    """What a table says of each image, by the image's number; the table's part; how it names images, if not by path."""

    said: dict[int, str]
    part: str
    how: str = ""


def join(table: Path, by_file: Mapping[str, str], images: Mapping[int, Path]) -> Join:
    """What a table says of the images in and below its folder; the way of naming images that finds most counts.

    `by_file` is what the table says of each file that it names. A table about training images says nothing of images in
    a folder of test images, which may have the same names.
    """
    folder, part = table[:-1], part_of(table[-1])
    n = len(folder)
    reached = {
        number: path[n:] for number, path in images.items() if path[:n] == folder and _is_about(part, path[n:-1])
    }
    look_up = lookup(by_file, folder)
    best = Join({number: said for number, path in reached.items() if (said := look_up(path))}, part)
    for how, key in LOOSER.items():
        if len(best.said) < len(reached) and len(found := _by_key(by_file, reached, key)) > len(best.said):
            best = Join(found, part, how)
    return best


def _is_about(part: str, folders: Path) -> bool:
    """Whether a table about this part may mean images in these folders."""
    own = next(filter(None, map(names.part, folders)), "")
    return not own or not part or own == part


def lookup(by_file: Mapping[str, str], folder: Path) -> Callable[[Path], str]:
    """A function from an image's path below this folder to what a table in it says of the image; "" if it says nothing.

    The table may name an image with or without folders and ending, or by a path that begins above its folder.
    """
    tails = _tails(by_file, folder[-1] if folder else "")

    def look_up(path: Path) -> str:
        known = (by_file[name] for start in range(len(path)) for name in _names(path[start:]) if name in by_file)
        return next(known, "") or next((tails[name] for name in _names(path) if name in tails), "")

    return look_up


def _tails(by_file: Mapping[str, str], folder: str) -> dict[str, str]:
    """What is said of an image, by the part of its path below this folder ("" for any), unless two things are said."""
    found = dict[str, set[str]]()
    for place, said in by_file.items():
        above, _, rest = place.partition("/")
        while rest:
            if folder in ("", above):
                found.setdefault(rest, set()).add(said)
            above, _, rest = rest.partition("/")
    return {place: said.pop() for place, said in found.items() if len(said) == 1}


def _names(path: Path) -> tuple[str, str]:
    """The names that a table may use for an image: with and without its ending."""
    place = PurePosixPath(*path)
    return str(place), str(place.with_suffix(""))


def _by_key(by_file: Mapping[str, str], images: Mapping[int, Path], key: Callable[[str], str]) -> dict[int, str]:
    """What is said of images by a key of their names; empty if two share a key that is on both sides."""
    in_table = [place.rpartition("/")[2] for place in by_file]
    if key is _number and not all(PurePosixPath(name).stem.isdecimal() for name in in_table):
        return {}  # by number only if the table's names are nothing else: there3.png is not here3.png
    known, n_known = dict(zip(map(key, in_table), by_file.values(), strict=True)), Counter(map(key, in_table))
    keys = {number: key(path[-1]) for number, path in images.items()}
    n_images = Counter(keys.values())
    are_unique = all(n_images[shared] == n_known[shared] == 1 for shared in set(keys.values()) & set(known))
    if not are_unique or (key is _number and not set(keys.values()) <= set(known)):
        return {}
    return {number: known[own_key] for number, own_key in keys.items() if own_key and own_key in known}


def _stem(name: str) -> str:
    return names.same(str(PurePosixPath(name).with_suffix("")))


def _number(name: str) -> str:
    """The only number in a name, without leading zeros; "" if there is none, or several."""
    numbers = re.findall(r"\d+", PurePosixPath(name).stem)
    return str(int(numbers[0])) if len(numbers) == 1 and len(numbers[0]) <= MOST_DIGITS else ""


LOOSER: Mapping[str, Callable[[str], str]] = {
    "by their names alone": names.same,
    "by their names without endings": _stem,
    "by the numbers in their names": _number,
}
"""Looser ways of naming images, the closest first; numbers count if the table has nothing else and names all images."""
