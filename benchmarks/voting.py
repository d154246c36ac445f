"""A vote of a class: within 20 s all vote while a training runs, and then all follow the reveal.

`python -m benchmarks.classroom vote --students 200`. A vote lasts from the press of the button until the page is done
with "You voted"; following from the teacher's press of Reveal until the page with the chart of all votes is done.
Then the table must have exactly the votes that were given.
"""

import asyncio
import json
import random
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import numpy as np

from benchmarks.session import PATIENCE, Session, opened
from experiments.store.classrooms import Classrooms
from experiments.store.database import connect
from experiments.store.jobs import PENDING
from experiments.store.results import Store
from timing.provenance import processor

VOTING_SECONDS = 20.0
MOST_VOTE, MOST_FOLLOW = 0.3, 1.5
"""The bars in seconds: the slowest twentieth of the votes and of those who follow."""
SETTLED = 0.2
"""Seconds that a whole page takes once nothing but trainings runs beside it."""
FOLLOW = "crossover_follow"
TRAINING = "dataset=Digits&recipe=Thorough"


class Voter(Session):
    """A browser in a room: it asks for the next step, votes once, and follows until the reveal."""

    vote = -1
    vote_seconds = np.nan
    revealed_at = np.nan
    opened_at = np.nan
    server: tuple[str, int]
    connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def take_part(self, wait: float) -> None:
        """Watch until the reveal; vote this many seconds after the question was seen."""
        due = time.perf_counter() + 0.3 * random.random()
        while np.isnan(self.revealed_at):
            vote_at = self.opened_at + wait if self.vote < 0 else np.inf
            if vote_at <= due:
                await asyncio.sleep(vote_at - time.perf_counter())
                await self.give_vote(vote_at)
                continue
            await asyncio.sleep(due - time.perf_counter())
            due = time.perf_counter() + await self._watch()

    async def _watch(self) -> float:
        """What `follow.js` does: ask for the step, and have the page drawn at a new one; seconds until the next."""
        id, fragment, drawn = self.components[FOLLOW]
        query = urlencode({name: drawn[name] for name in ("room", "ticket", "step")})
        start = time.perf_counter()
        try:
            now = await self._asked(query)
        except (OSError, EOFError):  # the server closes a connection that rests; browsers open another
            self.connection = None
            now = await self._asked(query)
        late = time.perf_counter() - start - now["waited"]
        self.seconds.append(late)
        if now["step"] != drawn["step"]:
            await self.rerun(fragment, **{id: {"step": f"{now['step']} {time.time_ns()}"}})
            self._look()
        return min(10.0, 4 * late)

    async def _asked(self, query: str) -> dict[str, Any]:
        """One request, over the connection that is kept open, as browsers keep it."""
        self.connection = self.connection or await asyncio.open_connection(*self.server)
        reader, writer = self.connection
        async with asyncio.timeout(PATIENCE):
            writer.write(f"GET /room-step?{query} HTTP/1.1\r\nHost: benchmark\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = next(line for line in head.lower().splitlines() if line.startswith("content-length:"))
            return dict(json.loads(await reader.readexactly(int(length.partition(":")[2]))))

    def _look(self) -> None:
        """Note when the question and when the reveal are seen."""
        if np.isnan(self.opened_at) and "Vote" in self.buttons:
            self.opened_at = time.perf_counter()
        if self.n_charts:
            self.revealed_at = time.perf_counter()

    async def give_vote(self, asked_at: float = 0.0) -> None:
        """Move the slider, and press the button a moment later."""
        (id, (fragment, steps)) = next(iter(self.steps.items()))
        vote = random.randrange(len(steps))
        await self.rerun(fragment, **{id: steps[vote]})
        pressed_at = max(asked_at, time.perf_counter())
        await self.press("Vote", **{id: steps[vote]})
        if not any(said.startswith("You voted") for said in self.said):
            raise RuntimeError(f"The page did not say that the vote counts: {self.said}")
        self.vote, self.vote_seconds = vote, time.perf_counter() - pressed_at


async def hold_vote(address: str, home: Path, n_students: int) -> None:
    """Open a room, let all in, vote, reveal, and print what was measured."""
    trainer = await opened(Session, address, "data_size", TRAINING)
    await trainer.rerun()
    await trainer.press("Run")
    teacher = await opened(Session, address, "classroom")
    await teacher.rerun()
    await teacher.press("Open the room")
    await _settled(teacher)
    code = teacher.choice("room")
    voters = [await opened(Voter, address, "classroom", f"room={code}") for _ in range(n_students)]
    place = urlsplit(address)
    for voter in voters:
        voter.server = str(place.hostname), int(place.port or 80)
    loaded = await asyncio.gather(*(voter.rerun() for voter in voters))
    print(f"all at once open the page: median {np.median(loaded):.2f} s, slowest {max(loaded):.2f} s", flush=True)
    try:
        revealed_at = await _lead(teacher, voters)
        is_training = bool(Store(home / "results.sqlite").jobs()["status"].isin(PENDING).any())
        _report(voters, revealed_at, is_training)
        _check(home, code, voters)
    finally:
        for session in (trainer, teacher, *voters):
            with suppress(Exception):
                await session.socket.close()


async def _settled(teacher: Session) -> None:
    """Wait until the server, which has just started, has judged the lesson's claims."""
    async with asyncio.timeout(PATIENCE):
        while await teacher.rerun() > SETTLED:
            await asyncio.sleep(1)


async def _lead(teacher: Session, voters: list[Voter]) -> float:
    """Open the question, wait until all have voted, and reveal; returns when that was pressed."""
    part = [asyncio.create_task(voter.take_part(random.uniform(0, VOTING_SECONDS))) for voter in voters]
    await asyncio.sleep(5)  # a class that waits watches too
    await teacher.press("Open question 1")
    async with asyncio.timeout(PATIENCE):
        while any(voter.vote < 0 for voter in voters):
            await asyncio.sleep(0.2)
            for failed in (one for one in part if one.done()):
                failed.result()
    revealed_at = time.perf_counter()
    await teacher.press("Reveal")
    await asyncio.gather(*part)
    return revealed_at


def _report(voters: list[Voter], revealed_at: float, is_training: bool) -> None:
    watched = np.array([second for voter in voters for second in voter.seconds])
    beside = "while a training runs" if is_training else "and NO TRAINING RUNS"
    print(f"{len(voters)} students vote {beside}, {processor()}")
    n_failed, slow = sum(voter.n_exceptions for voter in voters), np.quantile(watched, 0.95)
    print(f"asked {len(watched)} times for the step, p95 {slow:.3f} s; {n_failed} pages failed")
    measured = {
        "vote": ([voter.vote_seconds for voter in voters], MOST_VOTE),
        "following the reveal": ([voter.revealed_at - revealed_at for voter in voters], MOST_FOLLOW),
    }
    for name, (seconds, bar) in measured.items():
        slow = np.quantile(seconds, 0.95)
        print(
            f"{name}: median {np.median(seconds):.3f} s, p95 {slow:.3f} s, slowest {max(seconds):.3f} s "
            f"({'within' if slow <= bar else 'above'} the bar of {bar} s)"
        )


def _check(home: Path, code: str, voters: list[Voter]) -> None:
    """None lost, none counted twice: the table has exactly the votes that were given."""
    rooms = Classrooms(connect(home / "results.sqlite"))
    options = rooms.room(code).questions[0].options
    given = sorted(options[voter.vote] for voter in voters)
    kept = rooms.votes(code, 0)
    if kept != {1: given}:
        raise RuntimeError(f"{len(given)} votes were given and {sum(map(len, kept.values()))} are in the table.")
    print(f"the table has exactly the {len(given)} votes that were given")
