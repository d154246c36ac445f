"""The end of the compare page: which models predicted, and why they differ."""

import pandas as pd
import streamlit as st

from charts.common.style import label
from ui.common.kept_models import KeptModels
from ui.common.table import show_table
from ui.common.texts import text


def trained_on(kept: KeptModels) -> None:
    """The models that predicted, in a table."""
    with st.expander("Is it fair?"):
        table = pd.DataFrame(
            {
                "Learner": label(model.experiment.learner),
                "Training images": model.experiment.n_train,
                "Recipe": model.experiment.recipe,
                "Accuracy on all test images": f"{100 * model.accuracy:.1f} %",
                "Size": f"{model.n_bytes / 1e6:,.1f} MB",
                "Kept since": model.kept_at[:16].replace("T", " "),
            }
            for model in kept.models.values()
        )
        show_table(table, {name: name for name in table}, "The models that predicted")
        st.caption(text("compare/fair"))


def fold_why() -> None:
    """Why they differ, folded."""
    with st.expander("Why is that so?"):
        st.markdown(text("compare/why"))
