"""The part on pretrained features of the compare page, whose meaning nobody wrote down."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from catalogue.dataset import Images
from ui.common.kept_models import KeptModels
from ui.common.texts import text
from ui.compare.answers import pretrained
from ui.compare.handcrafted import show_neighbours


def show_pretrained(image: NDArray[np.uint8], kept: KeptModels, images: Images) -> None:
    """What it has seen before, and the nearest training images as it compares them."""
    shown = pretrained(kept, image)
    show_neighbours(shown.neighbours, images, "as the SVM on pretrained features compares images")
    st.markdown(text("compare/pretrained"))
