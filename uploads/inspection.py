"""The one door for pages that look at an upload: `inspect(upload)` returns all that can be shown before training."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from catalogue.entries import Progress
from catalogue.images.decode import at_size
from uploads.child import run_child
from uploads.children.similar import alike, cached_groups
from uploads.folder import Upload
from uploads.images import contents, list_files, own_size, thumbnails
from uploads.limits import UnusableUpload, limits
from uploads.prepare import Choices
from uploads.report import Finding, count_classes, findings
from uploads.split import FEWEST_TESTED, Split, has_own_parts, split

MANY = 1_000  # images: fewer are compared with each other in no time
MOST_PIXELS = 4_000_000  # of an image that this process decodes, since it serves other visitors too


@dataclass(frozen=True, eq=False)
class Inspection:
    """What an upload contains; `groups` (n,) are those of the `images`, equal for copies."""

    files: pd.DataFrame  # a line a file, as `list_files` describes them
    thumbnails: NDArray[np.uint8]  # (n, 64, 64, 3), in the order of `row`
    images: pd.DataFrame  # the usable ones among the files
    groups: NDArray[np.int64]
    warning: str = ""  # why copies could not be looked for

    @property
    def n_read(self) -> int:
        """How many files are images, usable or not."""
        return int((self.files["row"] >= 0).sum())

    @property
    def refused(self) -> pd.DataFrame:
        """The files that are left out, and why."""
        return self.files[self.files["refused"] != ""]

    @property
    def can_be_trained_on(self) -> bool:
        """Whether there are two classes or more."""
        return self.images["label"].nunique() > 1

    @property
    def classes(self) -> pd.DataFrame:
        """A line a class: its `label`, its number of images `n`, and how many of them are in `train` and `test`."""
        return count_classes(self.images)

    @property
    def findings(self) -> list[Finding]:
        """What to know before training, the most important first."""
        return findings(self.images, self.groups, split(self.images))

    @property
    def own_size(self) -> tuple[int, int] | None:
        """Width and height of all images, if they have one size that the learners can take."""
        return own_size(self.images)

    @property
    def has_copies(self) -> bool:
        """Whether some images are copies of others."""
        return len(np.unique(self.groups)) < len(self.groups)

    @property
    def has_own_parts(self) -> bool:
        """Whether every image was uploaded in a folder train or test."""
        return has_own_parts(self.images)

    @property
    def tests_enough(self) -> bool:
        """Whether a plain split, without cross-validation, tests enough images."""
        return split(self.images).n_tested >= FEWEST_TESTED

    def split(self, choices: Choices) -> Split:
        """The images as these choices split them."""
        return split(self.images, self.groups if choices.together else None, choices.own_parts)

    def samples(self, n: int, side: int) -> Iterator[NDArray[np.uint8]]:
        """At most `n` images, evenly spread, as the learners will see them; none of the very large ones."""
        small = self.images[self.images["width"] * self.images["height"] <= MOST_PIXELS]
        some = small.iloc[np.linspace(0, len(small) - 1, min(n, len(small))).astype(int)]
        return (at_size(content, side) for content in contents(some))


def inspect(upload: Upload, progress: Progress) -> Inspection:
    """Look at an upload; copies among many images are looked for in a child process, with progress."""
    deliveries = upload.deliveries()
    files = list_files(deliveries)
    images = files[files["refused"] == ""].reset_index(drop=True)
    if images["label"].nunique() < 2:
        return Inspection(files, np.empty((0, 64, 64, 3), np.uint8), images, np.arange(len(images)))
    groups, warning = _groups(upload, deliveries, files, progress)
    return Inspection(files, thumbnails(deliveries), images, groups[images["row"]], warning)


def _groups(
    upload: Upload, deliveries: list[Path], files: pd.DataFrame, progress: Progress
) -> tuple[NDArray[np.int64], str]:
    """The group of each image by `row`, and why there are none if copies cannot be looked for."""
    n_images = int((files["row"] >= 0).sum())
    if n_images > MANY and not cached_groups(upload.folder, len(deliveries)).exists():
        try:
            with upload.alone():
                run_child("uploads.children.similar", upload.arguments(), "These images", limits().seconds, progress)
        except UnusableUpload as problem:
            return np.arange(n_images), f"Copies could not be looked for. {problem}"
    return alike(upload.folder, deliveries, files), ""
