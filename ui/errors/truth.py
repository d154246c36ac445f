"""What is known of the test images: their classes, the images themselves if they are here, and what was predicted."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import catalogue
from analysis.common.scored_on import ScoredOn
from analysis.errors.matched import Matched
from analysis.errors.side import Side, rows_of
from catalogue import Entry
from catalogue.dataset import Images
from catalogue.sources.own import is_own
from catalogue.test_classes import TestClasses, recorded
from experiments.record import class_numbers
from ui.common import source
from ui.common.page import plain
from ui.common.pickers import pick
from ui.errors.choice import Compared
from ui.errors.own import folds_of, ids_of_folds, own_images

Labels = NDArray[np.int64]


def images_here(scored: ScoredOn) -> Images | None:
    """The very images on which rows were scored; None if they are not on this machine."""
    if is_own(scored.dataset):
        return _if_as_many(own_images(scored), scored)
    entry = _entry_here(scored)
    return _if_as_many(source.images(entry), scored) if entry else None


def _entry_here(scored: ScoredOn) -> Entry | None:
    """The data set on offer here whose images are those on which rows were scored."""
    entry = next((one for one in source.entries() if one.name == scored.dataset and one.available), None)
    return entry if entry and catalogue.version(entry.name) == scored.data_version else None


def _if_as_many(found: Images | None, scored: ScoredOn) -> Images | None:
    """The images if there are as many for the test as rows were scored on."""
    return found if found and len(found.y_test) == scored.n_test else None


def groups_here(scored: ScoredOn) -> list[str]:
    """The group of each test image, "" for none, where the images are here and their folders tell groups."""
    if is_own(scored.dataset):
        return [group for name in folds_of(scored) for group in catalogue.test_groups(name)]
    return list(catalogue.test_groups(scored.dataset)) if _entry_here(scored) else []


def test_classes(scored: ScoredOn) -> TestClasses | None:
    """The classes of the test images, shipped beside recorded rows or read; None if unknown, after a sentence."""
    told = recorded(scored.dataset, scored.data_version)
    if told is None and (images := images_here(scored)):
        told = TestClasses(images.classes, images.y_test)
    if told is None or len(told.y_test) != scored.n_test:
        st.info(
            f"Which class each test image of {plain(source.title(scored.dataset))} belongs to is not known on this "
            "machine. The parts that only count right and wrong predictions still work."
        )
        return None
    return told


def predictions(compared: Compared, seed: int) -> tuple[Labels, Labels] | None:
    """What both sides predicted with this seed, as class numbers; None, and a sentence, where a row kept nothing."""
    found = _both(f"{seed} {compared.key}", compared.found.matched, seed)
    if any(len(one) != compared.found.matched.scored.n_test for one in found):
        st.info("These rows do not say which class was predicted for each image, only whether it was right.")
        return None
    return found


@st.cache_resource(max_entries=64, show_spinner=False)
def _both(key: str, _found: Matched, _seed: int) -> tuple[Labels, Labels]:  # noqa: ARG001  (the key names the rows)
    one, other = (_of_side(side, _found, _seed) for side in _found.sides)
    return one, other


def _of_side(side: Side, found: Matched, seed: int) -> Labels:
    """What one side predicted with this seed, for all folds one after the other, unless they were deleted."""
    rows = rows_of(side, found.rows)
    row = rows[rows["seed"] == seed].iloc[0]
    ids = ids_of_folds(row, found.scored) if is_own(found.scored.dataset) else [str(row["id"])]
    each = [class_numbers(source.store().predictions(id, str(row["origin"]))) for id in ids]
    return np.concatenate([class_numbers(b""), *each])


def pick_seed(found: Matched, key: str) -> int:
    """One of the seeds; without a widget where there is only one."""
    if len(found.seeds) == 1:
        return found.seeds[0]
    return pick("Seed", found.seeds, key, 110)
