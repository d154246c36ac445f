"""Predictions and explanations from the inference worker, cached for each image and model."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from experiments.kept.model_store import model_store
from explain.answer import Answer
from explain.stored import first_answer
from ui.common import source
from ui.common.kept_models import KeptModels
from ui.common.source import or_stop

ImageArray = NDArray[np.uint8]


def answers(kept: KeptModels, image: ImageArray) -> dict[str, Answer]:
    """Every prediction, by learner; those of a page's first image are stored, so that it need not wait for a worker."""
    paths = [model_store().companion(model.id, first_answer.NAME) for model in kept.values()]
    known = [answer for path in paths if (answer := first_answer.read(path, image))]
    return by_learner(known) if len(known) == len(kept) else timed_answers(kept, image)


def timed_answers(kept: KeptModels, image: ImageArray) -> dict[str, Answer]:
    """Every prediction, by learner, with the milliseconds of its steps on this machine."""
    return by_learner(or_stop(_answers, tuple(model.id for model in kept.values()), image))


def by_learner(given: list[Answer]) -> dict[str, Answer]:
    """The answers by the learner that gives each."""
    return {answer.learner: answer for answer in given}


def explain(kept: KeptModels, learner: str, image: ImageArray) -> Any:
    """The `Explanation` of a learner's prediction: for the SVM a `Handcrafted` one, for the CNN a `Learned` one."""
    return or_stop(_explain, kept[learner].id, image)


# Streamlit hashes all of an array with less than a million numbers, and images have at most 96 x 96 x 3.
@st.cache_data(max_entries=2_000, show_spinner=False)
def _answers(ids: tuple[str, ...], image: ImageArray) -> list[Answer]:
    of_images: list[list[Answer]] = source.ask("explain.verbs:answer", ids, image[np.newaxis])
    return of_images[0]


@st.cache_data(max_entries=600, show_spinner="Explaining …")
def _explain(id: str, image: ImageArray) -> Any:
    return source.ask("explain.verbs:explain", id, image)
