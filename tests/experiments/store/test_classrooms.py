"""Rooms in the database: what is kept, who may do what, and that nothing is lost or counted twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from experiments.classroom.room import LIFE_SECONDS, MOST_QUESTIONS, NoRoom, NotTheTeacher, Question, Refused
from experiments.store import classrooms
from experiments.store.classrooms import Classrooms
from experiments.store.results import Store
from experiments.store.schema import metadata
from settings import settings

WHO = Question("free", "", "Who?", (0.0, 1.0), choices=("A", "B"))
HOW_MANY = Question("crossover", "cifar10 quick", "How many?", (10.0, 100.0, 1000.0), "images")


@dataclass
class Class:
    """A room with two questions, and its teacher."""

    all: Classrooms
    code: str
    key: str

    def steps(self, number, *steps):
        """Take a question through these steps."""
        for step in steps:
            self.all.step(self.code, self.key, number, step)

    def vote(self, browser, value, number=0):
        """Vote on a question."""
        self.all.vote(self.code, browser, number, value)


@pytest.fixture
def now():
    """The time by the rooms' clock, which a test may set."""
    return [1_000_000.0]


@pytest.fixture
def opened(store, now):
    """A class that has just begun."""
    rooms = Classrooms(store.database, lambda: now[0])
    return Class(rooms, *rooms.open([WHO, HOW_MANY]))


def test_a_room_is_read_as_it_was_opened(opened):
    """Its questions come back equal and in order, none begun, nobody there."""
    room = opened.all.room(opened.code)

    assert room.questions == (WHO, HOW_MANY)
    assert room.steps == ("waiting", "waiting")
    assert (room.current, room.n_seats, room.n_voted) == (None, 0, 0)


def test_another_process_finds_everything(opened, store):
    """A server that starts anew after votes has all of them."""
    opened.steps(0, "open")
    opened.vote("ann", 1.0)
    other = Store(store.url)
    again = Classrooms(other.database, opened.all.clock)

    assert again.room(opened.code) == opened.all.room(opened.code)
    assert again.own_votes(opened.code, "ann", 0) == {1: 1.0}
    again.step(opened.code, opened.key, 0, "reveal")
    assert opened.all.votes(opened.code, 0) == {1: [1.0]}
    other.close()


def test_one_browser_has_one_vote_and_the_last_counts(opened):
    """Voting a hundred times changes one row."""
    opened.steps(0, "open")
    for _ in range(50):
        opened.vote("ann", 0.0)
        opened.vote("ann", 1.0)

    assert (opened.all.room(opened.code).n_seats, opened.all.room(opened.code).n_voted) == (1, 1)
    opened.steps(0, "reveal")
    assert opened.all.votes(opened.code, 0) == {1: [1.0]}


def test_votes_at_the_same_moment_are_all_counted(opened):
    """Forty browsers on eight threads: none is lost, none counted twice."""
    opened.steps(0, "open")
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: opened.vote(f"browser {number}", float(number % 2)), range(40)))
    opened.steps(0, "reveal")

    assert opened.all.votes(opened.code, 0) == {1: [0.0] * 20 + [1.0] * 20}


@pytest.mark.parametrize("steps", [("open",), ("open", "discuss"), ("open", "discuss", "again")])
def test_nobody_sees_votes_before_the_reveal(opened, steps):
    """Neither the answer for everybody nor the teacher's results tell any; only how many there are."""
    opened.steps(0, "open")
    opened.vote("ann", 1.0)
    opened.steps(0, *steps[1:])

    with pytest.raises(Refused, match="before the reveal"):
        opened.all.votes(opened.code, 0)
    assert opened.all.results(opened.code, opened.key).empty
    assert opened.all.room(opened.code).n_voted == (0 if "again" in steps else 1)


def test_two_rounds_are_kept_apart(opened):
    """The second vote leaves the first as it was."""
    opened.steps(0, "open")
    opened.vote("ann", 0.0)
    opened.vote("ben", 0.0)
    opened.steps(0, "discuss", "again")
    opened.vote("ann", 1.0)
    opened.steps(0, "reveal")

    assert opened.all.votes(opened.code, 0) == {1: [0.0, 0.0], 2: [1.0]}
    assert opened.all.own_votes(opened.code, "ann", 0) == {1: 0.0, 2: 1.0}


def test_a_step_asked_twice_is_taken_once(opened):
    """A button pressed twice, or in two windows, is no mistake; a step back is."""
    opened.steps(0, "open", "open", "reveal", "reveal")
    assert opened.all.room(opened.code).steps == ("reveal", "waiting")
    with pytest.raises(Refused, match="cannot go from"):
        opened.steps(0, "open")


def test_results_name_nobody(opened):
    """A row a vote: the question, the round, a student's number, the vote and what it says; no browser's name."""
    opened.steps(0, "open")
    opened.vote("ann", 1.0)
    opened.steps(0, "reveal")
    opened.steps(1, "open")
    opened.vote("ann", 100.0, number=1)
    opened.steps(1, "reveal")

    found = opened.all.results(opened.code, opened.key)
    assert found.to_numpy().tolist() == [[1, "Who?", 1, 1, 1.0, "B"], [2, "How many?", 1, 1, 100.0, "images"]]
    assert opened.all.room(opened.code).steps == ("closed", "reveal")


@pytest.mark.parametrize("key", ["", "0" * 32, "x"])
def test_a_guessed_key_leads_nothing(opened, key):
    """No step, no results, no deletion; the room stays as it is."""
    for act in (
        lambda: opened.all.step(opened.code, key, 0, "open"),
        lambda: opened.all.results(opened.code, key),
        lambda: opened.all.delete(opened.code, key),
    ):
        with pytest.raises(NotTheTeacher, match="not the teacher's address"):
            act()

    assert not opened.all.is_teacher(opened.code, key)
    assert opened.all.is_teacher(opened.code, opened.key)
    assert opened.all.room(opened.code).steps == ("waiting", "waiting")


def test_a_deleted_room_leaves_nothing(opened, store):
    """No row of any of its tables, and another room keeps its own."""
    other = Class(opened.all, *opened.all.open([WHO]))
    for one in (opened, other):
        one.steps(0, "open")
        one.vote("ann", 1.0)
    opened.all.delete(opened.code, opened.key)

    with pytest.raises(NoRoom, match="no room"):
        opened.all.room(opened.code)
    with store.database.connect() as connection:
        for name in ("rooms", "questions", "seats", "votes"):
            table = metadata.tables[name]
            assert set(connection.scalars(sa.select(table.c.code))) == {other.code}, name


def test_a_room_ends_after_a_day(opened, now):
    """It can then be neither read nor joined, and the round that deletes what has expired deletes it."""
    now[0] += LIFE_SECONDS - 1
    opened.all.join(opened.code, "ann")
    now[0] += 1

    for act in (lambda: opened.all.room(opened.code), lambda: opened.all.join(opened.code, "ben")):
        with pytest.raises(NoRoom):
            act()
    opened.all.delete_ended()
    with opened.all.database.connect() as connection:
        assert opened.code not in set(connection.scalars(sa.select(metadata.tables["rooms"].c.code)))


def test_a_full_room_says_so(opened, monkeypatch):
    """Who has a seat keeps it and may vote; the next one is refused."""
    monkeypatch.setenv("CROSSOVER_ROOM_MAX", "2")
    settings.cache_clear()
    opened.steps(0, "open")
    for browser in ("ann", "ben", "ann"):
        opened.all.join(opened.code, browser)
    opened.vote("ben", 1.0)

    with pytest.raises(Refused, match="full: 2 have joined"):
        opened.all.join(opened.code, "cem")
    with pytest.raises(Refused, match="full"):
        opened.vote("cem", 1.0)
    assert opened.all.room(opened.code).n_seats == 2


def test_a_vote_for_a_question_that_is_not_there_is_refused(opened):
    """The sentence counts from one, as people do."""
    with pytest.raises(Refused, match="no question 3"):
        opened.vote("ann", 1.0, number=2)


@pytest.mark.parametrize("n", [0, MOST_QUESTIONS + 1])
def test_a_room_needs_some_questions_but_not_too_many(opened, n):
    """The sentence says how many there may be."""
    with pytest.raises(Refused, match=f"1 to {MOST_QUESTIONS} questions; {n} are chosen"):
        opened.all.open([WHO] * n)


def test_rooms_are_limited_in_number(opened, monkeypatch):
    """A server refuses the room after the last, and codes never collide."""
    monkeypatch.setattr(classrooms, "MOST_ROOMS", 3)
    codes = {opened.code, *(opened.all.open([WHO])[0] for _ in range(2))}

    assert len(codes) == 3
    with pytest.raises(Refused, match="3 rooms are open"):
        opened.all.open([WHO])
