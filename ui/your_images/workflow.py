"""The seven steps of the lesson's workflow: when this page shows each, what people do by hand, what Crossover does."""

import streamlit as st

from ui.common.texts import text

STEPS = {
    "Collect": "at once",
    "Prepare": "once images are added",
    "Design": "once they are prepared",
    "Train": "once they are prepared",
    "Evaluate": "once both learners are trained",
    "Improve": "once both learners are trained",
    "Put to work": "once both learners are trained",
}
"""Each step, and when the page shows the part that belongs to it."""


def show_workflow() -> None:
    """All steps, folded."""
    with st.expander("The workflow in seven steps"):
        lines = [f"{n}. **{name}**, {shown}. {_describe(name)}" for n, (name, shown) in enumerate(STEPS.items(), 1)]
        st.markdown("\n".join(["On the page *Your own images* they are:", "", *lines]))


def mark_step(name: str) -> None:
    """At the top of a part: which step it is, what people do there by hand, and what Crossover does."""
    st.caption(f"Step {list(STEPS).index(name) + 1} of {len(STEPS)} · **{name}**. {_describe(name)}")


def _describe(name: str) -> str:
    """What people do by hand in this step, and what Crossover does."""
    return text(text_name(name))


def text_name(name: str) -> str:
    """The name of a step's text."""
    return f"your_images/steps/{name.lower().replace(' ', '_')}"
