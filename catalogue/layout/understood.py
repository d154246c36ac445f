"""What was understood of the folders of a data set: in one line, as a tree, and as levels to choose from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from operator import eq

from catalogue.files.names import harmless
from catalogue.layout import names
from catalogue.layout.levels import Path, Place, find_places, folders_at
from catalogue.layout.named import places_by_names
from catalogue.layout.names import TEST, TRAIN, natural

MOST_NAMED = 5
MOST_LINES = 40


@dataclass(frozen=True)
class Understood:
    """The place of each image, in the order given; labels that differ only in case are one."""

    paths: tuple[Path, ...]  # without the folders around everything
    places: tuple[Place, ...]
    merged: tuple[tuple[str, ...], ...]  # spellings that became one class
    outer: Path  # the folders around everything
    is_by_names: bool = False  # whether the names of the files tell the classes, as no folders do

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes in natural order."""
        return tuple(sorted({place.label for place in self.places if place.label}, key=natural))

    @property
    def tells_classes(self) -> bool:
        """Whether there are two classes or more, and not only pieces of one set of images."""
        return len(set(map(names.same, self.classes))) > 1 and not names.are_pieces(self.classes)

    @property
    def sentence(self) -> str:
        """What was understood, in one line."""
        if not self.classes:
            return "No class folders were found."
        n = len(self.classes)
        named = ", ".join([*self.classes[:MOST_NAMED], *(["…"] if n > MOST_NAMED else [])])
        parts = [f"{n} {'class' if n == 1 else 'classes'} ({named})", *self._origin()]
        return " ".join([", ".join(parts) + ".", *self._notes()])

    def levels(self) -> dict[int, list[str]]:
        """The folders that may name classes, by their level inside the folders around everything, from 1."""
        every, levels = range(len(self.paths)), dict[int, list[str]]()
        while folders := folders_at(self.paths, every, len(levels)):
            levels[len(levels) + 1] = sorted(folders, key=natural)
        return levels

    def tree(self) -> list[str]:
        """The folders as they were read, one per line, indented, with what each is and its number of images."""
        counts = Counter(path[:-1] for path in self.paths)
        roles = {
            path[:depth]: _role(path, place, depth)
            for path, place in zip(self.paths, self.places, strict=True)
            for depth in range(1, len(path))
        }
        lines = ["/".join(self.outer) + "/"] if self.outer else []
        for folder in sorted(roles, key=lambda folder: [natural(name) for name in folder]):
            n = counts[folder]
            n_images = f"{n:,} {'image' if n == 1 else 'images'}" if n else ""
            notes = ", ".join(filter(None, (roles[folder], n_images)))
            indent = "  " * (len(folder) - 1 + bool(self.outer))
            lines.append(f"{indent}{folder[-1]}/" + (f"  ({notes})" if notes else ""))
        return lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], f"… and {len(lines) - MOST_LINES:,} more"]

    def _origin(self) -> list[str]:
        train, test = (self._above(part) for part in (TRAIN, TEST))
        above = train if test else self._above("")
        tested = [f"tested with {listed(test)}"] if test else []
        if self.is_by_names:
            return ["read from the names of the files" + (f" in {listed(above)}" if above else ""), *tested]
        if test and train == test:  # cats/train/1.jpg
            return ["divided into training and test by the folders in each class"]
        return [*([f"from {listed(above)}"] if above else []), *tested]

    def _above(self, part: str) -> list[str]:
        """The folders above the class folders of a part."""
        spellings = {
            names.same("/".join(path[: place.level - 1])): "/".join(path[: place.level - 1])
            for path, place in zip(self.paths, self.places, strict=True)
            if place.label and place.part == part
        }
        folders = sorted((f"{folder}/" for folder in spellings.values() if folder), key=natural)
        return [*folders[:MOST_NAMED], *(["…"] if len(folders) > MOST_NAMED else [])]

    def _notes(self) -> list[str]:
        notes = list(map(_merged, self.merged))
        for reason, n in Counter(place.left_out for place in self.places if place.left_out).items():
            which = "image was" if n == 1 else "images were"
            notes.append(f"{n:,} {which} left out ({inside_sentence(reason)}).")
        if any(place.group for place in self.places):
            notes.append("Images of the same name in these folders stay together in training or test.")
        return notes


def understand(paths: Sequence[Path], classes_at: int | None, spelt: Sequence[Path] | None = None) -> Understood:
    """Understand these files by their folders, or by their own names where folders name no two classes.

    `classes_at` is the level of the class folders, from 1, if it is known. `spelt` are the paths as they are stored,
    each empty where it is the same.
    """
    by_folders = understand_folders(paths, classes_at, spelt)
    if classes_at or by_folders.tells_classes or not (places := places_by_names(by_folders.paths)):
        return by_folders
    labels = [place.label for place in places]
    return _one_spelling(replace(by_folders, places=tuple(places), is_by_names=True), labels, labels)


def understand_folders(
    paths: Sequence[Path], classes_at: int | None = None, spelt: Sequence[Path] | None = None
) -> Understood:
    """Understand these files by their folders alone; the arguments are those of `understand`."""
    outer = outer_folders(paths)
    inner = tuple(inside(path, outer) for path in paths)
    places = find_places(inner, classes_at)
    labels = [path[place.level - 1] if place.label else "" for path, place in zip(inner, places, strict=True)]
    written = [  # counted from the end, because stored paths keep the outer folders
        stored[place.level - 1 - len(path)] if stored and place.label else label
        for path, place, label, stored in zip(inner, places, labels, spelt or [()] * len(paths), strict=True)
    ]
    return _one_spelling(Understood(inner, tuple(places), (), outer), labels, written)


def _one_spelling(understood: Understood, labels: Sequence[str], written: Sequence[str]) -> Understood:
    """The same with the first spelling of each class for all its images.

    `labels` are the spellings that are shown, `written` those that are stored, one of each for every image.
    """
    first, spellings = {"": ""}, dict[str, dict[str, None]]()
    for label, stored in zip(labels, written, strict=True):
        if label:
            first.setdefault(names.same(label), label)
            spellings.setdefault(names.same(label), {})[stored] = None
    places = tuple(replace(place, label=first[names.same(place.label)]) for place in understood.places)
    merged = tuple(tuple(of_class) for of_class in spellings.values() if len(of_class) > 1)
    return replace(understood, places=places, merged=merged)


def outer_folders(paths: Sequence[Path]) -> Path:
    """The folders around (nearly) everything: archive/cats/1.jpg and archive/dogs/1.jpg share one.

    A few images beside them, such as a cover, do not count.
    """
    outer: Path = ()
    while True:
        depth = len(outer)
        within = [path for path in paths if len(path) > depth + 1 and path[:depth] == outer]
        deeper = sum(len(path) > depth + 2 for path in within)
        if len({path[depth] for path in within}) != 1 or 2 * deeper <= len(within):
            return outer
        outer += (within[0][depth],)


def inside(path: Path, outer: Path) -> Path:
    """The path without the outer folders that it begins with."""
    n_shared = sum(1 for _ in takewhile(bool, map(eq, path[:-1], outer)))
    return path[n_shared:]


def _merged(spellings: Sequence[str]) -> str:
    """A sentence that says that these spellings are one class."""
    shown = list(dict.fromkeys(map(harmless, spellings)))
    if len(shown) == 1:
        return f"{shown[0]} is written in {len(spellings)} ways that look alike, which are one class."
    return f"{listed(shown)} are one class."


def _role(path: Path, place: Place, depth: int) -> str:
    """What the folder at this depth is."""
    if place.left_out:
        return "left out"
    if depth == place.level:
        return "class"
    is_part = names.part(path[depth - 1]) and place.part
    return {TRAIN: "training", TEST: "test"}[place.part] if is_part else ""


def listed(words: Sequence[str]) -> str:
    """The words with commas and "and"."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def inside_sentence(reason: str) -> str:
    """A reason as a part of another sentence: without its capital letter and its full stop."""
    return reason[0].lower() + reason[1:].removesuffix(".")
