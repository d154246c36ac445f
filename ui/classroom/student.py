"""A student's screen: the question, the vote, how many have voted, and after the reveal how the class did."""

from functools import partial

import streamlit as st

from analysis.classroom.answer import write
from experiments.classroom.room import ROUNDS, SHOWN, Question, Room
from ui.classroom.answers import images_of, show_images, show_question
from ui.classroom.follow import follow, show_here, show_voted
from ui.classroom.reveal import says, show_reveal
from ui.classroom.rooms import attempt, classrooms, show_refusal
from ui.common.page import plain
from ui.common.texts import text
from ui.common.visitor import visitor

LOADING = "classroom_loading"
STYLE = f"""<style>
.st-key-{LOADING} {{ display: none }}
[data-testid=stMain] h1 {{ position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }}
</style>"""
"""The question comes first: the page's title, which speaks to teachers, is for screen readers alone."""

NEXT = "The next question appears here as soon as your teacher opens it."


def show_student(room: Room) -> None:
    """Take a seat, and follow the room."""
    try:
        classrooms().join(room.code, visitor())
    except ValueError as problem:
        st.warning(plain(str(problem)))
        return
    st.html(STYLE)
    follow(room.code, _show)


def _show(room: Room) -> None:
    number = room.current
    if room.step not in SHOWN:
        _load_charts()
    _show_line(room, number)
    if number is None:
        st.header("You are in", anchor=False)
        st.markdown("The first question appears here as soon as your teacher opens it.")
        return
    asked, own = room.questions[number], _own_votes(room, number)
    if room.step in ROUNDS:
        _show_vote(room, number, asked, own)
        return
    show_refusal()  # a vote may arrive after the step in which it was given
    if room.step == "discuss":
        show_question(asked, partial(st.header, anchor=False))
        show_images(asked)
        st.info(text("classroom/discuss"))
        st.markdown(_describe_own(asked, own))
    else:
        _show_asked(asked, _describe_own(asked, own))
        show_reveal(room, number)
        if number + 1 < len(room.questions):
            st.caption(NEXT)


def _load_charts() -> None:
    """Have the browser load what draws charts while it waits: at a reveal a whole class would fetch 4.7 MB at once."""
    with st.container(key=LOADING):
        st.plotly_chart({"data": [{"x": []}]}, theme=None, key="classroom_no_chart", alt="No votes are shown yet")


def _show_vote(room: Room, number: int, asked: Question, own: dict[int, float]) -> None:
    """The question with its options; nothing is voted before the button is pressed."""
    show_question(asked, partial(st.header, anchor=False))
    show_images(asked)
    this_round = ROUNDS[room.step]
    key = f"classroom_vote_{room.code}_{number}_{this_round}"
    mine = own.get(this_round, own.get(1))
    options = list(asked.options)
    if asked.choices:
        index = None if mine is None else options.index(mine)
        picked = st.radio("Your prediction", options, index, lambda option: plain(says(asked, option)), key=key)
    else:
        start = options[len(options) // 2] if mine is None else mine
        least, most = (write(end, asked.unit) for end in (options[0], options[-1]))
        picked = st.select_slider(
            f"Your prediction, {least.partition(' ')[0]} to {most}",
            options,
            start,
            lambda option: write(option, asked.unit),
            key=key,
        )
    label = "Change my vote" if this_round in own else "Vote"
    st.button(
        label,
        type="primary",
        icon=":material/how_to_vote:",
        key="classroom_vote",
        disabled=picked is None,
        on_click=attempt,
        args=(_vote, room, number, key),
    )
    show_refusal()
    if this_round in own:
        st.success(f"You voted: {plain(says(asked, own[this_round]))}. You may change it until the vote ends.")
    elif this_round > 1 and 1 in own:
        st.markdown(f"Your first vote: {plain(says(asked, own[1]))}. Vote again: you may keep your vote or change it.")


def _show_line(room: Room, number: int | None) -> None:
    """Where the class is, in one line."""
    if number is None:
        show_here(room, st.caption, f"Room {room.code} · ")
        return
    where = f"Room {room.code} · Question {number + 1} of {len(room.questions)}"
    if room.step in ROUNDS:
        show_voted(room, st.caption, f"{where} · {{}}")
    else:
        st.caption(where)


def _show_asked(asked: Question, own: str) -> None:
    """The question and this browser's vote; without images a single element, because a whole class draws it at once."""
    parts = [plain(asked.whole), own]
    if images_of(asked):
        st.markdown(parts.pop(0))
        show_images(asked)
    st.markdown("\n\n".join(parts))


def _describe_own(asked: Question, own: dict[int, float]) -> str:
    """What this browser voted, in each round."""
    votes = [plain(says(asked, value)) for _, value in sorted(own.items())]
    return f"Your vote: **{', then '.join(votes)}**" if votes else "You have not voted on this question."


def _vote(room: Room, number: int, key: str) -> None:
    """Vote for what the widget shows now, which may be newer than the last drawing of the page."""
    classrooms().vote(room.code, visitor(), number, st.session_state[key])
    st.session_state.pop(_key(room, number), None)


def _own_votes(room: Room, number: int) -> dict[int, float]:
    """The votes of this browser, read once, and again after each of its votes."""
    key = _key(room, number)
    if key not in st.session_state:
        st.session_state[key] = classrooms().own_votes(room.code, visitor(), number)
    return dict(st.session_state[key])


def _key(room: Room, number: int) -> str:
    return f"classroom_own_{room.code}_{room.ends_at}_{number}"
