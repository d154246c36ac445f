"""Data sets: what there is, and one door to all of them."""

from catalogue.entries import DownloadFailed, Entry, Progress, UnknownDataset, UnusableDataset
from catalogue.images import Images
from catalogue.register import entries, load, version
from catalogue.subset import subset

__all__ = [
    "DownloadFailed",
    "Entry",
    "Images",
    "Progress",
    "UnknownDataset",
    "UnusableDataset",
    "entries",
    "load",
    "subset",
    "version",
]
