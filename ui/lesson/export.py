"""The lesson with its verdicts as one page of HTML, which needs no script and no network."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from analysis.lesson.imagenet import PERSON, WINNERS
from analysis.lesson.register import PARTS, Claim
from analysis.lesson.verdict import Verdict
from bundle.page import code, heading, page, paragraph, table
from ui.common.texts import text
from ui.lesson.cards import ANSWERS, chip, words_of
from ui.lesson.repeat import command
from ui.lesson.rows import Lesson

TITLE = "Why deep learning? Every claim, with what was measured"


def lesson_page(lesson: Lesson) -> str:
    """The whole lesson in its order, every card unfolded."""
    parts = [paragraph(lesson.summary, "finding")]
    for name, title in PARTS.items():
        parts += [heading(title), *_paragraphs(text(f"lesson/parts/{name}"))]
        for claim, verdict in lesson.judged:
            if claim.part == name:
                parts += _card(claim, verdict)
    parts += [heading("How a verdict is made"), *_paragraphs(text("lesson/why"))]
    parts += [heading("Is it fair?"), *_paragraphs(text("lesson/fair"))]
    parts.append(paragraph(f"This page was written on {datetime.now(UTC):%Y-%m-%d}.", "quiet"))
    return page(TITLE, parts)


def _card(claim: Claim, verdict: Verdict) -> Iterator[str]:
    """A claim with its verdict, its conditions and its command."""
    sentence, how = words_of(claim)
    yield heading(sentence, 3)
    agreeing = f" ({verdict.agreeing})" if verdict.agreeing else ""
    number = f"{agreeing}: {verdict.measured}" if verdict.measured else ""
    yield paragraph(f"{chip(verdict)}{number}.", "finding")
    yield paragraph(f"{verdict.why}{f' This was {verdict.condition.source}.' if verdict.condition else ''}")
    yield from _paragraphs(how)
    if len(verdict.conditions) > 1:
        lines = [[str(place), ANSWERS[case.answer]] for place, case in enumerate(verdict.conditions, 1)]
        yield table(f"What each condition says: {sentence}", ["", "Says"], lines)
        yield from (
            paragraph(f"{place}: {case.sentence}.", "quiet") for place, case in enumerate(verdict.conditions, 1)
        )
    if claim.name == "imagenet":
        years = [[str(winner.year), f"{winner.error:.1f} %", winner.name] for winner in WINNERS]
        years.append(["2014", f"{PERSON} %", "one trained person"])
        yield table("Lowest error on ImageNet, five guesses, as published", ["Year", "Error", "By"], years)
    if line := command(claim, verdict):
        yield code(line)


def _paragraphs(markdown: str) -> Iterator[str]:
    """The paragraphs of a text of ours, without its Markdown; each item of a list is a paragraph."""
    for block in re.split(r"\n\n|\n(?=\* )", markdown):
        yield paragraph(re.sub(r"^\* |\*\*|(?<!\w)\*|\*(?!\w)|`", "", block))
