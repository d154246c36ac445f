"""Predictions and explanations from the inference worker, cached for each image and model."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from experiments.kept.model_store import model_store
from explain.answer import Answer, Explanation, Handcrafted, Learned
from explain.stored import first_answer
from ui.common import source
from ui.common.kept_models import THIRD, KeptModels
from ui.common.source import or_stop

ImageArray = NDArray[np.uint8]


def answers(kept: KeptModels, image: ImageArray) -> dict[str, Answer]:
    """Every prediction, by learner; those of a page's first image are stored, so that it need not wait for a worker."""
    stored = [first_answer.read(model_store().companion(id, first_answer.NAME), image) for id in kept.ids]
    known = [answer for answer in stored if answer]
    return by_learner(known) if len(known) == len(kept.ids) else timed_answers(kept, image)


def timed_answers(kept: KeptModels, image: ImageArray) -> dict[str, Answer]:
    """Every prediction, by learner, with the milliseconds of its steps on this machine."""
    return by_learner(or_stop(_answers, kept.ids, image))


def by_learner(given: list[Answer]) -> dict[str, Answer]:
    """The answers by the learner that gives each."""
    return {answer.learner: answer for answer in given}


def explain_svm(kept: KeptModels, image: ImageArray) -> Handcrafted:
    """The explanation of the SVM's prediction and its handcrafted features."""
    return or_stop(_explain, kept.models["svm"].id, image)


def explain_cnn(kept: KeptModels, image: ImageArray) -> Learned:
    """The explanation of the CNN's prediction and its learned features."""
    return or_stop(_explain, kept.models["cnn"].id, image)


def explain_pretrained(kept: KeptModels, image: ImageArray) -> Explanation:
    """The explanation of the prediction from pretrained features."""
    return or_stop(_explain, kept.models[THIRD].id, image)


# Streamlit hashes all of an array with less than a million numbers, and images have at most 96 x 96 x 3.
@st.cache_data(max_entries=2_000, show_spinner=False)
def _answers(ids: tuple[str, ...], image: ImageArray) -> list[Answer]:
    of_images: list[list[Answer]] = source.ask("explain.verbs:answer", ids, image[np.newaxis])
    return of_images[0]


@st.cache_data(max_entries=600, show_spinner="Explaining …")
def _explain(id: str, image: ImageArray) -> Any:
    return source.ask("explain.verbs:explain", id, image)
