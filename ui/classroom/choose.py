"""What a teacher asks: the ready lesson, other questions that rows answer, and questions of their own."""

import streamlit as st

from analysis.classroom.answer import Answer
from analysis.classroom.register import KINDS, LESSON
from analysis.common.wording import counted
from experiments.classroom.question import MOST_CHOICES, MOST_LETTERS, Question, free
from ui.classroom.answers import offered, question_of
from ui.classroom.rooms import attempt, show_refusal
from ui.common.page import plain

OWN = "classroom_own_questions"
MINUTES = 10 / 3
"""Of one question: vote, discussion, second vote and reveal."""


def chosen_questions() -> list[Question]:
    """The questions of a new room, in their order: those of the lesson, others, and the teacher's own."""
    answers = offered()
    if not answers:
        st.info("Nothing is measured yet that answers a question; your own questions can be asked all the same.")
    picked = [
        one.name
        for one in KINDS
        if one.name in answers and st.checkbox(one.title, value=one.name in LESSON, key=f"classroom_ask_{one.name}")
    ]
    found = [question_of(name, _which(name, answers[name])) for name in picked]
    if picked:
        with st.expander("Change data set and effort"):
            for name in picked:
                _show_which(name, answers[name])
    found += _own_questions()
    if found:
        st.caption(f"{counted(len(found), 'question')}, about {round(MINUTES * len(found))} minutes.")
    return found


def _key(name: str) -> str:
    return f"classroom_about_{name}"


def _which(name: str, answers: tuple[Answer, ...]) -> Answer:
    """The condition chosen below, or the usual one."""
    about = st.session_state.get(_key(name))
    return next((one for one in answers if one.about == about), answers[0])


def _show_which(name: str, answers: tuple[Answer, ...]) -> None:
    """The conditions under which rows answer the question."""
    where = [one.where for one in answers]
    # Two machines may have measured the same: then the name of the recording tells them apart.
    names = {one.about: one.about if where.count(one.where) > 1 else one.where for one in answers}
    title = next(one.title for one in KINDS if one.name == name)
    st.selectbox(title, list(names), format_func=names.__getitem__, key=_key(name))


def _own_questions() -> list[Question]:
    """What the teacher wrote, and where to write more."""
    own: list[Question] = st.session_state.setdefault(OWN, [])
    with st.expander("Write a question of your own"):
        st.text_input("Question", max_chars=MOST_LETTERS, key="classroom_prompt")
        st.text_area(f"Choices, one a line, 2 to {MOST_CHOICES}", key="classroom_choices_written", max_chars=600)
        st.button("Add the question", icon=":material/add:", key="classroom_add", on_click=attempt, args=(_add,))
    show_refusal()
    for number, one in enumerate(own):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(one.prompt), width="content")
            st.button("Remove", key=f"classroom_remove_{number}", on_click=_remove, args=(number,))
    return list(own)


def _add() -> None:
    """Add what was written, and empty the fields."""
    typed = st.session_state
    typed[OWN].append(free(typed["classroom_prompt"], typed["classroom_choices_written"].splitlines()))
    typed["classroom_prompt"] = typed["classroom_choices_written"] = ""


def _remove(number: int) -> None:
    st.session_state[OWN].pop(number)
