"""The data sets: a list of them, and one function that loads any of them."""

from catalogue.dataset import Images
from catalogue.entries import DownloadFailed, Entry, IncompleteDataset, Progress, UnknownDataset, UnusableDataset
from catalogue.register import entries, load, name_at, problems, samples, test_groups, version
from catalogue.subset import check_size, subset

__all__ = [
    "DownloadFailed",
    "Entry",
    "Images",
    "IncompleteDataset",
    "Progress",
    "UnknownDataset",
    "UnusableDataset",
    "check_size",
    "entries",
    "load",
    "name_at",
    "problems",
    "samples",
    "subset",
    "test_groups",
    "version",
]
