"""What one should know of brought images before training: a sentence each, with the images that it is about."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from uploads.division import Division

FEW = 10
UNEVEN = 3.0
MUCH_SMALLER = 0.5
MOST_SHOWN = 12


@dataclass(frozen=True, eq=False)
class Finding:
    """One thing to know, in words, and rows of thumbnails that show it; `names` are parts that a visitor has named."""

    kind: str
    sentence: str
    rows: tuple[int, ...] = ()


def classes(images: pd.DataFrame) -> pd.DataFrame:
    """A line a class: `label`, `n`, and how many of them were brought as `train` and `test`."""
    counts = images.groupby("label", sort=False).agg(
        n=("label", "size"),
        train=("part", lambda part: int((part == "train").sum())),
        test=("part", lambda part: int((part == "test").sum())),
    )
    return counts.reset_index()


def findings(images: pd.DataFrame, groups: NDArray[np.int64], division: Division) -> list[Finding]:
    """Everything worth a sentence, the most important first; `images` and `groups` have one order."""
    return [
        *_contradictions(images, groups),
        *_doubles(images, groups, division),
        *_small_classes(images),
        *_uneven(images),
        *_small_images(images),
        *_odd_modes(images),
    ]


def _contradictions(images: pd.DataFrame, groups: NDArray[np.int64]) -> Iterator[Finding]:
    labels = images.groupby(groups)["label"].nunique()
    rows = _rows(images, np.isin(groups, labels.index[labels > 1]), groups)
    if rows:
        n = int((labels > 1).sum())
        what = "One image lies" if n == 1 else f"{n} images lie"
        yield Finding("contradiction", f"{what} in two classes or more: whoever learns that is taught to guess.", rows)


def _doubles(images: pd.DataFrame, groups: NDArray[np.int64], division: Division) -> Iterator[Finding]:
    sizes = np.bincount(groups)
    twice = sizes[groups] > 1
    if not twice.any():
        return
    equal = images["digest"].duplicated(keep=False).to_numpy()
    n_equal, n_alike = int(equal.sum()), int((twice & ~equal).sum())
    parts = [f"{n_equal:,} are copies of the same file"] * (n_equal > 0)
    parts += [f"{n_alike:,} look almost the same as another"] * (n_alike > 0)
    n_groups = int((sizes > 1).sum())
    sentence = f"{' and '.join(parts)} ({n_groups:,} {'group' if n_groups == 1 else 'groups'})."
    yield Finding("doubles", sentence, _rows(images, twice, groups))
    n_across = _across(images, groups, division)
    if n_across:
        which = "One group of them lies" if n_across == 1 else f"{n_across:,} groups of them lie"
        told = f"{which} in training and test at once: keep them on one side, below, or the test flatters both."
        yield Finding("across", told)


def _across(images: pd.DataFrame, groups: NDArray[np.int64], division: Division) -> int:
    """How many groups have images in unlike folds."""
    fold = dict(zip(division.files["row"], division.fold, strict=True))
    folds = images["row"].map(fold).groupby(groups).nunique()
    return int((folds > 1).sum())


def _small_classes(images: pd.DataFrame) -> Iterator[Finding]:
    counts = images["label"].value_counts()
    few = counts[counts < FEW]
    if len(few):
        named = ", ".join(f"{label} ({n})" for label, n in few.head(5).items())
        more = f" and {len(few) - 5} more" if len(few) > 5 else ""
        yield Finding("small", f"Fewer than {FEW} images: {named}{more}. Nobody learns much from so few.")


def _uneven(images: pd.DataFrame) -> Iterator[Finding]:
    counts = images["label"].value_counts()
    if len(counts) > 1 and counts.iloc[0] > UNEVEN * counts.iloc[-1]:
        share = 100 * counts.iloc[0] / counts.sum()
        yield Finding(
            "uneven",
            f"The classes are uneven: {counts.iloc[0]:,} of {counts.index[0]}, {counts.iloc[-1]:,} of "
            f"{counts.index[-1]}. Whoever always answers {counts.index[0]} is right in {share:.0f} % of cases.",
        )


def _small_images(images: pd.DataFrame) -> Iterator[Finding]:
    sides = images[["width", "height"]].min(axis=1)
    small = (sides < MUCH_SMALLER * sides.median()).to_numpy()
    if small.any():
        n = int(small.sum())
        which = "One image is" if n == 1 else f"{n:,} images are"
        told = f"{which} less than half as large as most ({sides.median():.0f} pixels), so they are blurred."
        yield Finding("tiny", told, _rows(images, small))


def _odd_modes(images: pd.DataFrame) -> Iterator[Finding]:
    grey = images["mode"].isin(["1", "L", "LA", "I", "I;16", "I;16B", "I;16L"]).to_numpy()
    odd = grey if grey.mean() <= 0.5 else ~grey
    if 0 < odd.sum() <= len(odd) / 10:
        n, kind, rest = int(odd.sum()), *(("grey", "coloured") if odd is grey else ("coloured", "grey"))
        which = "One image is" if n == 1 else f"{n:,} images are"
        yield Finding("mode", f"{which} {kind} and the others {rest}: that can give a class away.", _rows(images, odd))


def _rows(images: pd.DataFrame, chosen: NDArray[np.bool_], groups: NDArray[np.int64] | None = None) -> tuple[int, ...]:
    rows = images["row"].to_numpy()[chosen]
    if groups is not None:
        rows = rows[np.argsort(groups[chosen], kind="stable")]
    return tuple(int(row) for row in rows[:MOST_SHOWN])
