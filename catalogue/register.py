"""All data sets by name, and the one door to their images."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from catalogue.arrays import Arrays, decided_mirroring, remembered
from catalogue.dataset import Images
from catalogue.entries import Dataset, Entry, Progress, UnknownDataset, silent
from catalogue.mirroring import decide
from catalogue.sources import embedded, shapes
from catalogue.sources.downloads import download_datasets
from catalogue.sources.files import is_readable
from catalogue.sources.local import local_dataset, local_datasets, local_paths
from catalogue.sources.own import own_dataset
from catalogue.sources.prepared import prepared_dataset
from settings import settings

VERSION = "1"
"""Of the embedded data sets: raised whenever one of their images changes."""

SHAPES = (
    ("shapes", "all", "Shapes", "form, colour and texture all tell the class."),
    ("shapes-colour", "colour", "Shapes by colour", "only the colour reveals the class."),
    ("shapes-texture", "texture", "Shapes by texture", "only the texture reveals the class."),
    ("shapes-shape", "shape", "Shapes by shape alone", "only the shape reveals the class."),
)


def entries() -> list[Entry]:
    """All data sets on offer now; two with the same title have their names added to it, to tell them apart."""
    listed = [dataset.entry for dataset in _register().values()]
    n_called = Counter(entry.title for entry in listed)
    return [
        entry if n_called[entry.title] == 1 else replace(entry, title=f"{entry.title} ({entry.name})")
        for entry in listed
    ]


def load(name_or_path: str, progress: Progress | None = None) -> Images:
    """The data set of this name, or of the folder or archive at this path.

    Raises UnknownDataset, UnusableDataset or DownloadFailed, each with one sentence for the user.
    """
    dataset = _find(name_or_path)
    report = progress or silent
    arrays = remembered(dataset.folder(), lambda folder: dataset.make(folder, report))
    report(1.0, f"{dataset.entry.title} is ready")
    mirrored, why = _mirroring(dataset, arrays)
    name, title, version = dataset.entry.name, dataset.entry.title, dataset.version()
    return Images(name, title, **vars(arrays), version=version, mirrored=mirrored, mirrored_why=why)


def version(name_or_path: str) -> str:
    """A text that changes whenever the images of a data set do, computed without decoding them."""
    return _find(name_or_path).version()


def name_at(path: Path) -> str | None:
    """The name under which the folder or archive at this path is listed, or None."""
    wanted, register = path.resolve(), _register()
    names = [name for name, listed in local_paths().items() if listed.resolve() == wanted]
    return next((name for name in names if register[name].entry.source == "local"), None)


def _find(name_or_path: str) -> Dataset:
    if own := own_dataset(name_or_path):
        return own
    register = _register()
    if name_or_path in register:
        return register[name_or_path]
    if name_or_path and is_readable(Path(name_or_path)):
        path = Path(name_or_path).resolve()
        return prepared_dataset(path) or local_dataset(path)
    near = get_close_matches(name_or_path, register, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(register)}."
    raise UnknownDataset(f"There is no data set and no folder or archive called {name_or_path[:80]!r}; {hint}")


def _mirroring(dataset: Dataset, arrays: Arrays) -> tuple[bool, str]:
    """Whether mirror images keep their class, and how that was found out."""
    decided = decided_mirroring(dataset.folder())
    if decided is not None:
        return decided, ""
    if dataset.mirrored is None:
        return decide(arrays.classes, arrays.X_train, arrays.y_train)
    return dataset.mirrored and not all(name.isdecimal() for name in arrays.classes), ""


def _register() -> dict[str, Dataset]:
    """By name; a local data set replaces a download of the same name, but never an embedded one."""
    built_in = {dataset.entry.name: dataset for dataset in _built_in()}
    return {**built_in, **download_datasets(), **local_datasets(), **built_in}


def _built_in() -> Iterator[Dataset]:
    digits = "5,000 handwritten digits of MNIST, 28x28 grey."
    yield _dataset(Entry("digits", "Digits", "embedded", digits, 3_500, 1_500, True), embedded.make_digits)
    textures = "Photographs of brick, grass and gravel."
    yield _dataset(Entry("textures", "Textures", "embedded", textures, 5_673, 336, True), embedded.make_textures)
    for name, cue, title, cues in SHAPES:
        yield _shapes(name, cue, title, f"Drawn shapes: {cues}")
    arrangement = "A circle and a square: only their places tell the class."
    yield _shapes("shapes-arrangement", "arrangement", "Shapes by arrangement", arrangement)


def _shapes(name: str, cue: str, title: str, description: str) -> Dataset:
    entry = Entry(name, title, "generated", description, shapes.N_TRAIN, shapes.N_TEST, True)
    return _dataset(entry, partial(shapes.make_shapes, cue), mirrored=cue != "arrangement")


def _dataset(entry: Entry, make: Callable[[Path, Progress], None], mirrored: bool = True) -> Dataset:
    folder = settings().home / "cache" / f"{entry.name}-{VERSION}"
    return Dataset(entry, lambda: VERSION, lambda: folder, make, mirrored)
