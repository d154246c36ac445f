"""Both learners explained by the same means: an occlusion map each, on one colour scale, and what every stage took."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from charts.common.images import overlaid
from charts.common.style import label
from explain.answer import Answer, HandMade, Learned
from timing.provenance import processor
from ui.common.page import plain, show_image


def show_occlusion(image: NDArray[np.uint8], hand: HandMade, network: Learned) -> None:
    """Where the answer hangs: red where covering the image takes certainty away, blue where it adds some."""
    st.header("Both by the same means: cover a patch and ask again", anchor=False)
    limit = max(float(np.abs(hand.occlusion).max()), float(np.abs(network.occlusion).max()), 0.01)
    maps = {"svm": hand.occlusion, "cnn": network.occlusion}
    for column, (learner, fall) in zip(st.columns(2), maps.items(), strict=True):
        with column:
            show_image(overlaid(image, fall, -limit, limit), f"Where the answer hangs: {label(learner)}")
            st.caption(f"{label(learner)}: at most {100 * fall.max():.0f} points of certainty lost")
    st.caption(
        f"Red: a grey patch here takes certainty from the answer; blue: it adds some. Both maps have the same scale, "
        f"± {100 * limit:.0f} points of probability. Such a map shows what the answer depends on, "
        "not why, and not that it is right."
    )


def show_milliseconds(said: dict[str, Answer], hand: HandMade, network: Learned) -> None:
    """What each stage took, measured when this image was asked about."""
    with st.expander("How long did each step take?"):
        columns = {
            "svm": said["svm"].milliseconds | hand.milliseconds,
            "cnn": said["cnn"].milliseconds | network.milliseconds,
        }
        table = pd.DataFrame(
            {"Side": label(learner), "Step": step, "Milliseconds": round(value, 1)}
            for learner, steps in columns.items()
            for step, value in steps.items()
        )
        st.dataframe(table, hide_index=True, width="content", alt="Milliseconds of each step")
        st.caption(
            plain(f"Measured once on this machine ({processor()}), one worker with one thread; models already open.")
        )
