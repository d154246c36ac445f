"""Where the picture to ask about comes from: the test pictures, a file, the camera, or a drawing."""

import zlib
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from catalogue.drawn import drawn
from catalogue.images import Images
from catalogue.one_picture import one_picture
from ui import source
from ui.anatomy import plain
from ui.gallery import gallery
from ui.pad import draw_pad
from ui.witnesses import Pair

SHOWN = 12
SOURCES = {
    "test": ":material/photo_library: Test pictures",
    "file": ":material/upload: A file",
    "camera": ":material/photo_camera: Camera",
    "drawing": ":material/draw: Drawing",
}


@dataclass(frozen=True, eq=False)
class Chosen:
    """A picture as the models see it, and its true class where that is known."""

    picture: NDArray[np.uint8]
    truth: str | None = None


def pick_picture(images: Images, pair: Pair) -> Chosen | None:
    """The visitor's picture, or None while there is none yet."""
    drawable = images.shape[2] == 1
    choices = [name for name in SOURCES if drawable or name != "drawing"]
    where: str = st.segmented_control(
        "Which picture?",
        choices,
        default="test",
        required=True,
        format_func=SOURCES.__getitem__,
        key="where",
        bind="query-params",
    )
    if where == "test":
        return from_test(images, pair)
    try:
        picture = from_visitor(where, images)
    except ValueError as problem:
        st.warning(plain(str(problem)))
        return None
    return None if picture is None else Chosen(picture)


def from_visitor(where: str, images: Images) -> NDArray[np.uint8] | None:
    """What was uploaded, photographed or drawn, brought to the data set's size; ValueError says what is wrong."""
    if where == "drawing":
        strokes = draw_pad("pad")
        return drawn(strokes, images.shape) if strokes else None
    if where == "camera":
        given = st.camera_input("Take a picture", key="camera")
    else:
        given = st.file_uploader("Choose a picture of your own", key="file")
    return one_picture(given.getvalue(), given.name, images.shape) if given else None


def from_test(images: Images, pair: Pair) -> Chosen:
    """One of the test pictures that took no part in calibrating the probabilities: those with odd numbers."""
    last = len(images.y_test) - 1 - len(images.y_test) % 2
    strip = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.number_input(
            "Number", min_value=1, max_value=last, step=2, key="number", bind="query-params", width=140
        )
        st.button("Other pictures", icon=":material/autorenew:", on_click=turn, args=(last,))
        disagreed = disagreements(pair, len(images.y_test))
        label = f"One they disagree on ({len(disagreed)})"
        st.button(label, icon=":material/call_split:", on_click=disagree, args=(disagreed,), disabled=not disagreed)
    number = int(typed) - 1 + int(typed) % 2  # an even one may have been typed
    first = st.session_state.setdefault("first", number)
    numbers = list(range(first, last + 1, 2))[:SHOWN]
    names = [f"Test picture {n}, {images.classes[images.y_test[n]]}" for n in numbers]
    with strip:
        gallery(images.X_test[numbers], numbers, names, number, choose, "gallery")
    return Chosen(images.X_test[number], images.classes[images.y_test[number]])


def choose(number: int) -> None:
    """Make this test picture the chosen one."""
    st.session_state["number"] = number


def turn(last: int) -> None:
    """Show other pictures, anywhere in the test part, and choose the first."""
    first = 1 + 2 * int(np.random.default_rng().integers(max(1, (last + 1) // 2 - SHOWN + 1)))
    st.session_state["first"] = st.session_state["number"] = first


def disagree(numbers: list[int]) -> None:
    """Choose a picture to which the two gave different answers."""
    number = int(np.random.default_rng().choice(numbers))
    st.session_state["first"] = st.session_state["number"] = number


@st.cache_data(max_entries=50, show_spinner=False)
def _disagreements(ids: tuple[str, ...], n_test: int) -> list[int]:
    try:
        said = [np.frombuffer(zlib.decompress(source.store().predictions(id)), "<u2") for id in ids]
    except KeyError:  # measured into another table
        return []
    return [n for n in range(1, n_test, 2) if len({int(labels[n]) for labels in said}) > 1]


def disagreements(pair: Pair, n_test: int) -> list[int]:
    """The odd-numbered test pictures to which the two models gave different answers when they were measured."""
    return _disagreements(pair.ids, n_test)
