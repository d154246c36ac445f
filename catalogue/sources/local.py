"""Data sets on this computer: a folder of class folders, or an archive of one."""

import hashlib
import os
from functools import partial
from pathlib import Path

import numpy as np

from catalogue.arrays import Arrays, counts, save
from catalogue.entries import Dataset, Entry, Progress, UnusableDataset
from catalogue.images.decode import alike, decode
from catalogue.sources.files import image_files, image_paths, is_offered, stem
from catalogue.sources.layout import layout
from settings import settings

READER = 2
"""Version of the decoding: increased whenever the same files would give other arrays, to rebuild cached ones."""

TITLES = {"cifar10-jpeg": "CIFAR-10 (JPEG copy)", "mnist-png": "MNIST (PNG copy)"}


def local_datasets() -> dict[str, Dataset]:
    """Every folder and archive in the folder that the settings name; none is opened, so a damaged one does no harm."""
    return {name: local_dataset(path, name) for name, path in local_paths().items()}


def local_paths() -> dict[str, Path]:
    """Their paths by name; beside a folder x, an archive x.zip is called by its full name."""
    folder, paths = settings().data, dict[str, Path]()
    for path in sorted(folder.iterdir()) if folder and folder.is_dir() else ():
        if is_offered(path):
            paths[path.name if stem(path) in paths else stem(path)] = path
    return paths


def local_dataset(path: Path, name: str = "") -> Dataset:
    """The data set of one folder or archive, named after its file unless a name is given."""
    path = path.resolve()
    name, kind = name or stem(path), "folder" if path.is_dir() else "archive"
    n_train, n_test = _known_sizes(path)
    description = f"Images from the {kind} {path.name} on this computer."
    entry = Entry(name, TITLES.get(name, name), "local", description, n_train, n_test, available=True)
    return Dataset(entry, lambda: digest(path), lambda: _kept(digest(path)), partial(make, path), mirrored=None)


def make(path: Path, folder: Path, progress: Progress) -> None:
    """Decode every image of `path` and write the arrays into `folder`."""
    places, images = [], []
    for place, content in image_files(path):  # threads would wait for each other: four times slower for small images
        places.append(place)
        images.append(decode(content, str(place)))
        if len(places) % 1_000 == 0:
            progress(1 - 1 / (1 + len(places) / 20_000), f"Read {len(places):,} images")  # the total is unknown
    order = layout(path.name, places)
    n_train = len(order.train)
    X = alike([images[position] for position in np.concatenate([order.train, order.test])])
    save(folder, Arrays(X[:n_train], order.y_train, X[n_train:], order.y_test, order.classes))


def digest(path: Path) -> str:
    """SHA-256 of an archive, or of a folder's names and contents; cached until a size or a time of change differs."""
    remembered = _digest_file(path)
    if not remembered.exists():
        try:
            content = _folder_digest(path) if path.is_dir() else _file_digest(path)
        except OSError as error:
            raise UnusableDataset(f"{path.name} cannot be read: {error.strerror}.") from error
        remembered.parent.mkdir(parents=True, exist_ok=True)
        unfinished = remembered.with_suffix(f".{os.getpid()}")
        unfinished.write_text(content, encoding="ascii")
        unfinished.replace(remembered)
    return remembered.read_text(encoding="ascii")


def _digest_file(path: Path) -> Path:
    paths = image_paths(path) if path.is_dir() else [path]
    stamp = hashlib.sha256(os.fsencode(path))
    for file in paths:
        status = file.stat()
        stamp.update(f"{file}|{status.st_size}|{status.st_mtime_ns}\n".encode(errors="surrogateescape"))
    return settings().home / "cache" / "digests" / stamp.hexdigest()


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _folder_digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in image_paths(folder):
        place = path.relative_to(folder).as_posix()
        whole.update(f"{_file_digest(path)} {place}\n".encode(errors="surrogateescape"))
    return whole.hexdigest()


def _kept(content: str) -> Path:
    return settings().home / "cache" / f"{content}-{READER}"


def _known_sizes(path: Path) -> tuple[int | None, int | None]:
    """Numbers of training and test images of an archive that was loaded before; None for folders, slow to walk."""
    if path.is_dir() or not (remembered := _digest_file(path)).exists():
        return None, None
    return counts(_kept(remembered.read_text(encoding="ascii")))
