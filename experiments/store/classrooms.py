"""Rooms of classes in the database: opened, joined, voted in, led, read and deleted; nothing of them is elsewhere."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd
import sqlalchemy as sa

from experiments.classroom.code import hashed, is_key, new_code, new_key, voter
from experiments.classroom.room import (
    LIFE_SECONDS,
    MOST_QUESTIONS,
    MOST_ROOMS,
    ROUNDS,
    SHOWN,
    NoRoom,
    NotTheTeacher,
    Question,
    Refused,
    Room,
    Step,
    check_step,
    check_vote,
)
from experiments.store.database import count, writing
from experiments.store.schema import questions, rooms, seats, votes
from settings import settings

VOTES = ["question", "asked", "round", "student", "vote", "says"]
"""The columns of a room's results."""


@dataclass(frozen=True)
class Classrooms:
    """The rooms in a database; safe for threads and processes. A refusal is a ValueError of one sentence."""

    database: sa.Engine
    clock: Callable[[], float] = time.time

    def open(self, asked: Sequence[Question]) -> tuple[str, str]:
        """A new room's code and the teacher's key, which is not kept; rooms that have ended are deleted."""
        if not 1 <= len(asked) <= MOST_QUESTIONS:
            raise Refused(f"A room has 1 to {MOST_QUESTIONS} questions; {len(asked)} are chosen.")
        now, key = self.clock(), new_key()
        self.delete_ended()
        with writing(self.database).begin() as connection:
            taken = set(connection.scalars(sa.select(rooms.c.code)))
            if len(taken) >= MOST_ROOMS:
                raise Refused(f"{MOST_ROOMS} rooms are open on this server, and more are not possible before one ends.")
            code = next(code for code in iter(new_code, "") if code not in taken)  # of endless new ones
            row = {"code": code, "teacher": hashed(key), "created_at": now, "ends_at": now + LIFE_SECONDS}
            connection.execute(rooms.insert().values(row))
            every = {"code": code, "step": "waiting"}
            rows = [{**every, "number": number, "asked": asdict(one)} for number, one in enumerate(asked)]
            connection.execute(questions.insert(), rows)
        return code, key

    def room(self, code: str) -> Room:
        """The room as everybody may know it; NoRoom if there is none."""
        with self.database.connect() as connection:
            opened = self._require_room(connection, code)
            listed = connection.execute(_questions_of(code)).all()
            asked, steps = tuple(_question(one.asked) for one in listed), tuple(one.step for one in listed)
            room = Room(code, opened["ends_at"], asked, steps, count(connection, seats, seats.c.code == code))
            if room.current is None:
                return room
            this = _of(code, room.current)
            last = sa.select(sa.func.max(votes.c.round)).where(this)
            round_now = ROUNDS.get(room.step) or connection.scalar(last) or 1
            return replace(room, n_voted=count(connection, votes, this, votes.c.round == round_now))

    def join(self, code: str, browser: str) -> None:
        """Give the browser a seat, unless it has one; Refused when the room is full."""
        with writing(self.database).begin() as connection:
            self._require_room(connection, code)
            self._seat(connection, code, voter(code, browser))

    def vote(self, code: str, browser: str, number: int, value: float) -> None:
        """Count the browser's vote in the present round, in place of an earlier one."""
        who = voter(code, browser)
        with writing(self.database).begin() as connection:
            self._require_room(connection, code)
            asked, step = _one_question(connection, code, number)
            in_round = check_vote(asked, step, value)
            self._seat(connection, code, who)
            row = {"code": code, "number": number, "round": in_round, "voter": who}
            same = sa.and_(*(votes.c[name] == key for name, key in row.items()))
            connection.execute(votes.delete().where(same))
            connection.execute(votes.insert().values(row | {"value": value}))

    def own_votes(self, code: str, browser: str, number: int) -> dict[int, float]:
        """What this browser voted, by round."""
        mine = sa.select(votes.c.round, votes.c.value).where(_of(code, number), votes.c.voter == voter(code, browser))
        with self.database.connect() as connection:
            return {row.round: row.value for row in connection.execute(mine)}

    def votes(self, code: str, number: int) -> dict[int, list[float]]:
        """All votes on a question, by round; Refused before the reveal, whoever asks."""
        with self.database.connect() as connection:
            self._require_room(connection, code)
            if _one_question(connection, code, number)[1] not in SHOWN:
                raise Refused("Nobody sees how the class votes before the reveal.")
            found: dict[int, list[float]] = {}
            ordered = sa.select(votes.c.round, votes.c.value).where(_of(code, number))
            for row in connection.execute(ordered.order_by(votes.c.round, votes.c.value)):
                found.setdefault(row.round, []).append(row.value)
        return found

    def is_teacher(self, code: str, key: str) -> bool:
        """Whether this key opened the room."""
        with self.database.connect() as connection:
            return is_key(key, self._require_room(connection, code)["teacher"])

    def step(self, code: str, key: str, number: int, to: Step) -> None:
        """Take a question to its next step, which closes all before it; asking twice changes nothing."""
        with writing(self.database).begin() as connection:
            self._check_teacher(connection, code, key)
            steps = [row.step for row in connection.execute(_questions_of(code))]
            if steps[number : number + 1] == [to]:
                return  # a button pressed twice, or in two windows
            check_step(steps, number, to)
            earlier = sa.and_(questions.c.code == code, questions.c.number < number)
            connection.execute(questions.update().where(earlier).values(step="closed"))
            this = sa.and_(questions.c.code == code, questions.c.number == number)
            connection.execute(questions.update().where(this).values(step=to))

    def results(self, code: str, key: str) -> pd.DataFrame:
        """Every vote on the questions revealed so far; a student is a number that says nothing of who it is."""
        with self.database.connect() as connection:
            self._check_teacher(connection, code, key)
            shown = _questions_of(code).where(questions.c.step.in_(SHOWN))
            asked = {row.number: _question(row.asked) for row in connection.execute(shown)}
            each = sa.select(votes).where(votes.c.code == code, votes.c.number.in_(asked))
            found = connection.execute(each.order_by(votes.c.number, votes.c.round, votes.c.voter)).all()
        names = {who: number for number, who in enumerate(sorted({row.voter for row in found}), 1)}
        rows = [
            (row.number + 1, one.whole, row.round, names[row.voter], row.value, _says(one, row.value))
            for row in found
            for one in [asked[row.number]]
        ]
        return pd.DataFrame(rows, columns=VOTES)

    def delete(self, code: str, key: str) -> None:
        """Delete the room with everything in it."""
        with writing(self.database).begin() as connection:
            self._check_teacher(connection, code, key)
            connection.execute(rooms.delete().where(rooms.c.code == code))

    def delete_ended(self) -> None:
        """Delete every room that has ended, with everything in it."""
        with writing(self.database).begin() as connection:
            connection.execute(rooms.delete().where(rooms.c.ends_at <= self.clock()))

    def _require_room(self, connection: sa.Connection, code: str) -> Mapping[str, Any]:
        """The room's row; NoRoom if there is none, or if the room has ended."""
        there = sa.select(rooms).where(rooms.c.code == code, rooms.c.ends_at > self.clock())
        row = connection.execute(there).mappings().first()
        if row is None:
            raise NoRoom(code)
        return dict(row)

    def _check_teacher(self, connection: sa.Connection, code: str, key: str) -> None:
        if not is_key(key, self._require_room(connection, code)["teacher"]):
            raise NotTheTeacher

    def _seat(self, connection: sa.Connection, code: str, who: str) -> None:
        of_room = seats.c.code == code
        if count(connection, seats, of_room, seats.c.voter == who):
            return
        if count(connection, seats, of_room) >= settings().room_max:
            raise Refused(f"This room is full: {settings().room_max:,} have joined. Please look on with a neighbour.")
        connection.execute(seats.insert().values(code=code, voter=who))


def _questions_of(code: str) -> sa.Select[Any]:
    return sa.select(questions).where(questions.c.code == code).order_by(questions.c.number)


def _of(code: str, number: int) -> sa.ColumnElement[bool]:
    return sa.and_(votes.c.code == code, votes.c.number == number)


def _one_question(connection: sa.Connection, code: str, number: int) -> tuple[Question, Step]:
    row = connection.execute(_questions_of(code).where(questions.c.number == number)).first()
    if row is None:
        raise Refused(f"This room has no question {number + 1}.")
    return _question(row.asked), row.step


def _question(asked: dict[str, Any]) -> Question:
    return Question(**asked | {"options": tuple(asked["options"]), "choices": tuple(asked["choices"])})


def _says(asked: Question, value: float) -> str:
    return asked.choices[int(value)] if asked.choices else asked.unit
