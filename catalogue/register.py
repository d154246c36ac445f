"""Every data set under one roof: what there is, and the one door to it."""

from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Literal

from catalogue import embedded, shapes
from catalogue.arrays import remembered
from catalogue.downloads import download_datasets
from catalogue.entries import Dataset, Entry, Progress, UnknownDataset
from catalogue.files import is_offered
from catalogue.images import Images
from catalogue.local import local_dataset, local_datasets
from settings import settings

VERSION = "1"
"""Of the embedded data sets: raised whenever one of their pictures changes."""


def entries() -> list[Entry]:
    """All data sets on offer now."""
    return [dataset.entry for dataset in _register().values()]


def load(name_or_path: str, progress: Progress | None = None) -> Images:
    """The data set of this name, or of the folder or archive at this path.

    Raises UnknownDataset, UnusableDataset or DownloadFailed, each with one sentence for the person who asked.
    """
    dataset = _find(name_or_path)
    report = progress or (lambda part, told: None)
    arrays = remembered(dataset.folder(), lambda folder: dataset.make(folder, report))
    report(1.0, f"{dataset.entry.title} is ready")
    return Images(
        dataset.entry.name,
        dataset.entry.title,
        arrays.classes,
        arrays.X_train,
        arrays.y_train,
        arrays.X_test,
        arrays.y_test,
        dataset.version(),
        dataset.mirrored and not all(name.isdecimal() for name in arrays.classes),
    )


def version(name_or_path: str) -> str:
    """What changes whenever the pictures of a data set do, told without decoding them."""
    return _find(name_or_path).version()


def _find(name_or_path: str) -> Dataset:
    register = _register()
    if name_or_path in register:
        return register[name_or_path]
    path = Path(name_or_path).expanduser()
    if path.exists() and is_offered(path):
        return local_dataset(path)
    near = get_close_matches(name_or_path, register, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(register)}."
    raise UnknownDataset(f"There is no data set and no folder or archive called {name_or_path}; {hint}")


def _register() -> dict[str, Dataset]:
    """By name; a local data set takes the place of a download of the same name, never of an embedded one."""
    built_in = {dataset.entry.name: dataset for dataset in _built_in()}
    return {**built_in, **download_datasets(), **local_datasets(), **built_in}


def _built_in() -> list[Dataset]:
    shape = partial(_always_there, "generated", n_train=shapes.N_TRAIN, n_test=shapes.N_TEST)
    return [
        _always_there(
            "embedded", "digits", "Digits", "5,000 handwritten digits of MNIST, 28x28 grey.",
            embedded.make_digits, n_train=3_500, n_test=1_500,
        ),
        _always_there(
            "embedded", "textures", "Textures", "Patches of photographs of brick, grass and gravel, 32x32 grey.",
            embedded.make_textures, n_train=5_673, n_test=336,
        ),
        shape("shapes", "Shapes", "Drawn shapes whose form, colour and texture all tell the class.", partial(shapes.make_shapes, "all")),
        shape("shapes-colour", "Shapes: colour", "Drawn shapes: only the colour tells the class.", partial(shapes.make_shapes, "colour")),
        shape("shapes-texture", "Shapes: texture", "Drawn shapes: only the texture tells the class.", partial(shapes.make_shapes, "texture")),
        shape("shapes-shape", "Shapes: form", "Drawn shapes: only the form tells the class.", partial(shapes.make_shapes, "shape")),
        shape(
            "shapes-arrangement", "Shapes: arrangement", "A circle and a square: only where they stand tells the class.",
            partial(shapes.make_shapes, "arrangement"), mirrored=False,
        ),
    ]  # fmt: skip


def _always_there(
    source: Literal["embedded", "generated"],
    name: str,
    title: str,
    description: str,
    make: partial[None],
    n_train: int,
    n_test: int,
    mirrored: bool = True,
) -> Dataset:
    entry = Entry(name, title, source, description, n_train, n_test, available=True)
    return Dataset(entry, lambda: VERSION, lambda: settings().home / "cache" / f"{name}-{VERSION}", make, mirrored)
