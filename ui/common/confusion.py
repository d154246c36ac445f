"""Which class each learner took for which, and the images behind each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from analysis.common.confusion import Counts, commonest_mistakes, confusion, images_behind
from charts.common.confusion import READING, class_table, confusion_figure, describe_confusion
from charts.common.images import enlarged
from charts.common.style import look
from ui.common.chart import for_visitor, show_chart
from ui.common.page import plain, show_image
from ui.common.pickers import pick, pick_one
from ui.common.window import is_narrow

Labels = NDArray[np.int64]

MOST_IMAGES = 24
ACROSS = 2  # matrices in a row: in three, the names of classes would leave no room
OPENING = "Click a cell to see its images below."
SIDE = 72  # least pixels of an image's longer side on the screen


@dataclass(frozen=True, eq=False)
class Tested:
    """Test images and what each learner predicted for them; in a cross-validation, the images of all folds."""

    classes: Sequence[str]
    X: NDArray[np.uint8]
    y: Labels  # (n,) the true class numbers
    predicted: Mapping[str, Labels]  # (n,) class numbers, by learner

    @cached_property
    def counts(self) -> dict[str, Counts]:
        """Each learner's confusion matrix."""
        return {learner: confusion(self.y, labels, len(self.classes)) for learner, labels in self.predicted.items()}


def show_confusion(tested: Tested, key: str) -> None:
    """A confusion matrix for each learner, the images behind the chosen cell, and the accuracy of every class.

    `key` is the prefix of the widgets' keys.
    """
    if not tested.predicted or not len(tested.y):
        st.info("There are no predictions yet. They appear when the first training is done.")
        return
    show_matrices(tested.classes, tested.counts, key, can_open=True)
    show_behind(tested, key)
    show_classes(tested.classes, tested.counts)


def show_matrices(
    classes: Sequence[str], counts: Mapping[str, Counts], key: str, shared: str = "", *, can_open: bool
) -> None:
    """The confusion matrices with captions and how to read them, side by side or, in a narrow window, as tabs.

    `shared`, if given, names all their data: they are then drawn once for all visitors. With `can_open`, a click on a
    cell chooses what `show_behind` shows.
    """
    for place, (learner, counted) in zip(_places(list(counts)), counts.items(), strict=False):
        with place:
            if not is_narrow():
                st.markdown(f"**{plain(look(learner).label)}**")
            caption = describe_confusion(counted, classes, learner)
            draw = partial(confusion_figure, counted, classes, learner)
            figure = for_visitor(draw, shared and f"confusion {learner} {shared}")
            on_pick = partial(choose_cell, key, learner) if can_open else None
            show_chart(figure, f"{key}-{learner}", caption, caption, on_pick)
    st.caption(f"{READING} {OPENING}" if can_open else READING)


def _places(learners: Sequence[str]) -> Sequence[DeltaGenerator]:
    if is_narrow():  # below each other they would fill two or three screens
        return st.tabs([look(learner).short for learner in learners])
    return [column for _ in range(0, len(learners), ACROSS) for column in st.columns(min(ACROSS, len(learners)))]


def choose_cell(key: str, learner: str | None, predicted: int, true: int) -> None:
    """Set the controls of `show_behind` to this cell and, if a learner is given, to its predictions."""
    st.session_state[f"{key}-true"], st.session_state[f"{key}-predicted"] = int(true), int(predicted)
    if learner:
        st.session_state[f"{key}-who"] = learner


@st.fragment
def show_behind(tested: Tested, key: str) -> None:
    """The images of one cell; only this part runs again when another cell is chosen."""
    st.markdown("**The images behind a cell**")
    learner, true, predicted = pick_cell(tested, key)
    rows = images_behind(tested.y, tested.predicted[learner], true, predicted)
    st.markdown(plain(describe_cell(tested, learner, true, predicted, len(rows))))
    with st.container(horizontal=True, gap="small"):
        for row in rows[:MOST_IMAGES]:
            show_image(enlarged(tested.X[row], SIDE), f"Test image {row + 1}, {tested.classes[true]}")


def pick_cell(tested: Tested, key: str) -> tuple[str, int, int]:
    """The learner, the true and the predicted class; at first the most frequent mistake, by who made it most often.

    While nobody has picked another cell, that is so again when more is measured.
    """
    true, predicted = most_frequent_mistake(np.sum(list(tested.counts.values()), axis=0))
    numbers = list(range(len(tested.classes)))
    names = {name: look(name).short for name in tested.predicted}
    who_most = max(names, key=lambda name: tested.counts[name][true, predicted])
    follow(key, {"who": who_most, "true": true, "predicted": predicted})
    with st.container(horizontal=True, vertical_alignment="bottom", key="confusion_cell"):
        learner = pick_one("Whose predictions?", names, f"{key}-who", default=who_most)
        picked = [
            pick(label, numbers, f"{key}-{name}", 200, first=first, write=tested.classes.__getitem__)
            for label, name, first in (("True class", "true", true), ("Predicted", "predicted", predicted))
        ]
    return learner, picked[0], picked[1]


def follow(key: str, first: dict[str, Any]) -> None:
    """Move the controls to the present first cell if they still hold the one that was first before."""
    before = st.session_state.get(f"{key}-first", {})
    if before and all(st.session_state.get(f"{key}-{name}") == value for name, value in before.items()):
        st.session_state.update({f"{key}-{name}": value for name, value in first.items() if value != before[name]})
    st.session_state[f"{key}-first"] = first


def most_frequent_mistake(counts: Counts) -> tuple[int, int]:
    """The cell of the most frequent mistake; if there is none, the cell of the first class's correct predictions."""
    return next(((mistake.true, mistake.predicted) for mistake in commonest_mistakes(counts, most=1)), (0, 0))


def describe_cell(tested: Tested, learner: str, true: int, predicted: int, n: int) -> str:
    """How many images are in the cell, and how many of them are shown."""
    name, n_class = look(learner).short, int((tested.y == true).sum())
    all_of_class = f"{n_class:,} test {'image' if n_class == 1 else 'images'} of “{tested.classes[true]}”"
    how = "correctly " if true == predicted else ""
    if n == 0:
        return f"{name}: none of the {all_of_class} was {how}predicted as “{tested.classes[predicted]}”."
    verb = "was" if n == 1 else "were"
    first = f" The first {MOST_IMAGES}:" if n > MOST_IMAGES else ""
    return f"{name}: {n:,} of the {all_of_class} {verb} {how}predicted as “{tested.classes[predicted]}”.{first}"


def show_classes(classes: Sequence[str], counts: Mapping[str, Counts]) -> None:
    """Every class's accuracy with its interval, folded."""
    tables = {learner: class_table(counted, classes).set_index("class") for learner, counted in counts.items()}
    first = next(iter(tables.values()))
    shares = {look(learner).short: table["share"] for learner, table in tables.items()}
    table = first[["n_test"]].assign(**shares)
    with st.expander("How many of each class were right?"):
        names = {"class": "Class", "n_test": "Test images"}
        st.dataframe(table, column_config=names, alt="The accuracy of every class")
