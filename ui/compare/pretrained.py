"""The part of the compare page on pretrained features, which have no names that could be shown."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from catalogue.dataset import Images
from ui.common.kept_models import KeptModels
from ui.common.texts import text
from ui.compare.answers import explain_pretrained
from ui.compare.handcrafted import show_neighbours


def show_pretrained(image: NDArray[np.uint8], kept: KeptModels, images: Images) -> None:
    """What the pretrained network has seen before, and the training images that are nearest by its features."""
    shown = explain_pretrained(kept, image)
    show_neighbours(shown.neighbours, images, "as the SVM on pretrained features compares images")
    st.markdown(text("compare/pretrained"))
