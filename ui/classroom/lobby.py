"""The door: students type a code, and a teacher chooses what a new room asks, and opens it."""

import streamlit as st

from analysis.classroom.answer import Answer
from analysis.classroom.register import KINDS, LESSON
from analysis.common.wording import counted
from experiments.classroom.room import MOST_CHOICES, MOST_LETTERS, Question, free
from ui.classroom.answers import answers_on_offer, question_of
from ui.classroom.rooms import attempt, classrooms, enter, reading, show_refusal, tries
from ui.common.page import plain
from ui.common.texts import text
from ui.common.visitor import visitor

LAST = "classroom_last"
"""Where the address of the room is kept, for a visitor who looks at another page of the app."""

OWN = "classroom_own_questions"
MINUTES = 10 / 3
"""The length of one question: vote, discussion, second vote and reveal."""


def show_lobby() -> None:
    """What the classroom is, where to join a room, and what a new room asks."""
    st.markdown(text("classroom/intro"))
    _show_way_back()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Code of the room, four letters", max_chars=12, key="classroom_code", width=260)
        st.button("Join", icon=":material/login:", key="classroom_join", on_click=attempt, args=(_join,))
    st.header("Open a room", anchor=False)
    st.markdown("The ready lesson is chosen: six questions in about 20 minutes. Leave some out, or ask others.")
    asked = chosen_questions()
    st.button(
        "Open the room",
        type="primary",
        icon=":material/meeting_room:",
        key="classroom_open",
        disabled=not asked,
        on_click=attempt,
        args=(_open, asked),
    )
    st.caption(text("classroom/privacy"))


def _show_way_back() -> None:
    """A button into the room that this browser has left for another page, as long as there is one."""
    last = st.session_state.get(LAST, {})
    if last and reading(last["room"]):
        st.button(
            f"Back to room {last['room']}",
            type="primary",
            icon=":material/arrow_back:",
            key="classroom_back",
            on_click=st.query_params.update,
            args=(last,),
        )


def _join() -> None:
    room = enter(st.session_state["classroom_code"])
    st.query_params.clear()
    st.query_params["room"] = room.code


def _open(asked: list[Question]) -> None:
    """Open the room; the address becomes the teacher's."""
    if tries("opened rooms").must_wait(visitor()):
        raise ValueError("You have opened many rooms within a minute; please wait a minute.")
    tries("opened rooms").note(visitor())
    code, key = classrooms().open(asked)
    st.query_params.update({"room": code, "teacher": key})


def chosen_questions() -> list[Question]:
    """The questions of a new room, in their order: those of the lesson, others, and the teacher's own."""
    answers = answers_on_offer()
    if not answers:
        st.info("Nothing is measured yet that answers a question; your own questions can be asked all the same.")
    picked = [
        kind.name
        for kind in KINDS
        if kind.name in answers and st.checkbox(kind.title, value=kind.name in LESSON, key=f"classroom_ask_{kind.name}")
    ]
    questions = [question_of(name, _chosen_answer(name, answers[name])) for name in picked]
    if picked:
        with st.expander("Change data set and effort"):
            for name in picked:
                _show_conditions(name, answers[name])
    questions += _own_questions()
    if questions:
        st.caption(f"{counted(len(questions), 'question')}, about {round(MINUTES * len(questions))} minutes.")
    return questions


def _key(name: str) -> str:
    return f"classroom_about_{name}"


def _chosen_answer(name: str, answers: tuple[Answer, ...]) -> Answer:
    """The answer under the condition chosen below, or under the usual one."""
    about = st.session_state.get(_key(name))
    return next((answer for answer in answers if answer.about == about), answers[0])


def _show_conditions(name: str, answers: tuple[Answer, ...]) -> None:
    """A list to choose from: the conditions under which rows answer the question."""
    where = [answer.where for answer in answers]
    # If two machines measured under the same condition, the names of the recordings tell them apart.
    names = {answer.about: answer.about if where.count(answer.where) > 1 else answer.where for answer in answers}
    title = next(kind.title for kind in KINDS if kind.name == name)
    st.selectbox(title, list(names), format_func=names.__getitem__, key=_key(name))


def _own_questions() -> list[Question]:
    """The questions that the teacher wrote, and the fields in which to write another."""
    own: list[Question] = st.session_state.setdefault(OWN, [])
    with st.expander("Write a question of your own"):
        st.text_input("Question", max_chars=MOST_LETTERS, key="classroom_prompt")
        st.text_area(f"Choices, one a line, 2 to {MOST_CHOICES}", key="classroom_choices_written", max_chars=600)
        st.button("Add the question", icon=":material/add:", key="classroom_add", on_click=attempt, args=(_add,))
    show_refusal()
    for number, question in enumerate(own):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(question.prompt), width="content")
            st.button("Remove", key=f"classroom_remove_{number}", on_click=_remove, args=(number,))
    return list(own)


def _add() -> None:
    """Add what was written, and empty the fields."""
    typed = st.session_state
    typed[OWN].append(free(typed["classroom_prompt"], typed["classroom_choices_written"].splitlines()))
    typed["classroom_prompt"] = typed["classroom_choices_written"] = ""


def _remove(number: int) -> None:
    st.session_state[OWN].pop(number)
