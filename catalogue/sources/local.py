"""Data sets on this computer: a folder of class folders, or an archive of one."""

import hashlib
import os
import shlex
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np

from catalogue.arrays import Arrays, counts, save
from catalogue.entries import Dataset, Entry, IncompleteDataset, Progress, UnusableDataset
from catalogue.files.folder import files_below
from catalogue.files.limits import OPERATOR_LIMITS
from catalogue.files.members import members
from catalogue.files.names import refusal, short_name
from catalogue.layout.files import FileRow, path_of, settle
from catalogue.layout.labels import read_table, remark
from catalogue.layout.names import spelt_alike
from catalogue.layout.order import ALL_THE_SAME, FEW_TO_TEST, Order, order_files
from catalogue.layout.report import fault, report
from catalogue.sources.offered import stem
from settings import settings

READER_VERSION = 6
"""Increased whenever the same files may give other arrays."""

READ_AS_BEFORE = (
    "7c00f1d4c7cb68e6d101e5094498b5829f581af49ddf8f458506e31c1e062ce2",  # cifar10-jpeg.tar.xz
    "44cb4833779279384b3f5be47a4dcf5aa12f717b32140bc131cce6fd61ca5864",  # mnist-png.tar.xz
)
"""SHA-256 of archives that every version reads in the same way, so that recorded rows stay comparable."""

TITLES = {"cifar10-jpeg": "CIFAR-10 (JPEG copy)", "mnist-png": "MNIST (PNG copy)"}
COPIES = {
    "cifar10-jpeg": "The images of CIFAR-10, saved once more as JPEG: hardly visible, but each image changes a little.",
    "mnist-png": "The images of MNIST, saved as PNG: pixel by pixel the same.",
}
"""How a copy is related to the data set that can be downloaded."""


def copies_of(name: str) -> list[str]:
    """The copies of a data set: `cifar10-jpeg` of `cifar10`."""
    return [copy for copy in COPIES if original_of(copy) == name]


def original_of(copy: str) -> str:
    """The data set that another is a copy of: `cifar10` of `cifar10-jpeg`."""
    return copy.partition("-")[0]


def local_dataset(path: Path, name: str = "", classes_at: int | None = None) -> Dataset:
    """The data set of one folder or archive, which is named after its file unless a name is given.

    `classes_at` is the level of the class folders, from 1; if it is not given, it is found out from the folders.
    """
    path = path.resolve()
    name, kind = name or stem(path), "folder" if path.is_dir() else "archive"
    suffix = f"@{classes_at}" if classes_at else ""
    known = _known_digest(path)
    n_train, n_test = counts(_cache_folder(known, suffix)) if known else (None, None)
    description = COPIES.get(name) or f"Images from the {kind} {path.name} on this computer."
    title = TITLES.get(name, name) if not suffix else f"{name}, classes at folder level {classes_at}"
    entry = Entry(f"{name}{suffix}", title, "local", description, n_train, n_test, available=True)
    folder = lambda: _cache_folder(digest(path), suffix)  # noqa: E731 - reads the whole file, so only when it is needed
    make_it = partial(make, path, classes_at=classes_at)
    return Dataset(entry, lambda: _version(digest(path), suffix), folder, make_it, mirrored=None)


def _version(sha256: str, suffix: str) -> str:
    return sha256 if sha256 in READ_AS_BEFORE and not suffix else f"{sha256}-{READER_VERSION}{suffix}"


def _cache_folder(sha256: str, suffix: str) -> Path:
    return settings().home / "cache" / f"{sha256}-{READER_VERSION}{suffix}"


def make(path: Path, folder: Path, progress: Progress, classes_at: int | None = None) -> None:
    """Decode every image of `path` and write the arrays into `folder`, with a report on what was taken."""
    from catalogue.images.decoded import Decoded  # it loads Pillow, and `import catalogue` should not

    files, images = list[FileRow](), Decoded()
    # One at a time, because threads would wait for each other: small images would take four times as long.
    for member in members(path, OPERATOR_LIMITS, path.name):
        sentence = member.refused
        if member.content is not None:
            sentence = images.take(len(files), member.content, short_name(member.place))
        said = read_table(member.place, member.content)
        if sentence and member.content is not None:
            sentence = remark(member.place, said) or sentence
        file = FileRow(tuple(member.place.split("/")), sentence, member.target, said, spelt=path_of(member.spelt))
        files.append(file)
        if len(files) % 1_000 == 0:
            progress(1 - 1 / (1 + len(files) / 20_000), f"Read {images.n:,} images")  # the total is unknown
    settled, understood = settle(files, classes_at)
    outcome = report(settled, understood)
    if problem := fault(path.name, outcome) or " ".join(outcome.gaps):
        raise UnusableDataset(problem)
    if outcome.losses:
        allow = f"If that is intended: python -m uploads {shlex.quote(str(path))} --output prepared --allow-missing."
        raise IncompleteDataset(" ".join([*outcome.losses, allow]))
    order = order_files(settled)
    n_train = len(order.train)
    X = images.stacked(np.concatenate([order.train, order.test]))
    train, test = images.digests(order.train), images.digests(order.test)
    if problem := _all_copies(order, train, test, any(file.part for file in settled)):
        raise UnusableDataset(problem)
    arrays = Arrays(X[:n_train], order.y_train, X[n_train:], order.y_test, order.classes)
    groups = spelt_alike([settled[number].subfolder for number in order.test])
    save(folder, arrays, asdict(outcome), groups=groups)


def _all_copies(order: Order, train: list[bytes], test: list[bytes], has_own_parts: bool) -> str:
    """Why too little is left to train or to test on if files with one digest count once; "" if enough is left."""
    labels = np.concatenate([order.y_train, order.y_test])
    for number, label in enumerate(order.classes):
        if len({digest for digest, y in zip(train + test, labels, strict=True) if y == number}) == 1:
            return ALL_THE_SAME.format(label=label)
    known = set(train)
    return FEW_TO_TEST if has_own_parts and sum(digest not in known for digest in test) < 2 else ""


def digest(path: Path) -> str:
    """SHA-256 of an archive, or of a folder's names and contents; cached until a size or a time of change differs."""
    noted = _noted_at(path)
    if not noted.exists():
        try:
            sha256 = _folder_digest(path) if path.is_dir() else _file_digest(path)
        except OSError as error:
            raise UnusableDataset(f"{path.name} cannot be read: {error.strerror}.") from error
        noted.parent.mkdir(parents=True, exist_ok=True)
        unfinished = noted.with_suffix(f".{os.getpid()}")
        unfinished.write_text(sha256, encoding="ascii")
        unfinished.replace(noted)
    return noted.read_text(encoding="ascii")


def _noted_at(path: Path) -> Path:
    """The file that holds the digest of an archive or a folder in its present state."""
    stamp = hashlib.sha256(os.fsencode(path))
    for file in _files(path):
        status = file.stat()
        stamp.update(f"{file}|{status.st_size}|{status.st_mtime_ns}\n".encode(errors="surrogateescape"))
    return settings().home / "cache" / "digests" / stamp.hexdigest()


def _files(path: Path) -> list[Path]:
    """The archive itself, or all files of a folder that are not refused."""
    if not path.is_dir():
        return [path]
    accepted = (
        file for file, problem in files_below(path) if not problem and not refusal(file.relative_to(path).as_posix())
    )
    return [file for file in accepted if file.is_file()]


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _folder_digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in _files(folder):
        place = path.relative_to(folder).as_posix()
        whole.update(f"{_file_digest(path)} {place}\n".encode(errors="surrogateescape"))
    return whole.hexdigest()


def _known_digest(path: Path) -> str:
    """The digest of an archive that was loaded before; "" for folders, because walking them is slow."""
    if path.is_dir() or not (noted := _noted_at(path)).exists():
        return ""
    return noted.read_text(encoding="ascii")
