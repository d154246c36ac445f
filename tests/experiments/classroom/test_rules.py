"""Codes and keys, what may be voted when, which steps follow each other, and how often one may try."""

import re

import pytest

from experiments.classroom import code
from experiments.classroom.room import MOST_LETTERS, NEXT, Question, Refused, Room, check_step, check_vote, free
from experiments.classroom.tries import Tries

ASKED = Question("free", "", "Who?", (0.0, 1.0), choices=("A", "B"))


def test_a_code_can_be_read_aloud_and_typed():
    """Four letters without vowels, digits or lookalikes; small letters, spaces and dashes do not matter."""
    made = {code.new_code() for _ in range(200)}

    assert all(re.fullmatch("[^AEIOUYLQNV0-9]{4}", one) for one in made)
    assert len(made) > 150
    assert code.read_code(" bk-t r ") == "BKTR"


def test_what_cannot_be_a_code_is_refused_with_what_would_be_right():
    """The sentence names the letters."""
    for typed in ["", "BKT", "BKTRS", "BAKT", "1234", "BKT\u0420", "<b>B"]:
        with pytest.raises(ValueError, match="four of the letters B C D"):
            code.read_code(typed)


def test_a_key_has_128_bits_and_is_not_stored():
    """Only its hash is kept, which opens nothing itself."""
    key = code.new_key()
    kept = code.hashed(key)

    assert len(bytes.fromhex(key)) * 8 == 128
    assert code.is_key(key, kept)
    assert not code.is_key(kept, kept)
    assert not code.is_key("", kept)
    assert not code.is_key("ключ", kept)


def test_a_browser_has_another_name_in_every_room():
    """Votes of two rooms cannot be put together."""
    assert code.voter("BKTR", "ann") == code.voter("BKTR", "ann")
    assert len({code.voter(room, who) for room in ("BKTR", "BKTS") for who in ("ann", "ben")}) == 4


@pytest.mark.parametrize(
    ("step", "reason"),
    [("waiting", "not open yet"), ("discuss", "first vote has ended"), ("reveal", "ended"), ("closed", "ended")],
)
def test_only_an_open_question_takes_votes(step, reason):
    """Whoever votes at another time learns why it does not count."""
    with pytest.raises(Refused, match=reason):
        check_vote(ASKED, step, 1.0)


def test_first_and_second_vote_are_kept_apart():
    """A vote counts in the round of the step in which it was given."""
    assert [check_vote(ASKED, step, 1.0) for step in ("open", "again")] == [1, 2]


def test_a_vote_must_be_one_of_the_options():
    """Whatever a browser sends, only what the page offers counts."""
    for value in [-1.0, 2.0, 0.5, float("nan"), float("inf")]:
        with pytest.raises(Refused, match="none of the choices"):
            check_vote(ASKED, "open", value)


def test_a_free_question_has_limits():
    """The sentence says which and how far off it is."""
    for prompt, choices, reason in [
        ("", ["A", "B"], "1 to 200 letters"),
        ("x" * (MOST_LETTERS + 1), ["A", "B"], "this one has 201"),
        ("Who?", ["A", "  "], "2 to 6 choices"),
        ("Who?", list("ABCDEFG"), "this one has 7"),
        ("Who?", ["A", " A"], "the same"),
        ("Who?", ["A", "x" * 81], "at most 80 letters"),
    ]:
        with pytest.raises(Refused, match=reason):
            free(prompt, choices)


def test_a_free_question_is_one_line():
    """Line breaks and control characters are not kept."""
    asked = free(" Who\x00\nwins? ", ["A\tB", "C"])

    assert asked.prompt == "Who wins?"
    assert asked.choices == ("A B", "C")
    assert asked.options == (0.0, 1.0)


def test_a_question_only_goes_forward():
    """From each step only those listed can be reached, and no step leads back."""
    for start in NEXT:
        for to in NEXT:
            if to in NEXT[start]:
                check_step([start], 0, to)
            else:
                with pytest.raises(Refused, match="cannot go from"):
                    check_step([start], 0, to)


def test_questions_come_one_after_the_other():
    """The next opens only when the one before was revealed; there is none after the last."""
    check_step(["reveal", "waiting"], 1, "open")
    with pytest.raises(Refused, match="reveal question 1 first"):
        check_step(["open", "waiting"], 1, "open")
    with pytest.raises(Refused, match="no question 3"):
        check_step(["open", "waiting"], 2, "open")


def test_the_current_question_is_the_last_that_has_begun():
    """Before the first there is none."""
    assert Room("BKTR", 0, (ASKED,) * 2, ("waiting", "waiting")).current is None
    room = Room("BKTR", 0, (ASKED,) * 3, ("closed", "discuss", "waiting"))
    assert (room.current, room.step) == (1, "discuss")


def test_tries_are_limited_for_a_minute_under_each_name():
    """The third of two must wait; others need not, and after a minute nobody."""
    now = [0.0]
    tries = Tries(2, 60, lambda: now[0])
    for _ in range(2):
        assert not tries.must_wait("ann")
        tries.note("ann")

    assert tries.must_wait("ann")
    assert not tries.must_wait("ben")
    now[0] = 61.0
    assert not tries.must_wait("ann")
