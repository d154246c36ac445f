"""The projector's view of a room at 1280 x 720: whatever is asked, the class sees all of it and how many voted."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from experiments.classroom.room import MOST_CHOICES, MOST_LETTERS, MOST_LETTERS_OF_A_CHOICE, free
from experiments.store.classrooms import Classrooms
from experiments.store.database import connect
from tests.browser.rooms import opened_with_every_question

FOLD = 720
LONG = ("Which of these do you expect, and why? " * 9)[:MOST_LETTERS].strip()
LONG_CHOICES = [f"{n} {'is a long choice to read ' * 5}"[:MOST_LETTERS_OF_A_CHOICE] for n in range(MOST_CHOICES)]
OWN = {
    "long": free(LONG, LONG_CHOICES),
    "few choices": free(LONG, LONG_CHOICES[:4]),
    "short choices": free(LONG, ["A", "B", "C"]),
    "short question": free("Who wins?", LONG_CHOICES),
    "usual": free(
        "Who wins?", ["Handcrafted features", "The CNN", "Pretrained features", "All", "Nobody", "It depends"]
    ),
}
BOTTOM = "document.querySelector('.st-key-classroom_count').getBoundingClientRect().bottom"
LETTERS = "Math.min(...[...document.querySelectorAll('.st-key-classroom_choices li, h2')].map((one) =>\
 parseFloat(getComputedStyle(one).fontSize)))"


@pytest.fixture
def rooms(home, server):
    """The rooms of the server."""
    return Classrooms(connect(home / "results.sqlite"))


def is_whole(projector, words):
    """Whether the step is drawn with the count above the end of the screen, in letters of at least 20 pixels."""
    expect(projector.locator(".st-key-classroom_count").get_by_text(re.compile(words))).to_be_visible()
    projector.wait_for_timeout(300)
    return projector.evaluate(BOTTOM) <= FOLD and projector.evaluate(LETTERS) >= 20


@pytest.mark.parametrize("name", OWN)
def test_a_question_of_any_length_leaves_room_for_the_count(visit, server, rooms, name):
    """With its choices, and in the discussion with the task too."""
    code, key = rooms.open([OWN[name]])
    projector = visit(server, f"classroom?room={code}&show=projector", height=FOLD)
    rooms.step(code, key, 0, "open")
    assert is_whole(projector, "have voted")
    rooms.step(code, key, 0, "discuss")
    assert is_whole(projector, "0 of 0 voted")


def test_every_question_on_offer_leaves_room_for_the_count(page, visit, server, rooms):
    """In the discussion, where most is on the screen; also the one with images."""
    code = opened_with_every_question(page, server)
    (key,) = parse_qs(urlsplit(page.url).query)["teacher"]
    projector = visit(server, f"classroom?room={code}&show=projector", height=FOLD)
    for number in range(len(rooms.room(code).questions)):
        rooms.step(code, key, number, "open")
        rooms.step(code, key, number, "discuss")
        expect(projector.get_by_text(f"Question {number + 1} of")).to_be_visible()
        assert is_whole(projector, "0 of 0 voted"), rooms.room(code).questions[number].prompt
        rooms.step(code, key, number, "reveal")
