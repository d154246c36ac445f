"""Two test images, unchanged and at each of the five amounts."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import catalogue
from analysis.common.wording import figures, listed
from analysis.robustness.names import named
from catalogue.images.changes import CHANGES
from charts.common.images import contact_sheet
from ui.common import source
from ui.common.page import show_caption, show_image
from ui.robustness.choice import Choice

N_SHOWN = 2
INSTEAD = ("digits", "shapes")
"""Data sets that are always here, in grey and in colour, shown instead of one that is not here."""


def show_samples(chosen: Choice) -> None:
    """Images as the models get them, from a data set that is here if the chosen one is not."""
    change = CHANGES[chosen.change]
    is_grey = len(chosen.rows["amounts"].iloc[0]) < len(CHANGES)
    name = chosen.dataset if source.entry_here(chosen.dataset) else INSTEAD[0 if is_grey else 1]
    sheet = sample_sheet(name, catalogue.version(name), change.name)
    amounts = listed([figures(amount) for amount in change.levels])
    words = f"From left to right: unchanged, then {named(change.name).clause} at {amounts} ({change.unit})."
    if name != chosen.dataset:
        words += f" The images are from {source.title(name)}: {source.title(chosen.dataset)} is not on this machine."
    with st.container(width=780):
        show_image(sheet, f"Two images, {named(change.name).clause} in five steps")
        show_caption(words)


@st.cache_resource(max_entries=128, show_spinner="Changing images …")
def sample_sheet(name: str, version: str, change_name: str) -> NDArray[np.uint8]:  # noqa: ARG001  (names the images)
    """The images as rows, the amounts as columns."""
    images = catalogue.load(name)
    change = CHANGES[change_name]
    places = [int(np.flatnonzero(images.y_test == label)[0]) for label in range(N_SHOWN)]
    chosen = images.X_test[places]
    columns = [change.apply_to_all(chosen, amount, places) for amount in (change.neutral, *change.levels)]
    sheet = np.stack(columns, axis=1).reshape(-1, *images.shape)
    return contact_sheet(sheet.repeat(3, axis=3) if sheet.shape[3] == 1 else sheet, 2, 6, side=720)
