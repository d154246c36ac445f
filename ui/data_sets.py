"""The data sets in the sidebar: what each of them is, where it is, and three of its images."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import catalogue
from catalogue import Entry
from ui.common import source
from ui.common.page import plain, show_image, show_when_open

WHERE = {
    "embedded": "comes with Crossover",
    "generated": "drawn by Crossover",
    "local": "on this computer",
}


def show_data_sets() -> None:
    """A folded part of the sidebar."""
    with st.sidebar:
        show_when_open("Data sets", "photo_library", "data_sets", _show)


def _show() -> None:
    for entry in source.entries():
        st.markdown(f"**{plain(entry.title)}**, {where(entry)}. {plain(entry.description)}")
        if entry.available and (samples := _samples(entry.name, catalogue.version(entry.name))):
            show_image(np.hstack(samples), f"Three images of {entry.title}")


def where(entry: Entry) -> str:
    """Whether the images are on this computer, and how they came or would come there."""
    if entry.source == "download":
        return "downloaded to this computer" if entry.available else "not on this computer: downloaded on request"
    return WHERE.get(entry.source, "brought by a visitor")


@st.cache_data(max_entries=64, ttl=60, show_spinner=False)
def _samples(name: str, version: str) -> list[NDArray[np.uint8]]:  # noqa: ARG001  (a changed data set has another version)
    """Three images of a data set that was read before, framed, so that they stand apart."""
    frame = ((0, 0), (2, 2), (0, 0))
    return [np.pad(image, frame, constant_values=255) for image in catalogue.samples(name)]
