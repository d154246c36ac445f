"""All data sets by name, and the one door to their images."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalogue.arrays import Arrays, about_of, groups_of, read, read_or_make
from catalogue.dataset import Images
from catalogue.entries import Dataset, Entry, Progress, UnknownDataset, silent
from catalogue.layout.levels import MOST_LEVELS
from catalogue.mirroring import decide
from catalogue.sources import embedded, shapes, shortcut
from catalogue.sources.downloads import download_datasets
from catalogue.sources.local import local_dataset
from catalogue.sources.offered import is_readable, local_paths, other_archives, refused_file, why_closed
from catalogue.sources.offered import problem as offered_problem
from catalogue.sources.own import own_dataset
from catalogue.sources.prepared import prepared_dataset
from settings import settings

VERSION = "1"
"""The version of the built-in data sets, raised whenever one of their images changes."""

SHAPES = (
    ("shapes", "Shapes", "Drawn shapes: shape, colour and texture each reveal the class."),
    ("shapes-colour", "Shapes by colour", "Drawn shapes: only the colour reveals the class."),
    ("shapes-texture", "Shapes by texture", "Drawn shapes: only the texture reveals the class."),
    ("shapes-shape", "Shapes by shape alone", "Drawn shapes: only the shape reveals the class."),
    ("shapes-arrangement", "Shapes by arrangement", "A circle and a square: only their places tell the class."),
)


def entries() -> list[Entry]:
    """All data sets on offer now; if several have one title, the title of each gets its name added."""
    listed = [dataset.entry for dataset in _register().values()]
    n_titled = Counter(entry.title for entry in listed)
    return [
        entry if n_titled[entry.title] == 1 else replace(entry, title=f"{entry.title} ({entry.name})")
        for entry in listed
    ]


def load(name_or_path: str, progress: Progress = silent) -> Images:
    """The data set of this name, or of the folder or archive at this path.

    Raises UnknownDataset, UnusableDataset or DownloadFailed, each with one sentence for the user.
    """
    dataset = _find(name_or_path)
    arrays = read_or_make(dataset.folder(), lambda folder: dataset.make(folder, progress))
    progress(1.0, f"{dataset.entry.title} is ready")
    mirrored, why = _mirroring(dataset, arrays)
    return Images(
        name=dataset.entry.name,
        title=dataset.entry.title,
        version=dataset.version(),
        mirrored=mirrored,
        understood=_understood(dataset),
        mirrored_why=why,
        **vars(arrays),
    )


def samples(name: str) -> list[NDArray[np.uint8]]:
    """The first training image of each of three classes; empty if the data set was never read on this computer."""
    try:
        arrays = read(_find(name).folder())
    except (OSError, ValueError, EOFError, KeyError):
        return []
    firsts = [int(np.argmax(arrays.y_train == label)) for label in range(min(3, len(arrays.classes)))]
    return [np.asarray(arrays.X_train[row]) for row in firsts]


def version(name_or_path: str) -> str:
    """A text that changes whenever the images of a data set do, computed without decoding them."""
    return _find(name_or_path).version()


def test_groups(name: str) -> tuple[str, ...]:
    """The group of each test image of a data set that was loaded, "" for none; empty where no groups were found."""
    return groups_of(_find(name).folder())


def split_level(name: str) -> tuple[str, int]:
    """Split `pets@2` into the name and the level of its class folders, from 1; the level is 0 if the name has none."""
    bare, at, level = name.rpartition("@")
    return (bare, int(level)) if at and level in map(str, range(1, MOST_LEVELS + 1)) else (name, 0)


def at_level(name: str, level: int) -> Entry:
    """The entry of a local data set read with its classes at this folder level: each level is a data set of its own."""
    return _find(f"{name}@{level}").entry


def levels(name: str) -> dict[int, list[str]]:
    """The folders at each level that may hold classes, from 1; empty if the data set was never read or has no files."""
    report = about_of(_find(name).folder()).get("report", {})
    return {int(level): folders for level, folders in report.get("levels", {}).items()}


def name_at(path: Path) -> str | None:
    """The name under which the folder or archive at this path is listed, or None."""
    wanted, register = path.expanduser().resolve(), _register()
    names = [name for name, listed in local_paths().items() if listed.resolve() == wanted]
    return next((name for name in names if register[name].entry.source == "local"), None)


def problems() -> list[str]:
    """What is wrong with the operator's folder of data sets, a sentence each."""
    hidden = sorted({*(dataset.entry.name for dataset in _built_in()), *shortcut.NAMES} & set(local_paths()))
    shadowed = [
        f"The data set {name} in CROSSOVER_DATA is hidden by the built-in one of that name: please rename it."
        for name in hidden
    ]
    return [problem for problem in (offered_problem(), *shadowed, *other_archives()) if problem]


def _understood(dataset: Dataset) -> str:
    """How the files of the data set were understood, and how many were left out."""
    report = about_of(dataset.folder()).get("report")
    if not report:
        return ""
    n = sum(sum(by_class.values()) for by_class in report["left_out"].values())
    left_out = f" In all, {n:,} {'file was' if n == 1 else 'files were'} left out." if n else ""
    return report["understood"] + left_out


def _find(name_or_path: str) -> Dataset:
    """The data set of a name or path, which may end in the level of its class folders, from 1: pets@2."""
    if own := own_dataset(name_or_path):
        return own
    if name_or_path in shortcut.NAMES:
        return _shortcut(name_or_path)
    register = _register()
    if name_or_path in register:
        return register[name_or_path]
    if found := _local(name_or_path, None):
        return found
    name, level = split_level(name_or_path)
    if level and (found := _local(name, level)):
        return found
    if sentence := refused_file(Path(name_or_path).expanduser()):
        raise UnknownDataset(sentence)
    if "/" in name_or_path or "\\" in name_or_path:
        raise UnknownDataset(f"There is no folder or archive {name_or_path[-200:]}: please check the path.")
    near = get_close_matches(name_or_path, [*register, *shortcut.NAMES], n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(register)}."
    unknown = f"There is no data set and no folder or archive called {name_or_path[:80]!r}; {hint}"
    raise UnknownDataset(f"{unknown} {why_closed()}".strip())


def _local(name_or_path: str, classes_at: int | None) -> Dataset | None:
    """The data set of a folder or archive at a path, with its class folders at this level if one is given.

    With a level, a name in the operator's folder will do; without one, such names are in the register.
    """
    if classes_at and (path := local_paths().get(name_or_path)):
        return local_dataset(path, name_or_path, classes_at)
    path = Path(name_or_path).expanduser()
    if not name_or_path or not is_readable(path):
        return None
    return prepared_dataset(path.resolve()) or local_dataset(path, classes_at=classes_at)


def _mirroring(dataset: Dataset, arrays: Arrays) -> tuple[bool, str]:
    """Whether mirror images keep their class, and how that was found out."""
    for decided in (about_of(dataset.folder()).get("mirrored"), dataset.mirrored):
        if decided is not None:
            return decided, ""
    return decide(arrays.classes, arrays.X_train, arrays.y_train)


def _register() -> dict[str, Dataset]:
    """All data sets by name; a local one replaces a download of the same name, but never a built-in one."""
    built_in = {dataset.entry.name: dataset for dataset in _built_in()}
    local = {name: local_dataset(path, name) for name, path in local_paths().items() if name not in shortcut.NAMES}
    # built-in ones first, so that they lead the list; and again last, so that they win
    return {**built_in, **download_datasets(), **local, **built_in}


def _built_in() -> Iterator[Dataset]:
    digits = "5,000 handwritten digits of MNIST, 28x28 grey."
    entry = Entry("digits", "Digits", "embedded", digits, 3_500, 1_500, True)
    yield _dataset(entry, embedded.make_digits, mirrored=False)
    textures = "Photographs of brick, grass and gravel."
    yield _dataset(Entry("textures", "Textures", "embedded", textures, 5_673, 336, True), embedded.make_textures)
    for name, title, description in SHAPES:
        cue = name.partition("-")[2] or "all"
        entry = Entry(name, title, "generated", description, shapes.N_TRAIN, shapes.N_TEST, True)
        yield _dataset(entry, partial(shapes.make_shapes, cue), mirrored=cue != "arrangement")


def _shortcut(name: str) -> Dataset:
    """A data set of the shortcut trap; these are in no list, because only the page on mistakes is about them."""
    share = shortcut.NAMES[name]
    description = f"Circles and triangles; in {share} % of the training images the background goes with the class."
    entry = Entry(name, shortcut.title(name), "generated", description, shortcut.N_TRAIN, shortcut.N_TEST, True)
    return _dataset(entry, partial(shortcut.make_shortcut, share))


def _dataset(entry: Entry, make: Callable[[Path, Progress], None], mirrored: bool = True) -> Dataset:
    folder = settings().home / "cache" / f"{entry.name}-{VERSION}"
    return Dataset(entry, lambda: VERSION, lambda: folder, make, mirrored)
