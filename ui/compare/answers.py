"""What the models answer and explain, asked at the desk once for each image and model."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explain.answer import Answer, Handcrafted, Learned
from ui.common import source
from ui.common.kept_models import Pair
from ui.common.source import or_sentence

ImageArray = NDArray[np.uint8]


def answers(pair: Pair, image: ImageArray) -> dict[str, Answer]:
    """Both answers, by learner."""
    return {answer.learner: answer for answer in or_sentence(_answers, pair.ids, image)}


def hand_made(pair: Pair, image: ImageArray) -> Handcrafted:
    """The handcrafted side taken apart."""
    return or_sentence(_hand_made, pair.models["svm"].id, image)


def learned(pair: Pair, image: ImageArray) -> Learned:
    """The network taken apart."""
    return or_sentence(_learned, pair.models["cnn"].id, image)


# Streamlit hashes arrays below a million numbers completely, and images have at most 96 x 96 x 3.
@st.cache_data(max_entries=2_000, show_spinner=False)
def _answers(ids: tuple[str, ...], image: ImageArray) -> list[Answer]:
    answered: list[list[Answer]] = source.ask("explain.verbs:answer", ids, image[np.newaxis])
    return answered[0]


@st.cache_data(max_entries=200, show_spinner="The features are taken apart …")
def _hand_made(id: str, image: ImageArray) -> Any:
    return source.ask("explain.verbs:explain_handcrafted", id, image)


@st.cache_data(max_entries=200, show_spinner="The network is taken apart …")
def _learned(id: str, image: ImageArray) -> Any:
    return source.ask("explain.verbs:explain_learned", id, image)
