"""A menu that chooses the mistakes of one learner among the test images, the surest first."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from charts.common.style import label
from ui.common import source
from ui.common.kept_models import KeptModels
from ui.compare.tested import predictions

AT_MOST = 300
"""Images that a worker is asked about at once, so that nobody waits for long."""
PRESSED = "mistake-of"

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Mistakes:
    """Rows of X_test that a model got wrong, or all that may be shown if it is not known which."""

    rows: Rows
    known: bool


def mistakes(kept: KeptModels, y_test: Rows, shown: Rows) -> dict[str, Mistakes]:
    """Each learner's mistakes among the shown test images, as its measured predictions tell them."""
    found = {}
    for learner, model in kept.models.items():
        said = predictions((model.id,))[0]
        known = len(said) == len(y_test)
        found[learner] = Mistakes(shown[said[shown] != y_test[shown]] if known else shown, known)
    return found


def offer_mistakes(wrong: dict[str, Mistakes]) -> None:
    """The menu: a learner each that has mistakes, and how many if that is known."""
    learners = [learner for learner, one in wrong.items() if len(one.rows)]
    names = {one: label(one) + (f" ({len(wrong[one].rows)})" if wrong[one].known else "") for one in learners}
    st.menu_button(
        "A sure mistake of …",
        learners,
        key=PRESSED,
        icon=":material/priority_high:",
        help=f"A test image that this model gets wrong, the surest first, out of {AT_MOST} at most. Choose the same "
        "model again for the next one.",
        format_func=lambda learner: names[learner],
        disabled=not learners,
    )


def asked_for(kept: KeptModels, wrong: dict[str, Mistakes], shown: Rows) -> int | None:
    """The number of the image that the visitor asks for, from 1: the surest mistake, or the one after it."""
    learner = st.session_state.get(PRESSED)  # for one run; the menu itself is drawn later
    if learner not in wrong:
        return None
    found = source.or_stop(_surest, kept.models[learner].id, wrong[learner].rows[:AT_MOST])
    if not len(found):
        st.info("This model gets none of the test images wrong that were tried.")
        return None
    numbers = [int(np.flatnonzero(shown == row)[0]) + 1 for row in found]
    chosen = st.session_state.get("number")
    place = numbers.index(chosen) + 1 if chosen in numbers else 0
    return numbers[place % len(numbers)]


@st.cache_data(max_entries=200, show_spinner="Asking the model which of its mistakes it is surest of …")
def _surest(id: str, rows: Rows) -> Rows:
    return source.ask("explain.verbs:surest_mistakes", id, rows)  # type: ignore[no-any-return]
