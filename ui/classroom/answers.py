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
from catalogue.sources.local import original_of
from charts.common.images import enlarged
from experiments.classroom.question import Question
from ui.classroom.why import address
from ui.common.page import plain, show_image
from ui.common.texts import text
from ui.lesson.rows import embedded, evidence_of_today
from ui.timing.class_gpus import everybodys_rows
from ui.timing.rows import key as key_of

Answers = dict[str, tuple[Answer, ...]]
"""The answers to each question, by its name; a question without any is left out."""

FRESH_SECONDS = 20.0
SIDE, LARGE_SIDE = 144, 220
"""Minimum length in pixels of an image's longer side: two side by side on a phone, and on a projector."""


def offered() -> Answers:
    """The questions on offer with their answers, by today's rows."""
    today = evidence_of_today()
    found = [(one, _answered(one.name, *_known_to(one.name, *today))) for one in KINDS]
    return {one.name: _shown_first(one, answers) for one, answers in found if answers}


def _shown_first(asked: Kind, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """The answers, first those of which a page can show why."""
    return tuple(sorted(answers, key=lambda answer: address(asked, answer) is None))


def _known_to(name: str, key: str, evidence: Evidence) -> tuple[str, Evidence]:
    """What a question is answered from: GPUs that a class adds one by one concern their own question alone."""
    if name != "class_gpus":
        return key, evidence
    added = everybodys_rows()
    return f"{key} {key_of(added)}", replace(evidence, class_gpus=added)


# A class that watches a reveal asks every second: a new row may take 20 s to change the answer.
@st.cache_resource(ttl=FRESH_SECONDS, show_spinner=False)
def _lately(name: str) -> tuple[Answer, ...]:
    return _answered(name, *_known_to(name, *evidence_of_today()))


# A question at a time: with a new row, a reveal need not wait for the answers to all the others.
@st.cache_resource(max_entries=64, show_spinner="Reading every measured row …")
def _answered(name: str, key: str, _evidence: Evidence) -> tuple[Answer, ...]:  # noqa: ARG001  (the key names all rows)
    found = kind(name)
    return tuple(found.answers(_evidence)) if found else ()


def prompt_of(name: str) -> str:
    """The question itself, in one line."""
    return text(f"classroom/questions/{name}").partition("\n")[0]


def background_of(name: str) -> str:
    """What to know about it, shown after the reveal."""
    return text(f"classroom/questions/{name}").partition("\n")[2].strip()


def question_of(name: str, answer: Answer) -> Question:
    """The question as a room keeps it."""
    where = ". Images: ".join(filter(None, (answer.where, _described(answer.dataset))))
    return Question(name, answer.about, prompt_of(name), answer.options, answer.unit, answer.choices, where)


def _described(dataset: str) -> str:
    """What the images show: those of a recorded copy show what those of its original do."""
    known = {entry.name: entry.description for entry in catalogue.entries()}
    name = catalogue.split_level(dataset)[0]
    return uncapitalised(known.get(name) or known.get(original_of(name), "")).rstrip(".")


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
    known = embedded(answer.dataset, catalogue.version(answer.dataset))
    return (
        {choice: known.X_test[row] for choice, row in zip(answer.choices, answer.images, strict=True)} if known else {}
    )


def show_images(asked: Question, side: int = SIDE) -> None:
    """These images side by side, large enough to look at."""
    found = images_of(asked)
    if found:
        with st.container(horizontal=True, key="classroom_images"):
            for choice, image in found.items():
                show_image(enlarged(image, side), choice, choice)


def answer_to(asked: Question) -> Answer | None:
    """The answer by rows of the last seconds; None for a teacher's own question, and where the rows are gone."""
    for answer in _lately(asked.kind):
        if answer.about == asked.about and (answer.options, answer.choices) == (asked.options, asked.choices):
            return answer
    return None
