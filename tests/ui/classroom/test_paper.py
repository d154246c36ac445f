"""What a teacher takes home: the results without a vote too early, and a sheet with answers and misconceptions."""

import pytest

from analysis.classroom.answer import Answer
from analysis.classroom.register import KINDS
from experiments.classroom.room import Question, free
from experiments.store.classrooms import Classrooms
from ui.classroom import paper, reveal
from ui.common import source

pytestmark = pytest.mark.slow

OWN = free("Who <b>wins</b>?", ["The <i>first</i>", "The second", "Nobody"])
NUMBER = Question("crossover", "MNIST", "From how many images on?", (10.0, 100.0, 1000.0), "images")
ANSWER = Answer("MNIST", "MNIST", "The CNN overtakes at about 100 images.", "", "", "images", 80.0, 100.0, 130.0)


@pytest.fixture
def room(monkeypatch):
    """A room with two questions, of which rows answer the second, and three votes on the first."""
    for module in (paper, reveal):
        monkeypatch.setattr(module, "answer_to", lambda asked: ANSWER if asked.kind == "crossover" else None)
    rooms = Classrooms(source.store().database)
    code, key = rooms.open([OWN, NUMBER])
    rooms.step(code, key, 0, "open")
    for browser, value in (("ann", 0.0), ("ben", 0.0), ("cem", 1.0)):
        rooms.vote(code, browser, 0, value)
    return rooms, code, key


def test_no_vote_is_on_the_page_before_its_reveal(room):
    """Not even how many there are of each."""
    rooms, code, _ = room
    made = paper.results_page(rooms.room(code))

    assert paper.NOTHING in made
    assert "wins" not in made


def test_the_results_have_the_votes_beside_the_measured_answer(room):
    """Both rounds, choices without votes left out, what a teacher wrote escaped, and the measured row named."""
    rooms, code, key = room
    rooms.step(code, key, 0, "discuss")
    rooms.step(code, key, 0, "again")
    rooms.vote(code, "ann", 0, 1.0)
    rooms.step(code, key, 0, "reveal")
    rooms.step(code, key, 1, "open")
    rooms.vote(code, "ben", 1, 10.0)
    rooms.step(code, key, 1, "reveal")
    made = paper.results_page(rooms.room(code))

    assert "1. Who &lt;b&gt;wins&lt;/b&gt;?" in made
    assert "The &lt;i&gt;first&lt;/i&gt;</th>" in made
    assert "<b>" not in made
    assert "Nobody</th>" not in made
    assert ">First vote</th>" in made and ">After the discussion</th>" in made
    assert ANSWER.finding in made
    assert "0 of 1 vote (0 %) are inside the measured band" in made
    assert '100 images</th><td class="short">0</td><td class="short">measured</td>' in made
    assert "1,000 images" not in made


def test_the_sheet_has_each_question_its_answer_and_what_to_expect(room):
    """Before any vote; a question of the teacher's own says that no rows answer it."""
    rooms, code, _ = room
    made = paper.sheet_page(rooms.room(code))

    assert paper.OWN.replace("'", "&#x27;") in made
    assert f"Measured: {ANSWER.finding}" in made
    assert made.count("What to expect: ") == 1
    assert "The newer method always wins" in made


def test_the_misconceptions_are_short_enough_for_one_page():
    """Six questions of the lesson share the sheet."""
    assert all(40 < len(paper.misconceptions(one.name)) <= 260 for one in KINDS)
