"""What a teacher takes home or prints: the room's results, and a sheet with the questions, both as one page of HTML."""

from collections.abc import Iterator
from datetime import UTC, datetime

from analysis.classroom.register import kind
from analysis.classroom.votes import right_options, votes_in_words
from bundle.page import heading, page, paragraph, table
from charts.classroom.votes import ROUNDS
from experiments.classroom.room import SHOWN, Room
from ui.classroom.answers import answer_to
from ui.classroom.reveal import FREE, Counted, count_votes, says
from ui.common.texts import text

NOTHING = "No question has been revealed yet."
ROOMY = 6
"""The most questions that fit on one page in letters of the usual size."""
OWN = "This question is the teacher's own, so no measured rows answer it."


def results_page(room: Room) -> str:
    """How the class voted on each question revealed so far, beside what was measured."""
    parts = [paragraph(f"Room {room.code}. No names: a room stores votes, not people.", "quiet")]
    for number, step in enumerate(room.steps):
        if step in SHOWN:
            parts += _votes_on(number, count_votes(room, number))
    if len(parts) == 1:
        parts.append(paragraph(NOTHING))
    return page("What the class expected, and what was measured", [*parts, _date_line()])


def _votes_on(number: int, counted: Counted) -> Iterator[str]:
    """A question with its finding, how the class did, and its votes."""
    asked, answer, rounds = counted.asked, counted.answer, counted.rounds
    yield heading(f"{number + 1}. {asked.whole}")
    yield paragraph(answer.finding if answer else FREE, "finding")
    yield paragraph(votes_in_words(rounds, answer, asked.unit))
    right = right_options(asked.options, answer) if answer else ()
    lines = [
        [
            says(asked, option),
            *(str(tally.counts[place]) for tally in rounds.values()),
            "measured" if place in right else "",
        ]
        for place, option in enumerate(asked.options)
        if place in right or any(tally.counts[place] for tally in rounds.values())
    ]
    if lines:
        header = ["Vote", *(ROUNDS[nth] for nth in rounds), "Answer"]
        yield table(f"The votes on question {number + 1}; other choices had none", header, lines)


def sheet_page(room: Room) -> str:
    """One page to print: each question, what the rows say now, and which misconceptions to expect."""
    parts = [paragraph(text("classroom/sheet"))]
    for number, asked in enumerate(room.questions, 1):
        answer, known = answer_to(asked), kind(asked.kind)
        parts.append(heading(f"{number}. {asked.prompt}", 3))
        parts.append(paragraph(f"Measured: {answer.finding}" if answer else OWN))
        if known:
            parts.append(paragraph(f"What to expect: {misconceptions(known.name)}", "quiet"))
    small = "sheet" if len(room.questions) > ROOMY else ""
    return page(f"The questions of room {room.code}, with their answers", [*parts, _date_line()], small)


def misconceptions(name: str) -> str:
    """What many believe before they see the answer to this question."""
    return text(f"classroom/misconceptions/{name}")


def _date_line() -> str:
    return paragraph(f"Written on {datetime.now(UTC):%Y-%m-%d} from the rows of that day.", "quiet")
