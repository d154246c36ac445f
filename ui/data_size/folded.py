"""What is folded away under the curve: why it is so, whether it is fair, and how to take it along."""

from typing import Any

import streamlit as st

from analysis.data_size.fairness import COLUMNS
from charts.common.export import html
from charts.common.style import label
from ui.common.folded import share, written
from ui.data_size.curve import Comparison, accuracy_figure

WHY = """
**Features made by hand are fixed.** A person decided, before seeing your images, what to measure: edge directions,
textures, colours. That knowledge is there from the first image on, so a classifier on top of it needs few examples.
But what the features leave out, no number of images brings back: the curve flattens.

**A network learns its features.** It starts knowing nothing, so with few images it has little to go by. Every further
image shapes the features themselves, and its error keeps falling, roughly like a power of the number of images
(Hestness et al. 2017, *Deep learning scaling is predictable, empirically*).

**Where they cross is not a law of nature.** It depends on the images and on how hard each side may try. A network
trained for longer on shifted and mirrored copies passes sooner, and pays for it in seconds. So the honest answer has
two axes: images and seconds.
"""

FAIR = """
Both sides see the same training images, drawn class by class; each larger set contains the smaller ones. The test
images are the same for all and are never used for scaling, tuning or stopping. *Quick*: each side's defaults, ten
passes of the network over the images. *Thorough*: the SVM's settings are searched by cross-validation on training
images, the network trains longer on changed copies of them. Seconds include working out the features.
"""

NAMES: dict[str, Any] = COLUMNS | {
    name: st.column_config.NumberColumn(COLUMNS[name], format="%.2f")
    for name in ("feature_seconds", "fit_seconds", "predict_seconds")
}


def fold(shown: Comparison, title: str, command: str) -> None:
    """The three folded parts; `command` measures the same without a browser."""
    with st.expander("Why is that so?"):
        st.markdown(WHY)
    with st.expander("Is it fair?"):
        st.markdown(FAIR)
        card = shown.fairness.assign(learner=shown.fairness["learner"].map(label))
        st.dataframe(card, column_config=NAMES, column_order=list(NAMES), hide_index=True, alt="The fairness card")
    with st.expander("Take it with you"):
        take_along(shown, title, command)


def take_along(shown: Comparison, title: str, command: str) -> None:
    """Rows, chart and page as files, the link, and the command."""
    with st.container(horizontal=True):
        st.download_button(
            "Rows (CSV)", lambda: written(shown.rows, "csv"), "crossover.csv", "text/csv", on_click="ignore"
        )
        st.download_button(
            "Chart (SVG)", lambda: drawing(shown, title), "crossover.svg", "image/svg+xml", on_click="ignore"
        )
        st.download_button("Page (HTML)", lambda: page(shown, title), "crossover.html", "text/html", on_click="ignore")
    share(command)


def drawing(shown: Comparison, title: str) -> str:
    """The chart as a drawing."""
    from charts.data_size.svg import svg  # matplotlib, a quarter of a second that the first page need not wait

    return svg(
        shown.summary,
        shown.crossovers,
        view=shown.view,
        fits=shown.laws,
        title=title,
        caption=shown.caption,
        meter=shown.meter,
    )


def page(shown: Comparison, title: str) -> str:
    """The chart as a page that works without a network."""
    return html(accuracy_figure(shown), title, f"{shown.finding} {shown.caption}")
