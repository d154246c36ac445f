"""What stands at the end of the compare page: who was asked, and why the two differ."""

import pandas as pd
import streamlit as st

from charts.common.style import label
from ui.common.kept_models import Pair

WHY = """
**The left side was decided before it saw your images.** A person chose what to measure: how often each colour
occurs, which way edges run, what the texture is like. Learning only weighs these numbers (Dalal and Triggs 2005, for
the edge directions). So you can say what each number means, and what it will never notice.

**The right side chose for itself.** Later layers combine what the first one found (Zeiler and Fergus 2014), and nobody
can tell beforehand what a late map means. In large networks the first filters often resemble edge detectors made by
hand; whether they do here is measured on the page *What features are worth*.

**An image that fools one need not fool the other**, because they look at different things. That is worth knowing
before trusting either: an answer with 99 % on an image unlike all training images is a guess.
"""


def trained_on(pair: Pair) -> None:
    """Which models answered."""
    with st.expander("Is it fair?"):
        table = pd.DataFrame(
            {
                "Side": label(kept.experiment.learner),
                "Training images": kept.experiment.n_train,
                "Recipe": kept.experiment.recipe,
                "Right on all test images": f"{100 * kept.accuracy:.1f} %",
                "Size": f"{kept.n_bytes / 1e6:,.1f} MB",
                "Kept since": kept.kept_at[:16].replace("T", " "),
            }
            for kept in pair.models.values()
        )
        st.dataframe(table, hide_index=True, alt="The models that were asked")
        st.caption(
            "The largest kept model of each side answers. Probabilities are calibrated on every other test image of "
            "each class; the gallery shows the rest. Calibration never changes an answer."
        )


def fold_why() -> None:
    """Why they see differently, folded away."""
    with st.expander("Why is that so?"):
        st.markdown(WHY)
