"""What is known of the test images: their classes, the images themselves if they are here, and what was predicted."""

import zlib

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import catalogue
from analysis.common.scored_on import ScoredOn
from analysis.errors.matched import Matched
from analysis.errors.side import rows_of
from catalogue.dataset import Images
from catalogue.test_classes import TestClasses, recorded
from ui.common import source
from ui.common.page import plain

Labels = NDArray[np.int64]


def images_here(scored: ScoredOn) -> Images | None:
    """The very images on which rows were scored; None if they are not on this machine."""
    entry = next((one for one in source.entries() if one.name == scored.dataset and one.available), None)
    if entry is None or catalogue.version(entry.name) != scored.data_version:
        return None
    found = source.images(entry)
    return found if found and len(found.y_test) == scored.n_test else None


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


def predictions(found: Matched, seed: int) -> tuple[Labels, Labels] | None:
    """What both sides predicted with this seed, as class numbers; None, and a sentence, where a row kept nothing."""
    answers = []
    for side in found.sides:
        rows = rows_of(side, found.rows)
        row = rows[rows["seed"] == seed].iloc[0]
        answers.append(_predicted(str(row["id"]), str(row["origin"])))
    if any(len(one) != found.scored.n_test for one in answers):
        st.info("These rows do not say which class was predicted for each image, only whether it was right.")
        return None
    return answers[0], answers[1]


@st.cache_resource(max_entries=64, show_spinner=False)
def _predicted(id: str, origin: str) -> Labels:
    try:
        packed = source.store().predictions(id, origin)
    except KeyError:  # deleted since the page was drawn
        packed = b""
    return np.frombuffer(zlib.decompress(packed) if packed else b"", "<u2").astype(np.int64)


def pick_seed(found: Matched, key: str) -> int:
    """One of the seeds; without a widget where there is only one."""
    if len(found.seeds) == 1:
        return found.seeds[0]
    if st.session_state.get(key) not in (None, *found.seeds):
        del st.session_state[key]
    return st.selectbox("Seed", found.seeds, key=key, bind="query-params", width=110)
