"""Which class either learner took for which, and the images behind each cell."""

from collections.abc import Mapping

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from analysis.common.confusion import Counts, behind, commonest, confusion
from catalogue.dataset import Images
from charts.common.confusion import READING, class_table, confusion_figure, describe_confusion
from charts.common.export import PLOTLY_CONFIG
from charts.common.images import enlarged
from charts.common.style import look
from ui.common.page import is_narrow, plain, show_image, theme

Labels = NDArray[np.int64]

MOST_IMAGES = 24
SIDE = 72  # points on the screen that an image's longer side gets at least


def show_confusion(
    images: Images, answers: Mapping[str, Labels], y_test: Labels, X_test: NDArray[np.uint8], key: str
) -> None:
    """A board a learner, the images behind the cell that the visitor picks, and every class's share.

    `answers` are class numbers by learner, for the images `X_test` of the classes `y_test`: of a cross-validation,
    those of all folds. `key` names the widgets.
    """
    if not answers or not len(y_test):
        st.info("No answers are known yet: they come with the first training that is done.")
        return
    counts = {learner: confusion(y_test, said, len(images.classes)) for learner, said in answers.items()}
    for column, (learner, counted) in zip(st.columns(len(counts)), counts.items(), strict=True):
        with column:
            st.markdown(f"**{look(learner).label}**")
            caption = describe_confusion(counted, images.classes, learner)
            figure = confusion_figure(counted, images.classes, learner, theme(), is_narrow())
            st.plotly_chart(figure, theme=None, config=PLOTLY_CONFIG, key=f"{key}-{learner}", alt=caption)
            st.caption(plain(caption))
    st.caption(READING)
    show_behind(images, answers, y_test, X_test, key)
    show_classes(images, counts)


@st.fragment
def show_behind(
    images: Images, answers: Mapping[str, Labels], y_test: Labels, X_test: NDArray[np.uint8], key: str
) -> None:
    """The images of one cell; only this part runs again when another cell is picked."""
    st.markdown("**The images behind a cell**")
    learner, true, said = pick_cell(images, answers, y_test, key)
    rows = behind(y_test, answers[learner], true, said)
    st.markdown(plain(told(images, learner, true, said, len(rows), int((y_test == true).sum()))))
    with st.container(horizontal=True, gap="small"):
        for row in rows[:MOST_IMAGES]:
            show_image(enlarged(X_test[row], SIDE), f"Test image {row + 1}, {images.classes[true]}")


def pick_cell(images: Images, answers: Mapping[str, Labels], y_test: Labels, key: str) -> tuple[str, int, int]:
    """Whose answers, which true class and which answered class: at first, the mistake made most often."""
    each = [confusion(y_test, said, len(images.classes)) for said in answers.values()]
    true, answered = most_frequent(np.sum(each, axis=0))
    numbers = list(range(len(images.classes)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        learner = st.segmented_control(
            "Whose answers?", list(answers), default=next(iter(answers)), required=True,
            format_func=lambda name: look(name).short, key=f"{key}-who", bind="query-params",
        )  # fmt: skip
        picked = [
            st.selectbox(label, numbers, index=first, format_func=images.classes.__getitem__, key=f"{key}-{name}",
                         bind="query-params", width=200)
            for label, name, first in (("True class", "true", true), ("Answered", "answered", answered))
        ]  # fmt: skip
    return learner, picked[0], picked[1]


def most_frequent(counts: Counts) -> tuple[int, int]:
    """The cell of the mistake made most often; without any, the right answers of the first class."""
    return next(((one.true, one.predicted) for one in commonest(counts, most=1)), (0, 0))


def told(images: Images, learner: str, true: int, said: int, n: int, n_class: int) -> str:
    """How many images stand behind the cell, and how many of them are shown."""
    name = look(learner).short
    tested = f"{n_class:,} test {'image' if n_class == 1 else 'images'} of “{images.classes[true]}”"
    how = "rightly " if true == said else ""
    if n == 0:
        return f"{name}: none of the {tested} was {how}answered “{images.classes[said]}”."
    verb = "was" if n == 1 else "were"
    first = f" The first {MOST_IMAGES}:" if n > MOST_IMAGES else ""
    return f"{name}: {n:,} of the {tested} {verb} {how}answered “{images.classes[said]}”.{first}"


def show_classes(images: Images, counts: Mapping[str, Counts]) -> None:
    """Every class's share with its interval, folded away."""
    tables = {learner: class_table(counted, images.classes).set_index("class") for learner, counted in counts.items()}
    first = next(iter(tables.values()))
    table = first[["n_test"]].assign(**{look(learner).short: one["share"] for learner, one in tables.items()})
    with st.expander("How many of each class were right?"):
        names = {"class": "Class", "n_test": "Test images"}
        st.dataframe(table, column_config=names, alt="Every class's share of right answers")
