"""The tab of the page *One image* on the handcrafted features and the SVM, stage by stage."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from catalogue.dataset import Images
from charts.common.families import family_label
from charts.common.images import coloured, contact_sheet
from charts.compare.answers import colour_bars, moment_bars, strip, votes
from explain.answer import Handcrafted
from ui.common.chart import show_chart
from ui.common.kept_models import KeptModels
from ui.common.page import plain, show_image
from ui.common.window import theme
from ui.compare.answers import explain

CAPTIONS = {
    "colour_histogram": "How often each shade occurs, in each colour channel.",
    "colour_moments": "Mean, spread and skewness (lopsidedness) of the shades, in each part of the image.",
    "hog": "The directions of the edges, cell by cell: each star has one ray per direction.",
    "edges": "How strong the edges are: bright means a sharp step from dark to light.",
    "binary_patterns": "Each pixel compared with its eight neighbours: each shade is one kind of pattern.",
    "co_occurrence": "How often one shade (down) is next to another (across): smooth images fill the diagonal.",
    "gabor": "Responses of stripe detectors of several widths and directions.",
}


def show_handcrafted(image: NDArray[np.uint8], kept: KeptModels, images: Images) -> None:
    """Every family drawn on the image, the feature vector, the votes, and the nearest training images."""
    shown: Handcrafted = explain(kept, "svm", image)
    tiles = st.grid(4, min_column_width=140)
    for family, view in shown.views.items():
        with tiles.cell():
            st.markdown(f"**{family_label(family)}**")
            show_view(family, view)
            st.caption(CAPTIONS.get(family, ""))
    left, right = st.columns(2)
    with left:
        show_vector(shown)
    with right:
        st.markdown("**Which families support the prediction?**")
        show_chart(votes(shown.votes, theme()), "votes", describe_votes(shown), describe_votes(shown))
    show_neighbours(shown.neighbours, images, "as the SVM compares images")


def show_vector(shown: Handcrafted) -> None:
    """All features as one row of thin bars."""
    n_columns = len(shown.vector)
    st.markdown("**All of it as one row of numbers**")
    show_chart(strip(shown.vector, shown.families, theme()), "strip", f"{n_columns} numbers, coloured by family")
    st.caption(
        f"These {n_columns:,} numbers are all that the SVM sees of the image, in the colours of the families' bars. "
        "They are clipped at five standard deviations."
    )


def show_view(family: str, view: NDArray) -> None:
    """One family: bars for histograms, an image for features that have a position."""
    if family == "colour_histogram":
        show_chart(colour_bars(view, theme()), family, CAPTIONS[family])
    elif family == "colour_moments":
        show_chart(moment_bars(view, theme()), family, CAPTIONS[family])
    elif view.ndim == 3:
        tiles = np.stack([coloured(response, side=1) for response in view])
        show_image(contact_sheet(tiles, columns=4), CAPTIONS[family])
    elif family == "co_occurrence":
        pairs = view.reshape(32, 8, 32, 8).sum(axis=(1, 3))  # a screen cannot show 256 shades a side
        # Most pairs are rare: on a linear scale they would all be dark.
        show_image(coloured(np.sqrt(pairs)), CAPTIONS[family])
    else:
        show_image(coloured(view, "gray" if family == "hog" else "cividis"), CAPTIONS[family])


def describe_votes(shown: Handcrafted) -> str:
    """The most important family in words."""
    strongest = min(shown.votes, key=lambda family: shown.votes[family])
    if shown.votes[strongest] < 0:
        lead = f"shrinks most when '{family_label(strongest)}' is replaced by its average over the training images"
    else:
        lead = "grows when any one family is replaced by its average, so no family alone supports the prediction"
    return (
        f"The lead of the predicted class {lead}. Bars to the left are families that support another class. With one "
        "image and one model, there is no interval."
    )


def show_neighbours(neighbours: NDArray[np.int64], images: Images, where: str) -> None:
    """The nearest training images, with their classes."""
    st.markdown("**Nearest training images**")
    nearest = images.X_train[neighbours]
    rgb = nearest if nearest.shape[3] == 3 else nearest.repeat(3, axis=3)
    names = ", ".join(plain(images.classes[label]) for label in images.y_train[neighbours])
    show_image(contact_sheet(rgb, columns=len(neighbours), gap=2), names)
    st.caption(f"Nearest {where}, from the left: {names}.")
