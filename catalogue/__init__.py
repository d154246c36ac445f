"""The data sets: a list of them, and one function that loads any of them."""

from catalogue.dataset import Images
from catalogue.entries import DownloadFailed, Entry, Progress, UnknownDataset, UnusableDataset
from catalogue.register import entries, load, name_at, version
from catalogue.subset import check_size, subset

__all__ = [
    "DownloadFailed",
    "Entry",
    "Images",
    "Progress",
    "UnknownDataset",
    "UnusableDataset",
    "check_size",
    "entries",
    "load",
    "name_at",
    "subset",
    "version",
]
