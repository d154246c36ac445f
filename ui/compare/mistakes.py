"""Test images that kept models disagreed on or got wrong when they were measured, and a menu of their mistakes."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from charts.common.style import label
from ui.common import source
from ui.common.kept_models import KeptModels

AT_MOST = 300
"""Images that a worker is asked about at once, so that nobody waits for long."""
PRESSED = "mistake-of"
MISTAKE, ICON = "A sure mistake of …", ":material/priority_high:"

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Mistakes:
    """Rows of X_test that a model got wrong; all rows that may be shown if its mistakes are not known."""

    rows: Rows
    known: bool


def mistakes(kept: KeptModels, y_test: Rows, shown: Rows) -> dict[str, Mistakes]:
    """Each learner's mistakes among the shown test images, by the predictions stored when it was measured."""
    by_learner = {}
    for learner, model in kept.items():
        predicted = source.predictions(model.id)
        known = len(predicted) == len(y_test)
        by_learner[learner] = Mistakes(shown[predicted[shown] != y_test[shown]] if known else shown, known)
    return by_learner


def disagreements(kept: KeptModels, shown: Rows) -> list[int]:
    """The numbers of the shown test images for which not all models predicted the same class when measured."""
    said = [source.predictions(model.id) for model in kept.values()]
    known = [predicted for predicted in said if shown.max() < len(predicted)]
    if len(known) < len(kept):
        return []
    labels = np.stack([predicted[shown] for predicted in known])
    return (np.flatnonzero(np.ptp(labels, axis=0)) + 1).tolist()


def offer_mistakes(wrong: dict[str, Mistakes]) -> None:
    """The menu: each learner that has mistakes, with their number if it is known; a grey button if none has any."""
    learners = [learner for learner, its in wrong.items() if len(its.rows)]
    if not learners:  # Streamlit's menu raises without an option
        st.button(MISTAKE, icon=ICON, help="All models got every one of these test images right.", disabled=True)
        return
    numbers = {learner: f" ({len(wrong[learner].rows)})" if wrong[learner].known else "" for learner in learners}
    st.menu_button(
        MISTAKE,
        learners,
        key=PRESSED,
        icon=ICON,
        help=f"A test image that this model gets wrong, the surest first, out of {AT_MOST} at most. Choose the same "
        "model again for the next one.",
        format_func=lambda learner: f"{label(learner)}{numbers[learner]}",
    )


def asked_mistake(kept: KeptModels, wrong: dict[str, Mistakes], shown: Rows) -> int | None:
    """The number, from 1, of the mistake that the visitor asks for: the surest one, or the one after the chosen one."""
    learner = st.session_state.get(PRESSED)  # set for one run; the menu itself is drawn later in the run
    if learner not in wrong:
        return None
    surest_first = source.or_stop(_surest, kept[learner].id, wrong[learner].rows[:AT_MOST])
    if not len(surest_first):
        st.info("This model predicts the right class for every test image that was tried.")
        return None
    numbers = [int(np.flatnonzero(shown == row)[0]) + 1 for row in surest_first]
    chosen = st.session_state.get("number")
    place = numbers.index(chosen) + 1 if chosen in numbers else 0
    return numbers[place % len(numbers)]


@st.cache_data(max_entries=200, show_spinner="Asking the model which of its mistakes it is surest of …")
def _surest(id: str, rows: Rows) -> Rows:
    return source.ask("explain.verbs:surest_mistakes", id, rows)  # type: ignore[no-any-return]
