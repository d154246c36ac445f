"""The lesson's workflow on this page: seven steps, and where the visitor is."""

import streamlit as st

from ui.common.texts import text

STEPS = ("Collect", "Prepare", "Design", "Train", "Evaluate", "Improve", "Put to work")


def show_workflow(first: str, last: str) -> None:
    """The steps in a line, in bold those that this screen is for, and folded what each means here."""
    here = range(STEPS.index(first), STEPS.index(last) + 1)
    named = [f"{number} {name}" for number, name in enumerate(STEPS, 1)]
    st.markdown(" · ".join(f"**{name}**" if place in here else name for place, name in enumerate(named)))
    with st.expander("The workflow in seven steps"):
        st.markdown(text("your_images/workflow"))
