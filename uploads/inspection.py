"""The one door for pages that look at an upload: `inspect(upload)` returns all that can be shown before training."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from catalogue.entries import Progress
from catalogue.images.decode import at_size
from catalogue.images.opening import is_heic
from catalogue.layout.names import natural
from catalogue.layout.report import Report
from uploads.child import run_child
from uploads.children.copies import cache_of, find_copies
from uploads.folder import Upload
from uploads.images import contents, look_of, read_files, thumbnails
from uploads.limits import UnusableUpload
from uploads.prepare import Choices
from uploads.report import Finding, findings
from uploads.split import Split, split, with_versions

MANY = 1_000  # images; fewer are compared at once, without a child process
MOST_PIXELS = 4_000_000  # of an image that this process decodes, since it serves other visitors too


@dataclass(frozen=True, eq=False)
class Inspection:
    """What an upload contains, and what to know before training."""

    files: pd.DataFrame  # one row per file, as `read_files` describes them
    images: pd.DataFrame  # the usable ones among them
    thumbnails: NDArray[np.uint8]  # (n, 64, 64, 3), in the order of `row`
    groups: NDArray[np.int64]  # a number for each of the images, equal for copies
    findings: list[Finding]
    warning: str  # why copies could not be looked for
    report: Report

    @property
    def n_read(self) -> int:
        """How many files are images, usable or not."""
        return int((self.files["row"] >= 0).sum())

    @property
    def classes(self) -> pd.DataFrame:
        """One row per class, in natural order: `label`, `n` images, and how many came in folders `train` and `test`."""
        in_part = {part: self.images["part"] == part for part in ("train", "test")}
        of_class = self.images.assign(**in_part).groupby("label")
        counts = of_class.agg(n=("label", "size"), train=("train", "sum"), test=("test", "sum"))
        return counts.loc[sorted(counts.index, key=natural)].reset_index()

    @property
    def can_be_trained_on(self) -> bool:
        """Whether there are two classes or more."""
        return self.images["label"].nunique() > 1

    @property
    def has_copies(self) -> bool:
        """Whether some images are copies of others."""
        return len(np.unique(self.groups)) < len(self.groups)

    def split(self, choices: Choices) -> Split:
        """The images as these choices split them."""
        return split(self.images, self.groups if choices.together else None, choices.own_parts)

    def samples(self, n: int, side: int) -> list[NDArray[np.uint8]]:
        """At most `n` images, evenly spread, as the learners will see them; very large and HEIC images are left out."""
        small = self.images[self.images["width"] * self.images["height"] <= MOST_PIXELS]
        look = look_of(self.images)
        chosen = small.iloc[np.linspace(0, len(small) - 1, min(n, len(small))).astype(int)]
        return [at_size(content, side, look) for content in contents(chosen) if not is_heic(content)]


def inspect(upload: Upload, progress: Progress, classes_at: int | None = None) -> Inspection:
    """Look at an upload; copies among many images are looked for in a child process, with progress.

    `classes_at` is the level of the class folders, from 1, where the visitor has chosen it.
    """
    deliveries = upload.deliveries()
    files, report = read_files(deliveries, classes_at)
    images = files[files["refused"] == ""].reset_index(drop=True)
    if images["label"].nunique() < 2:
        return Inspection(files, images, np.empty((0, 64, 64, 3), np.uint8), np.arange(len(images)), [], "", report)
    groups, warning = _groups(upload, deliveries, files, progress)
    groups = with_versions(groups[images["row"]], list(images["group"]))
    found = findings(images, groups, split(images))
    return Inspection(files, images, thumbnails(deliveries), groups, found, warning, report)


def _groups(
    upload: Upload, deliveries: list[Path], files: pd.DataFrame, progress: Progress
) -> tuple[NDArray[np.int64], str]:
    """The group of each image by `row`, and why there are none if copies cannot be looked for."""
    n_images = int((files["row"] >= 0).sum())
    if n_images > MANY and not cache_of(upload.folder, len(deliveries)).exists():
        try:
            with upload.alone():
                run_child("uploads.children.copies", upload.arguments(), "These images", progress)
        except UnusableUpload as problem:
            return np.arange(n_images), f"Copies could not be looked for. {problem}"
    return find_copies(upload.folder, deliveries, files), ""
