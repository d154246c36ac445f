"""Both learners explained by the same method, an occlusion map on one colour scale, and the time of each step."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from analysis.common.wording import points
from charts.common.images import overlaid
from charts.common.style import label
from explain.answer import Answer, Handcrafted, Learned
from timing.provenance import processor
from ui.common.kept_models import Pair
from ui.common.page import plain, show_image
from ui.compare.answers import answers, handcrafted, learned


def show_occlusion(image: NDArray[np.uint8], pair: Pair) -> None:
    """What each prediction depends on: red where covering the image lowers its probability, blue where it raises it."""
    svm, cnn = handcrafted(pair, image), learned(pair, image)
    st.header("The same test for both: cover a patch and predict again", anchor=False)
    limit = max(float(np.abs(svm.occlusion).max()), float(np.abs(cnn.occlusion).max()), 0.01)
    maps = {"svm": svm.occlusion, "cnn": cnn.occlusion}
    for column, (learner, fall) in zip(st.columns(2, wrap=False), maps.items(), strict=True):
        with column:
            show_image(overlaid(image, fall, -limit, limit), f"What the prediction depends on: {label(learner)}")
            st.caption(f"{label(learner)}: the probability falls by up to {points(fall.max(), 1.0)}")
    st.caption(
        f"Red: a grey patch here lowers the probability of the prediction; blue: it raises it. Both maps have the same "
        f"scale, ± {points(limit, 1.0)}. Such a map shows what the prediction depends on, not why, and not that it "
        "is right."
    )
    show_milliseconds(answers(pair, image), svm, cnn)


def show_milliseconds(predicted: dict[str, Answer], svm: Handcrafted, cnn: Learned) -> None:
    """The milliseconds of each step, measured when this image was predicted."""
    with st.expander("How long did each step take?"):
        columns = {
            "svm": predicted["svm"].milliseconds | svm.milliseconds,
            "cnn": predicted["cnn"].milliseconds | cnn.milliseconds,
        }
        table = pd.DataFrame(
            {"Learner": label(learner), "Step": step, "Milliseconds": round(value, 1)}
            for learner, steps in columns.items()
            for step, value in steps.items()
        )
        st.dataframe(table, hide_index=True, width="content", alt="Milliseconds of each step")
        where = f"Measured once on this machine ({processor()}) on one thread, with the models already loaded."
        st.caption(plain(f"{where} Other work on the machine makes them longer."))
