"""Every learner explained by the same method, an occlusion map on one colour scale, and the time of each step."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from analysis.common.wording import points
from charts.common.images import overlaid
from charts.common.style import label
from timing.provenance import processor
from ui.common.kept_models import KeptModels, everybody
from ui.common.page import plain, show_image
from ui.compare.answers import explain, timed_answers


def show_occlusion(image: NDArray[np.uint8], kept: KeptModels) -> None:
    """What each prediction depends on: red where covering the image lowers its probability, blue where it raises it."""
    explanations = {learner: explain(kept, learner, image) for learner in kept}
    st.header(f"The same test for {everybody(kept)}: cover a patch and predict again", anchor=False)
    limit = max(0.01, *(float(np.abs(shown.occlusion).max()) for shown in explanations.values()))
    maps = st.grid(len(explanations), min_column_width=100)  # so that three fit side by side on a phone
    for learner, shown in explanations.items():
        with maps.cell():
            drawn = overlaid(image, shown.occlusion, -limit, limit)
            show_image(drawn, f"What the prediction depends on: {label(learner)}")
            st.caption(f"{label(learner)}: the probability falls by up to {points(shown.occlusion.max(), 1.0)}")
    st.caption(
        f"Red: a grey patch here lowers the probability of the prediction; blue: it raises it. "
        f"{everybody(kept).capitalize()} maps have the same scale, ± {points(limit, 1.0)}. Such a map shows what the "
        "prediction depends on, not why, and not that it is right."
    )
    predicted = timed_answers(kept, image)
    show_milliseconds({name: predicted[name].milliseconds | shown.milliseconds for name, shown in explanations.items()})


def show_milliseconds(steps: Mapping[str, Mapping[str, float]]) -> None:
    """The milliseconds of each learner's steps, measured when this image was predicted."""
    with st.expander("How long did each step take?"):
        table = pd.DataFrame(
            {"Learner": label(learner), "Step": step, "Milliseconds": round(value, 1)}
            for learner, measured in steps.items()
            for step, value in measured.items()
        )
        st.dataframe(table, hide_index=True, width="content", alt="Milliseconds of each step")
        where = f"Measured once on this machine ({processor()}) on one thread, with the models already loaded."
        st.caption(plain(f"{where} Other work on the machine can make them longer."))
