"""The questions that rows can answer today, worked out once for all visitors."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import catalogue
from analysis.classroom.answer import Answer
from analysis.classroom.register import KINDS, Kind, kind
from analysis.common.wording import uncapitalised
from analysis.lesson.evidence import Evidence
from catalogue.sources.local import COPIES, original_of
from charts.common.images import enlarged
from experiments.classroom.room import Question
from ui.classroom.why import address
from ui.common.page import plain, show_image
from ui.common.texts import text
from ui.lesson.rows import evidence_of_today, images_at_once
from ui.timing.class_gpus import everybodys_rows
from ui.timing.rows import key as key_of

Answers = dict[str, tuple[Answer, ...]]
"""The answers to each question, by the question's name; questions without an answer are left out."""

FRESH_SECONDS = 20.0
SIDE, LARGE_SIDE = 144, 220
"""Minimum length in pixels of an image's longer side: two side by side on a phone, and on a projector."""


def answers_on_offer() -> Answers:
    """The questions on offer with their answers, by today's rows."""
    today = evidence_of_today()
    by_kind = [(asked, _answers_of(asked.name, *_evidence_for(asked.name, *today))) for asked in KINDS]
    return {asked.name: _sort_explained_first(asked, answers) for asked, answers in by_kind if answers}


def _sort_explained_first(asked: Kind, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """The answers, those first that a page can explain."""
    return tuple(sorted(answers, key=lambda answer: address(asked, answer) is None))


def _evidence_for(name: str, key: str, evidence: Evidence) -> tuple[str, Evidence]:
    """The evidence for a question, and its key: GPUs that a class adds are evidence for the question on them alone."""
    if name != "class_gpus":
        return key, evidence
    added = everybodys_rows()
    return f"{key} {key_of(added)}", replace(evidence, class_gpus=added)


# The screens of a class ask every second during a reveal, so a new row may take 20 s to change the answer.
@st.cache_resource(ttl=FRESH_SECONDS, show_spinner=False)
def _recent_answers_of(name: str) -> tuple[Answer, ...]:
    return _answers_of(name, *_evidence_for(name, *evidence_of_today()))


# Each question is cached by itself: after a new row, a reveal need not wait for the answers to all other questions.
@st.cache_resource(max_entries=64, show_spinner="Reading every measured row …")
def _answers_of(name: str, key: str, _evidence: Evidence) -> tuple[Answer, ...]:  # noqa: ARG001  (names all rows)
    asked = kind(name)
    return tuple(asked.answers(_evidence)) if asked else ()


def prompt_of(name: str) -> str:
    """The question itself, in one line."""
    return text(f"classroom/questions/{name}").partition("\n")[0]


def background_of(name: str) -> str:
    """What to know about the question, shown after the reveal."""
    return text(f"classroom/questions/{name}").partition("\n")[2].strip()


def question_of(name: str, answer: Answer) -> Question:
    """The question as a room keeps it."""
    where = ". Images: ".join(filter(None, (answer.where, _description(answer.dataset))))
    return Question(name, answer.about, prompt_of(name), answer.options, answer.unit, answer.choices, where)


def _description(dataset: str) -> str:
    """What the images show; for a recorded copy, the description of its original."""
    descriptions = {entry.name: entry.description for entry in catalogue.entries()}
    name = catalogue.split_level(dataset)[0]
    if name in COPIES:  # its own description only says how it differs from its original
        name = original_of(name)
    return uncapitalised(descriptions.get(name, "")).rstrip(".")


def show_question(asked: Question, write: Callable[..., object]) -> None:
    """What is asked, below it where it was measured, and the images that it is about."""
    write(plain(asked.prompt))
    if asked.where:
        with st.container(key="classroom_where"):
            st.markdown(plain(asked.where))


def images_of(asked: Question) -> dict[str, NDArray[np.uint8]]:
    """The images that the choices of a question show, each under its choice; none for most questions."""
    answer = answer_to(asked)
    if answer is None or not answer.images:
        return {}
    images = images_at_once(answer.dataset, catalogue.version(answer.dataset))
    if images is None:
        return {}
    return {choice: images.X_test[row] for choice, row in zip(answer.choices, answer.images, strict=True)}


def show_images(asked: Question, side: int = SIDE) -> None:
    """The images of a question's choices side by side, large enough to look at."""
    images = images_of(asked)
    if images:
        with st.container(horizontal=True, key="classroom_images"):
            for choice, image in images.items():
                show_image(enlarged(image, side), choice, choice)


def answer_to(asked: Question) -> Answer | None:
    """The answer, at most 20 s old; None for a teacher's own question, and if the rows are gone."""
    for answer in _recent_answers_of(asked.kind):
        if answer.about == asked.about and (answer.options, answer.choices) == (asked.options, asked.choices):
            return answer
    return None
