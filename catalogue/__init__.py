"""The data sets: a list of them, and one function that loads any of them."""

from catalogue.dataset import Images
from catalogue.entries import DownloadFailed, Entry, IncompleteDataset, Progress, UnknownDataset, UnusableDataset
from catalogue.layout.levels import MOST_LEVELS
from catalogue.register import (
    at_level,
    entries,
    levels,
    load,
    name_at,
    problems,
    samples,
    split_level,
    test_groups,
    version,
)
from catalogue.subset import check_size, subset
