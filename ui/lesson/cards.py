"""A claim as a card: the verdict, the claim and the deciding number; unfolded, all that led to it."""

import re

import streamlit as st

from analysis.lesson.register import Claim
from analysis.lesson.verdict import KINDS, Answer, Verdict
from charts.common.style import View
from charts.lesson.imagenet import describe_imagenet, imagenet_figure
from ui.common.chart import for_visitor, show_chart
from ui.common.page import plain
from ui.common.texts import text
from ui.common.window import is_narrow
from ui.data_size.curve import comparison, draw_accuracy
from ui.lesson.repeat import command, show_link
from ui.lesson.rows import Lesson

LEFT_OUT = "**What the headline leaves out.**"

ANSWERS: dict[Answer, str] = {
    "yes": "✓ agrees",
    "partly": "◐ in part",
    "no": "✗ contradicts",
    "open": "≈ too close to call",
}

CURVES: dict[str, View] = {
    "plateaus": "error",
    "keeps_improving": "error",
    "four_times": "error",
    "cross": "accuracy",
    "few_images": "accuracy",
    "sample_efficiency": "accuracy",
    "simple_problems": "accuracy",
}
"""The claims whose cards show learning curves, with the view of the curves."""


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


def show_chart_of(lesson: Lesson, claim: Claim, verdict: Verdict) -> None:
    """The chart of a claim, if it has one; curves are of the data set and the origin on which the verdict rests."""
    if claim.name == "imagenet":
        words = describe_imagenet()
        show_chart(for_visitor(imagenet_figure, "imagenet"), "imagenet", words, words)
    elif claim.name in CURVES and (case := verdict.condition) and case.dataset:
        rows = lesson.evidence.curve_rows
        rows = rows[(rows["dataset"] == case.dataset) & (rows["origin"] == case.origin)]
        if len(rows):
            shown = comparison(rows, CURVES[claim.name])
            figure = for_visitor(draw_accuracy(shown), f"accuracy {shown.key}")
            show_chart(figure, f"lesson-{claim.name}", verdict.measured, shown.caption)
