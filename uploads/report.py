"""What to know about uploaded images before training: a sentence for each finding, and images that show it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from catalogue.images.look import FLAT
from uploads.images import look_of
from uploads.split import Split, find_bursts, is_of_one_colour

FEW = 10
UNEVEN = 3.0
MUCH_SMALLER = 0.5
MOST_SHOWN = 12


@dataclass(frozen=True, eq=False)
class Finding:
    """One thing to know, in words that may contain names from the visitor, and the rows of thumbnails that show it."""

    kind: str
    sentence: str
    rows: tuple[int, ...] = ()


def findings(images: pd.DataFrame, groups: NDArray[np.int64], plain: Split) -> list[Finding]:
    """All findings, the most important first; `images` and `groups` are in the same order."""
    in_burst = find_bursts(images["label"].factorize()[0].astype(np.int64), groups)
    # Shots of one scene are no copies, so each gets a group of its own.
    copies = np.where(in_burst, groups.max() + 1 + np.arange(len(groups)), groups)
    return [
        *_one_colour(images),
        *_contradictions(images, copies),
        *_bursts(images, groups, in_burst),
        *_copies(images, copies, plain),
        *_small_classes(images),
        *_uneven(images),
        *_small_images(images),
        *_odd_modes(images),
        *_looks(images),
    ]


def _one_colour(images: pd.DataFrame) -> Iterator[Finding]:
    flat = images["colour"].map(lambda colour: isinstance(colour, list)).to_numpy(bool)
    if not flat.any():
        return
    what = _count(int(flat.sum()), "image shows", "images show")
    if is_of_one_colour(images):
        colour = images["colour"].iloc[0]
        name = "black" if max(colour) <= FLAT else "white" if min(colour) >= 255 - FLAT else "one colour"
        sentence = f"All {len(images):,} images are {name}, the same in all: there is nothing to learn from them."
    elif flat.all():
        sentence = f"{what} one colour each and nothing else: only the colour can tell the classes apart."
    else:
        sentence = f"{what} one colour only, perhaps because they are empty or could not be saved."
    yield Finding("blank", sentence, _rows(images, flat))


def _contradictions(images: pd.DataFrame, groups: NDArray[np.int64]) -> Iterator[Finding]:
    files = images["digest"].factorize()[0]
    for which, ending in (
        (files, "in two classes or more, which teaches both learners to guess."),
        (groups, "almost the same in two classes or more: if they show the same, both learners are taught to guess."),
    ):
        labels = images.groupby(which)["label"].nunique()
        rows = _rows(images, np.isin(which, labels.index[labels > 1]), which)
        if rows:
            what = _count(int((labels > 1).sum()), "image is", "images are")
            yield Finding("contradiction", f"{what} {ending}", rows)
            return


def _bursts(images: pd.DataFrame, groups: NDArray[np.int64], in_burst: NDArray[np.bool_]) -> Iterator[Finding]:
    rows = _rows(images, in_burst, groups)
    if len(rows) > 2:
        named = ", ".join(dict.fromkeys(images["label"][in_burst]))
        yield Finding(
            "burst",
            f"{int(in_burst.sum()):,} images look like shots of one scene ({named}). A scene trains or is tested as a "
            "whole where each class has several; more scenes would make the result worth more.",
            rows,
        )


def _copies(images: pd.DataFrame, groups: NDArray[np.int64], plain: Split) -> Iterator[Finding]:
    sizes = np.bincount(groups)
    is_copy = sizes[groups] > 1
    if not is_copy.any():
        return
    is_equal = images["digest"].duplicated(keep=False).to_numpy() & is_copy
    n_equal, n_similar = int(is_equal.sum()), int((is_copy & ~is_equal).sum())
    equal = f"{n_equal:,} images are exact copies of one another" if n_equal else ""
    similar = f"{_count(n_similar, 'image looks', 'images look')} almost the same as another" if n_similar else ""
    n_groups = _count(int((sizes > 1).sum()), "group", "groups")
    sentence = f"{' and '.join(filter(None, (equal, similar)))} ({n_groups})."
    yield Finding("copies", sentence, _rows(images, is_copy, groups))
    fold = dict(zip(plain.files["row"], plain.fold, strict=True))
    n_across = int((images["row"].map(fold).groupby(groups).nunique() > 1).sum())
    if n_across:
        which = _count(n_across, "group", "groups")
        yield Finding(
            "across",
            f"Unless copies are kept together, {which} would have images in both training and test, and the learners "
            "would look too good.",
        )


def _small_classes(images: pd.DataFrame) -> Iterator[Finding]:
    counts = images["label"].value_counts()
    few = counts[counts < FEW]
    if len(few):
        named = ", ".join(f"{label} ({n})" for label, n in few.head(5).items())
        more = f" and {len(few) - 5} more" if len(few) > 5 else ""
        yield Finding("small", f"Fewer than {FEW} images: {named}{more}. That is too few to learn much from.")


def _uneven(images: pd.DataFrame) -> Iterator[Finding]:
    counts = images["label"].value_counts()
    if len(counts) > 1 and counts.iloc[0] > UNEVEN * counts.iloc[-1]:
        share = 100 * counts.iloc[0] / counts.sum()
        yield Finding(
            "uneven",
            f"The classes are uneven: {counts.iloc[0]:,} of {counts.index[0]}, {counts.iloc[-1]:,} of "
            f"{counts.index[-1]}. Always predicting {counts.index[0]} would be right in {share:.0f} % of cases.",
        )


def _small_images(images: pd.DataFrame) -> Iterator[Finding]:
    sides = images[["width", "height"]].min(axis=1)
    small = (sides < MUCH_SMALLER * sides.median()).to_numpy()
    if small.any():
        what = _count(int(small.sum()), "image is", "images are")
        sentence = f"{what} less than half as large as most ({sides.median():.0f} pixels), so enlarging blurs them."
        yield Finding("tiny", sentence, _rows(images, small))


def _odd_modes(images: pd.DataFrame) -> Iterator[Finding]:
    grey = images["mode"].isin(["1", "L", "LA", "I", "I;16", "I;16B", "I;16L"]).to_numpy()
    odd, kind, rest = (grey, "grey", "coloured") if grey.mean() <= 0.5 else (~grey, "coloured", "grey")
    if 0 < odd.sum() <= len(odd) / 10:
        what = _count(int(odd.sum()), "image is", "images are")
        yield Finding("mode", f"{what} {kind} and the others {rest}: that can give a class away.", _rows(images, odd))


def _looks(images: pd.DataFrame) -> Iterator[Finding]:
    n_transparent = int(images["hidden_on"].map(lambda hidden: isinstance(hidden, list)).sum())
    for sentence in look_of(images).sentences(int((images["bits"] > 0).sum()), n_transparent):
        yield Finding("look", sentence)


def _count(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"


def _rows(images: pd.DataFrame, chosen: NDArray[np.bool_], groups: NDArray[np.int64] | None = None) -> tuple[int, ...]:
    rows = images["row"].to_numpy()[chosen]
    if groups is not None:
        rows = rows[np.argsort(groups[chosen], kind="stable")]
    return tuple(int(row) for row in rows[:MOST_SHOWN])
