"""Data sets: what there is, and one door to all of them."""

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
