"""The image to predict: one of the test images, a file, a photo, or a drawing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from catalogue.dataset import Images
from catalogue.images.drawing import drawn
from catalogue.images.one_image import one_image
from explain.held_out import mixed
from ui.common.kept_models import KeptModels
from ui.common.page import name_uploaders, plain
from ui.common.pickers import pick_one
from ui.compare.gallery import gallery
from ui.compare.mistakes import asked_mistake, disagreements, mistakes, offer_mistakes
from ui.compare.pad import draw_pad

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

SHOWN = 12
SOURCES = {"test": "Test images", "file": "A file", "camera": "Camera", "drawing": "Drawing"}


@dataclass(frozen=True, eq=False)
class Chosen:
    """An image of the size that the models take, and its true class where that is known."""

    image: NDArray[np.uint8]
    truth: str | None = None


def pick_image(images: Images, kept: KeptModels, choices: "DeltaGenerator") -> Chosen | None:
    """The visitor's image, or None while there is none yet; a control among the `choices` picks its source."""
    drawable = images.shape[2] == 1
    sources = {name: title for name, title in SOURCES.items() if drawable or name != "drawing"}
    with choices:
        where = pick_one("Which image?", sources, "where")
    if where == "test":
        return from_test(images, kept)
    try:
        image = from_visitor(where, images)
    except ValueError as problem:
        st.warning(plain(str(problem)))
        return None
    return None if image is None else Chosen(image)


def from_visitor(where: str, images: Images) -> NDArray[np.uint8] | None:
    """The uploaded, photographed or drawn image at the data set's size; ValueError says what is wrong."""
    if where == "drawing":
        strokes = draw_pad("pad")
        return drawn(strokes, images.shape) if strokes else None
    if where == "camera":
        given = st.camera_input("Take a photo", key="camera")
    else:
        given = st.file_uploader("Choose one of your images", key="file")
        name_uploaders()
    return one_image(given.getvalue(), given.name, images.shape) if given else None


def from_test(images: Images, kept: KeptModels) -> Chosen:
    """One of the test images that took no part in calibrating the probabilities, numbered from 1."""
    shown = mixed(images.y_test)
    if st.session_state.get("number", 1) > len(shown):  # the number is from a larger data set, chosen before
        choose(1)
    wrong = mistakes(kept, images.y_test, shown)
    if number := asked_mistake(kept, wrong, shown):
        start_at(number)
    strip = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.number_input(
            "Number", min_value=1, max_value=len(shown), key="number", bind="query-params", width=140
        )
        st.button("Other images", icon=":material/autorenew:", on_click=show_others, args=(len(shown),))
        disagreed = disagreements(kept, shown)
        label = f"One they disagree on ({len(disagreed)})"
        st.button(label, icon=":material/call_split:", on_click=choose_any, args=(disagreed,), disabled=not disagreed)
        offer_mistakes(wrong)
    first = min(st.session_state.setdefault("first", number), max(1, len(shown) - SHOWN + 1))
    numbers = list(range(first, len(shown) + 1))[:SHOWN]
    rows = shown[np.array(numbers) - 1]
    names = [f"Test image {n}, {images.classes[images.y_test[row]]}" for n, row in zip(numbers, rows, strict=True)]
    with strip:
        gallery(images.X_test[rows], numbers, names, number, choose, "gallery")
    row = shown[number - 1]
    return Chosen(images.X_test[row], images.classes[images.y_test[row]])


def choose(number: int) -> None:
    """Make this test image the chosen one."""
    st.session_state["number"] = number


def show_others(n_shown: int) -> None:
    """Show a strip of other images, at a random place among those that may be shown, and choose the first."""
    start_at(1 + int(np.random.default_rng().integers(max(1, n_shown - SHOWN + 1))))


def choose_any(numbers: list[int]) -> None:
    """Choose one of these test images at random."""
    start_at(int(np.random.default_rng().choice(numbers)))


def start_at(number: int) -> None:
    """Choose this test image, and start the strip with it."""
    st.session_state["first"] = st.session_state["number"] = number
