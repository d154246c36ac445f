"""What browsers in a room ask: it tells the next step and how many voted, to those in the room alone."""

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from experiments.classroom.room import free
from experiments.store.classrooms import Classrooms
from ui.classroom import watched
from ui.classroom.watched import RoomSteps, step_of, ticket
from ui.common import source

pytestmark = pytest.mark.slow


@pytest.fixture
def rooms():
    """The rooms of this server."""
    return Classrooms(source.store().database)


@pytest.fixture
def opened(rooms):
    """A room with one question: its code and the teacher's key."""
    return rooms.open([free("Who wins?", ["The first", "The second"])])


def asked(steps, code, shown, path="/room-step", times=1, drawn=""):
    """Status and content of the last of this many answers; what is no such request is answered by the app: 299."""

    async def ask():
        for _ in range(times):
            sent.clear()
            query = urlencode({"room": code, "ticket": shown, "step": drawn}).encode()
            await steps({"type": "http", "path": path, "query_string": query}, None, send)

    async def send(message):
        sent.append(message)

    sent = []
    with ThreadPoolExecutor(1) as thread:  # in this one a browser of other tests may have a loop running
        thread.submit(lambda: asyncio.run(ask())).result()
    return sent[0]["status"], json.loads(sent[1]["body"])


async def app(_scope, _receive, send):
    """What the rest of the app answers."""
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})


def test_it_tells_the_step_and_how_many_and_never_how(rooms, opened):
    """Whatever is voted, the answer is the same letter by letter; behind a proxy's path too."""
    code, key = opened
    shown = ticket(rooms.room(code))
    rooms.step(code, key, 0, "open")
    answers = []
    for value in (0.0, 1.0):
        rooms.vote(code, "ann", 0, value)
        answers.append(asked(RoomSteps(app), code, shown, "/at/school/room-step"))

    statuses, contents = zip(*answers, strict=True)
    assert statuses == (200, 200)
    content, other = ({name: said for name, said in one.items() if name != "waited"} for one in contents)
    assert content == other
    assert (content["step"], content["voted"], content["here"]) == ("1 open", "1 of 1 have voted", "1 here")
    assert set(content) == {"step", "voted", "here"}


def test_codes_cannot_be_found_by_trying(rooms, opened):
    """Without the ticket of the room an open room answers as one that there is not; other requests go on to the app."""
    code, key = opened
    shown = ticket(rooms.room(code))
    other = "BBBB" if code != "BBBB" else "CCCC"
    wrong = [asked(RoomSteps(app), *pair) for pair in [(code, "0" * 32), (code, ""), (other, shown), ("é;", shown)]]

    assert wrong == [(404, {})] * 4
    assert asked(RoomSteps(app), code, shown, "/classroom")[0] == 299
    rooms.delete(code, key)
    assert asked(RoomSteps(app), code, shown) == (404, {})


def test_a_class_shares_one_reading(rooms, opened, monkeypatch):
    """A hundred requests at about the same time read the table once."""
    read = []
    monkeypatch.setattr(watched, "READ_SECONDS", 60.0)
    monkeypatch.setattr(watched, "_room_of", lambda code: read.append(code) or rooms.room(code))
    code, _ = opened
    assert asked(RoomSteps(app), code, ticket(rooms.room(code)), times=100)[0] == 200
    assert read == [code]


def test_a_request_waits_for_the_next_step(rooms, opened):
    """It is answered as soon as the teacher goes on, and after about a second if nothing happens; else at once."""
    code, key = opened
    shown = ticket(rooms.room(code))
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(asked, RoomSteps(app), code, shown, drawn="0 waiting")
        time.sleep(0.3)
        rooms.step(code, key, 0, "open")
        _, followed = waiting.result()
    _, stayed = asked(RoomSteps(app), code, shown, drawn="1 open")
    _, behind = asked(RoomSteps(app), code, shown, drawn="0 waiting")

    assert followed["step"] == stayed["step"] == behind["step"] == "1 open"
    assert 0.2 < followed["waited"] < 0.75
    assert 0.75 < stayed["waited"] < 2.5
    assert behind["waited"] < 0.5


def test_a_step_has_another_name_than_every_other(rooms, opened):
    """Before the first question, and at each step of one."""
    code, key = opened
    names = [step_of(rooms.room(code))]
    for step in ("open", "discuss", "again", "reveal"):
        rooms.step(code, key, 0, step)
        names.append(step_of(rooms.room(code)))
    assert names == ["0 waiting", "1 open", "1 discuss", "1 again", "1 reveal"]
