"""What is known of the test images: their classes, the images themselves if they are here, and what was predicted."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import catalogue
from analysis.common.scored_on import ScoredOn
from analysis.errors.matched import Matched, Side, rows_of
from catalogue import Entry
from catalogue.dataset import Images
from catalogue.sources.own import is_own
from catalogue.test_classes import TestClasses, recorded
from experiments.spec import class_numbers
from ui.common import source
from ui.common.page import plain
from ui.common.pickers import pick_if_several
from ui.errors.choice import Compared
from ui.errors.own import folds_of, ids_of_folds, own_images

Labels = NDArray[np.int64]


def images_here(scored: ScoredOn) -> Images | None:
    """The very images on which rows were scored; None if they are not on this machine."""
    if is_own(scored.dataset):
        images = own_images(scored)
    else:
        entry = _entry_here(scored)
        images = source.images(entry) if entry else None
    return images if images and len(images.y_test) == scored.n_test else None


def _entry_here(scored: ScoredOn) -> Entry | None:
    """The data set on offer here whose images are those on which rows were scored."""
    entry = source.entry_here(scored.dataset)
    return entry if entry and catalogue.version(entry.name) == scored.data_version else None


def groups_here(scored: ScoredOn) -> list[str]:
    """The group of each test image, "" for none; an empty list unless the images are here and folders name groups."""
    if is_own(scored.dataset):
        return [group for name in folds_of(scored) for group in catalogue.test_groups(name)]
    return list(catalogue.test_groups(scored.dataset)) if _entry_here(scored) else []


def test_classes(scored: ScoredOn) -> TestClasses | None:
    """The classes of the test images, recorded beside the rows or read here; None if unknown, after a sentence."""
    truth = recorded(scored.dataset, scored.data_version)
    if truth is None and (images := images_here(scored)):
        truth = TestClasses(images.classes, images.y_test)
    if truth is None or len(truth.y_test) != scored.n_test:
        st.info(
            f"Which class each test image of {plain(source.title(scored.dataset))} belongs to is not known on this "
            "machine. The parts that only count right and wrong predictions still work."
        )
        return None
    return truth


def predictions(compared: Compared, seed: int) -> tuple[Labels, Labels] | None:
    """What both sides predicted with this seed, as class numbers; None, after a sentence, if a row did not keep it."""
    found = compared.found.matched
    one, other = (_of_side(side, found, seed) for side in found.sides)
    if any(len(labels) != found.scored.n_test for labels in (one, other)):
        st.info("These rows do not say which class was predicted for each image, only whether it was right.")
        return None
    return one, other


def _of_side(side: Side, matched: Matched, seed: int) -> Labels:
    """What one side predicted with this seed, fold after fold, without folds that were deleted."""
    rows = rows_of(side, matched.rows)
    row = rows[rows["seed"] == seed].iloc[0]
    ids = ids_of_folds(row, matched.scored) if is_own(matched.scored.dataset) else [str(row["id"])]
    by_fold = [source.predictions(id, str(row["origin"])) for id in ids]
    return np.concatenate([class_numbers(b""), *by_fold])  # the empty array is for a row whose folds were all deleted


def pick_seed(matched: Matched, key: str) -> int:
    """One of the seeds; without a widget if there is only one."""
    return pick_if_several("Seed", {str(seed): seed for seed in matched.seeds}, key, 110)
