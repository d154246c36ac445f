"""A claim as a card: the verdict, the claim and the deciding number; unfolded, all that led to it."""

import re

import streamlit as st

from analysis.lesson.register import Claim
from analysis.lesson.verdict import KINDS, Answer, Verdict
from ui.common.page import plain
from ui.common.texts import text
from ui.common.window import is_narrow
from ui.lesson.charts import show_chart_of
from ui.lesson.repeat import command, show_link
from ui.lesson.rows import Lesson

LEFT_OUT = "**What the headline leaves out.**"

ANSWERS: dict[Answer, str] = {
    "yes": "✓ agrees",
    "partly": "◐ in part",
    "no": "✗ contradicts",
    "open": "≈ too close to call",
}


def words_of(claim: Claim) -> tuple[str, str]:
    """The claim in one line, and the paragraphs on how it is judged and by whom."""
    first, _, rest = text(f"lesson/claims/{claim.name}").partition("\n")
    return first, rest.strip()


def left_out(claim: Claim) -> str:
    """The first sentence on what a story's headline leaves out; empty for a claim that is not a story."""
    _, _, footnote = words_of(claim)[1].partition(f"{LEFT_OUT} ")
    return re.split(r"(?<=[a-z0-9%])\.(?: |$)", footnote, maxsplit=1)[0]


def chip(verdict: Verdict) -> str:
    """`✓ Holds here`: the verdict by a sign and in words."""
    return KINDS[verdict.kind]


def show_card(lesson: Lesson, claim: Claim, verdict: Verdict) -> None:
    """The card; what it folds away is worked out only when it is opened."""
    words = " — ".join(filter(None, [verdict.agreeing, verdict.measured])) or left_out(claim)
    number = f" — {plain(words)}" if words and not is_narrow() else ""
    label = f"**{plain(chip(verdict))}** · {plain(words_of(claim)[0])}{number}"
    card = st.expander(label, key=f"claim{claim.number}", bind="query-params")
    if card.open:
        with card:
            _show_details(lesson, claim, verdict)


def _show_details(lesson: Lesson, claim: Claim, verdict: Verdict) -> None:
    if verdict.condition:
        st.markdown(f"**{plain(verdict.measured)}** ({plain(verdict.condition.source)}).")
    st.markdown(plain(verdict.why))
    show_chart_of(lesson, claim, verdict)
    show_link(claim, verdict)
    with st.expander("How it is judged, and every number") if verdict.conditions else st.container():
        cases = [f"* {ANSWERS[case.answer]}: {plain(case.sentence)}" for case in verdict.conditions]
        st.markdown("\n".join([words_of(claim)[1], "", *cases]))
        if line := command(claim, verdict):
            st.code(line, language=None, wrap_lines=True)
