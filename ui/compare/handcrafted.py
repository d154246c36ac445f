"""The left side of the compare page: the handcrafted pipeline taken apart, stage by stage."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from catalogue.dataset import Images
from charts.common.export import PLOTLY_CONFIG
from charts.common.families import family_label
from charts.common.images import coloured, contact_sheet
from charts.compare.answers import strip, votes
from charts.compare.histograms import colour_bars, moment_bars
from explain.answer import Handcrafted
from ui.common.page import plain, show_image, theme

TOLD = {
    "colour_histogram": "How often each shade occurs, in each colour of light.",
    "colour_moments": "Mean, spread and lopsidedness of the shades, in each part of the image.",
    "hog": "Which way the edges run, cell by cell: each star has a ray for a direction.",
    "edges": "How strong the edges are: bright is a sharp step from dark to light.",
    "binary_patterns": "Each point compared with its eight neighbours: the kind of pattern around it, as a shade.",
    "co_occurrence": "How often a shade (down) stands beside another (across): smooth images fill the diagonal.",
    "gabor": "Answers of stripe detectors of several widths and directions.",
}


def show_hand_made(shown: Handcrafted, images: Images) -> None:
    """Every family drawn on the image, the vector, the votes, and the nearest training images."""
    st.header("Made by hand", anchor=False)
    columns = st.columns(2)
    for place, (family, view) in enumerate(shown.views.items()):
        with columns[place % 2]:
            st.markdown(f"**{family_label(family)}**")
            show_view(family, view)
            st.caption(TOLD.get(family, ""))
    n_columns = len(shown.vector)
    st.markdown("**All of it as one row of numbers**")
    st.plotly_chart(strip(shown.vector, shown.families, theme()), theme=None, config=PLOTLY_CONFIG, key="strip",
                    alt=f"{n_columns} numbers, coloured by family")  # fmt: skip
    st.caption(
        f"These {n_columns:,} numbers are all that the SVM ever sees of the image, in the colours of the bars below; "
        "cut off at five deviations."
    )
    st.markdown("**Who spoke for the answer?**")
    st.plotly_chart(votes(shown.votes, theme()), theme=None, config=PLOTLY_CONFIG, key="votes", alt=votes_told(shown))
    st.caption(votes_told(shown))
    show_neighbours(shown.neighbours, images, "in the SVM's kernel")


def show_view(family: str, view: NDArray) -> None:
    """One family's drawing: bars for what counts, an image for what has a place."""
    if family == "colour_histogram":
        st.plotly_chart(colour_bars(view, theme()), theme=None, config=PLOTLY_CONFIG, key=family, alt=TOLD[family])
    elif family == "colour_moments":
        st.plotly_chart(moment_bars(view, theme()), theme=None, config=PLOTLY_CONFIG, key=family, alt=TOLD[family])
    elif view.ndim == 3:
        show_image(contact_sheet(np.stack([coloured(one, side=1) for one in view]), columns=4), TOLD[family])
    elif family == "co_occurrence":
        pairs = view.reshape(32, 8, 32, 8).sum(axis=(1, 3))  # 256 shades a side are finer than a screen shows
        show_image(
            coloured(np.sqrt(pairs)), TOLD[family]
        )  # most pairs are rare: on a plain scale they would all be dark
    else:
        show_image(coloured(view, "gray" if family == "hog" else "cividis"), TOLD[family])


def votes_told(shown: Handcrafted) -> str:
    """The strongest family in words."""
    strongest = min(shown.votes, key=lambda family: shown.votes[family])
    return (
        f"The lead of the winning class shrinks most when '{family_label(strongest)}' is replaced by its training "
        "mean. Bars to the left: the family spoke against. One image and one model, so no band."
    )


def show_neighbours(neighbours: NDArray[np.int64], images: Images, where: str) -> None:
    """The nearest training images, with their classes."""
    st.markdown("**Nearest training images**")
    nearest = images.X_train[neighbours]
    rgb = nearest if nearest.shape[3] == 3 else nearest.repeat(3, axis=3)
    names = ", ".join(plain(images.classes[label]) for label in images.y_train[neighbours])
    show_image(contact_sheet(rgb, columns=len(neighbours), gap=2), names)
    st.caption(f"Nearest {where}, from the left: {names}.")
