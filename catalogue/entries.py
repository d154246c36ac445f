"""What the catalogue knows about a data set before loading it, and the errors of loading."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Progress = Callable[[float, str], None]
"""Called with the fraction done, from 0 to 1, and a few words on what is being done."""


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue; the numbers of images are None until the data set has been loaded."""

    name: str
    title: str
    source: Literal["embedded", "generated", "download", "local", "own"]
    description: str
    n_train: int | None
    n_test: int | None
    available: bool  # offline


@dataclass(frozen=True)
class Dataset:
    """An entry and how to make it: `make` writes the arrays into a new folder, which is kept as `folder`."""

    entry: Entry
    version: Callable[[], str]
    folder: Callable[[], Path]
    make: Callable[[Path, Progress], None]
    mirrored: bool | None = True  # None: found out from the training images


def silent(fraction: float, words: str) -> None:
    """Report nothing."""


class UnknownDataset(ValueError):  # noqa: N818 - reads as what it says: no "Error" is needed
    """There is no data set of this name, and no folder or archive at this path."""


class UnusableDataset(ValueError):  # noqa: N818
    """A folder or archive cannot be read as images in classes."""


class IncompleteDataset(UnusableDataset):
    """A data set could be used, but a class or many images would be missing, which the user has to allow."""

    exit_status = 1  # of a command; it is 2 if the data set cannot be used at all


class DownloadFailed(RuntimeError):  # noqa: N818
    """A data set could not be fetched."""


def cannot_make(sentence: str, _folder: Path, _progress: Progress) -> None:
    """What stands for `make` in a data set that cannot be made again: UnusableDataset with this sentence."""
    raise UnusableDataset(sentence)
