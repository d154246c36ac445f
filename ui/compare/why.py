"""The end of the compare page: which models predicted, and why the two differ."""

import pandas as pd
import streamlit as st

from charts.common.style import label
from ui.common.kept_models import Pair
from ui.common.table import show_table
from ui.common.texts import text


def trained_on(pair: Pair) -> None:
    """The models that predicted, in a table."""
    with st.expander("Is it fair?"):
        table = pd.DataFrame(
            {
                "Learner": label(kept.experiment.learner),
                "Training images": kept.experiment.n_train,
                "Recipe": kept.experiment.recipe,
                "Accuracy on all test images": f"{100 * kept.accuracy:.1f} %",
                "Size": f"{kept.n_bytes / 1e6:,.1f} MB",
                "Kept since": kept.kept_at[:16].replace("T", " "),
            }
            for kept in pair.models.values()
        )
        show_table(table, {name: name for name in table}, "The models that predicted")
        st.caption(text("compare/fair"))


def fold_why() -> None:
    """Why the two differ, folded."""
    with st.expander("Why is that so?"):
        st.markdown(text("compare/why"))
