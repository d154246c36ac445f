"""The reveal: the votes of the class and the measured answer on one axis, and where to see why."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from analysis.classroom.answer import Answer
from analysis.classroom.register import DATASET, Kind, kind
from analysis.classroom.scale import write
from analysis.classroom.votes import Tally, crowd, tally
from analysis.common.machine import measured_here
from charts.classroom.votes import Voted, describe_votes, votes_figure
from experiments.classroom.question import Question
from experiments.classroom.room import Room
from ui.classroom.answers import answer_to, background_of
from ui.classroom.rooms import classrooms
from ui.common import source
from ui.common.chart import for_visitor, show_chart, show_headline, show_rest
from ui.common.page import link, plain

FREE = "This is how the class voted."
GONE = "The rows that answered this question are no longer on this server, so only the votes are shown."


@st.cache_data(max_entries=500, show_spinner=False)
def _votes(code: str, ends_at: float, number: int) -> Mapping[int, list[float]]:  # noqa: ARG001  (codes are used again)
    """The votes of a question after its reveal, when nobody can vote any more."""
    return classrooms().votes(code, number)


@dataclass(frozen=True)
class Counted:
    """A question after its reveal: its answer, and the votes of each round, of the first at least."""

    asked: Question
    answer: Answer | None
    rounds: dict[int, Tally]


def count_votes(room: Room, number: int) -> Counted:
    """The votes on a question; refused before its reveal."""
    asked = room.questions[number]
    answer = answer_to(asked)
    return _counted(room.code, room.ends_at, number, answer.finding if answer else "", asked, answer)


# A class follows a reveal at once: its votes are counted for the first who asks.
@st.cache_resource(max_entries=500, show_spinner=False)
def _counted(
    code: str,
    ends_at: float,
    number: int,
    finding: str,  # noqa: ARG001  (it changes when the answer does)
    _asked: Question,
    _answer: Answer | None,
) -> Counted:
    votes = _votes(code, ends_at, number)
    rounds = {one: tally(values, _asked.options, _asked.unit, _answer) for one, values in sorted(votes.items())}
    return Counted(_asked, _answer, rounds or {1: tally([], _asked.options, _asked.unit, _answer)})


def show_reveal(room: Room, number: int, on_projector: bool = False) -> None:
    """The finding, the chart, how the class did, and the page that shows why."""
    counted = count_votes(room, number)
    asked, answer, shown = counted.asked, counted.answer, counted.rounds
    finding = answer.finding if answer else GONE if kind(asked.kind) else FREE
    show_headline(finding)
    st.markdown(f"**{plain(crowd(shown, answer, asked.unit))}**")
    voted = Voted(shown, asked.options, asked.unit, asked.choices, answer)
    key = f"votes {room.code} {room.ends_at} {number} {on_projector} {finding}"
    show_chart(
        for_visitor(partial(votes_figure, voted, large=on_projector), key), "classroom-votes", describe_votes(voted)
    )
    show_rest(finding)
    if not on_projector:
        _show_why(asked, answer)


def says(asked: Question, value: float) -> str:
    """A vote as people read it."""
    return asked.choices[int(value)] if asked.choices else write(value, asked.unit)


def _show_why(asked: Question, answer: Answer | None) -> None:
    """What to know about the question, and a link to the page with its rows."""
    found = kind(asked.kind)
    if found is None or answer is None:
        return
    st.markdown(background_of(found.name))
    page, choices = address(found, answer)
    link(page, "See why", found.icon, query_params=choices)


def address(found: Kind, answer: Answer) -> tuple[str, dict[str, str]]:
    """The page that shows the rows of an answer, and the choices in its address.

    Curves that were recorded elsewhere are on the first page, whether their images are on this machine or not.
    """
    if found.page == "data_size" and not measured_here(answer.origin):
        view = {"show": found.address["view"]} if "view" in found.address else {}
        return "home", {"images": source.title(answer.dataset), **view}
    if found.page == "robustness":
        return found.page, {"images": source.title(answer.dataset)}
    dataset = source.address_of(answer.dataset).get("dataset", "")
    known = {name: dataset if value == DATASET else value for name, value in found.address.items()}
    return found.page, {name: value for name, value in known.items() if value}
