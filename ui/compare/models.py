"""Near the end of the compare page: which models predicted, and from how many images they learned."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analysis.common.wording import listed
from charts.common.style import label
from ui.common.kept_models import KeptModels
from ui.common.page import show_table
from ui.common.texts import text


def show_models(kept: KeptModels) -> None:
    """The models that predicted, in a folded table; above it, a note if some learned from more images than others."""
    if sentence := unequal_sizes_note({learner: model.experiment.n_train for learner, model in kept.items()}):
        st.caption(sentence)
    with st.expander("Is it fair?"):
        table = pd.DataFrame(
            {
                "Learner": label(model.experiment.learner),
                "Training images": model.experiment.n_train,
                "Effort": model.experiment.recipe,
                "Accuracy on all test images": f"{100 * model.accuracy:.1f} %",
                "Size": f"{model.n_bytes / 1e6:,.1f} MB",
                "Kept since": model.kept_at[:16].replace("T", " "),
            }
            for model in kept.values()
        )
        show_table(table, {name: name for name in table}, "The models that predicted")
        st.caption(text("compare/fair"))


def unequal_sizes_note(n_train: Mapping[str, int]) -> str | None:
    """How many images each learner has learned from; None if all have learned from the same number."""
    if len(set(n_train.values())) == 1:
        return None
    each = listed([f"{label(learner)} from {n:,}" for learner, n in n_train.items()])
    return f"They did not learn from the same number of images: {each}."
