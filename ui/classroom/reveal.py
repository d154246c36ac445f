"""The reveal: the votes of the class and the measured answer on one axis, and where to see why."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from analysis.classroom.answer import Answer, write
from analysis.classroom.register import kind
from analysis.classroom.votes import Tally, tally, votes_in_words
from charts.classroom.votes import Voted, describe_votes, votes_figure
from experiments.classroom.room import Question, Room
from ui.classroom.answers import answer_to, background_of
from ui.classroom.rooms import classrooms
from ui.classroom.why import address, path
from ui.common.chart import for_visitor, show_chart, show_headline, show_rest
from ui.common.page import plain
from ui.common.projector import is_projected
from ui.common.window import is_narrow, theme

FREE = "This is how the class voted."

GONE = "The rows that answered this question are no longer on this server, so only the votes are shown."


@dataclass(frozen=True)
class Counted:
    """A question after its reveal: its answer, and the votes of each round; the first round is always there."""

    asked: Question
    answer: Answer | None
    rounds: dict[int, Tally]


def count_votes(room: Room, number: int) -> Counted:
    """The votes on a question; refused before its reveal."""
    asked = room.questions[number]
    answer, votes = answer_to(asked), classrooms().votes(room.code, number)
    rounds = {nth: tally(values, asked.options, asked.unit, answer) for nth, values in sorted(votes.items())}
    return Counted(asked, answer, rounds or {1: tally([], asked.options, asked.unit, answer)})


def show_reveal(room: Room, number: int, on_projector: bool = False) -> None:
    """The finding, the chart, how the class did, and the page that shows why."""
    answer = answer_to(room.questions[number])
    content = f"{room.code} {room.ends_at} {number} {answer.finding if answer else ''}"  # codes are used again
    key = f"{content} {on_projector} {is_projected()} {theme()} {is_narrow()}"
    _show_once(key=key, _room=room, _number=number, _on_projector=on_projector)


# All screens of a class show a reveal at once: Streamlit sends what the first one shows to all that look the same.
@st.cache_resource(max_entries=500, show_spinner=False)
def _show_once(key: str, _room: Room, _number: int, _on_projector: bool) -> None:  # noqa: ARG001  (names what is shown)
    counted = count_votes(_room, _number)
    asked, answer, shown = counted.asked, counted.answer, counted.rounds
    finding = answer.finding if answer else GONE if kind(asked.kind) else FREE
    show_headline(finding)
    st.markdown(f"**{plain(votes_in_words(shown, answer, asked.unit))}**")
    voted = Voted(shown, asked.options, asked.unit, asked.choices, answer)
    figure = for_visitor(partial(votes_figure, voted, large=_on_projector))
    show_chart(figure, "classroom-votes", describe_votes(voted))
    show_rest(finding)
    if not _on_projector:
        _show_why(asked, answer)


def says(asked: Question, value: float) -> str:
    """A vote as people read it."""
    return asked.choices[int(value)] if asked.choices else write(value, asked.unit)


def _show_why(asked: Question, answer: Answer | None) -> None:
    """What to know about the question, and a link to the page with its rows, if one can show them."""
    known = kind(asked.kind)
    if known is None or answer is None:
        return
    st.markdown(background_of(known.name))
    if shown := address(known, answer):
        # A link button opens a new tab: from a page in this tab, the browser's Back would not lead into the room.
        st.link_button("See why", path(*shown), icon=f":material/{known.icon}:")
