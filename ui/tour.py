"""The tour of the app: home lists its six stops with their questions, and a page ends with the next."""

from dataclasses import dataclass
from itertools import pairwise

import streamlit as st

from ui.common import source
from ui.common.page import link


@dataclass(frozen=True)
class Stop:
    """A page, the question that it answers, about how many minutes it takes, and the images that answer it best."""

    page: str
    question: str
    icon: str
    minutes: int
    dataset: str = ""


STOPS = (
    Stop("home", "What is it about?", "ssid_chart", 1),
    Stop("compare", "What do both see in one image?", "compare", 4),
    Stop("data_size", "What do more images change?", "show_chart", 4, "cifar10-jpeg"),
    Stop("race", "Who is ahead after a second?", "timer", 3),
    Stop("robustness", "What breaks them?", "broken_image", 3),
    Stop("your_images", "And with my own images?", "add_photo_alternate", 5),
)


def show_tour() -> None:
    """All stops after the first, in their order, as links."""
    minutes = sum(stop.minutes for stop in STOPS)
    st.subheader(f"A tour in {len(STOPS)} stops, about {minutes} minutes", anchor=False)
    st.markdown("This page is the first stop. Each page ends with a link to the next.")
    with st.container(gap="xsmall"):
        for number, stop in enumerate(STOPS[1:], 2):
            _lead(stop, f"{number}. {stop.question} (about {stop.minutes} min)", stop.icon)


def show_next_stop(page: str) -> None:
    """A link to the stop after this page; nothing on the last stop and on pages outside the tour."""
    for stop, following in pairwise(STOPS):
        if stop.page == page:
            _lead(following, f"Next stop: {following.question}", "arrow_forward")


def _lead(stop: Stop, label: str, icon: str) -> None:
    link(stop.page, label, icon, query_params=source.address_of(stop.dataset) if stop.dataset else {})
