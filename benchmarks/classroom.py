"""A class of thirty on one server: real websocket sessions without browsers, so that the machine only serves pages.

`python -m benchmarks.classroom compare [--students 30] [--seconds 60]`: each moves a slider of the compare page every
few seconds; the seconds run from the move until the server says that the page is done, with both new predictions.
`python -m benchmarks.classroom data_size`: all watch a training on the digits, polling each second.
`python -m benchmarks.classroom errors`: each opens another part of the page on mistakes every ten seconds.
`python -m benchmarks.classroom vote --students 200`: a class votes while a training runs; see `benchmarks/voting.py`.
"""

import asyncio
import random
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Literal

import numpy as np
import typer

from benchmarks.session import PATIENCE, Session, opened, served
from benchmarks.voting import hold_vote
from timing.provenance import processor

QUESTIONS = {"compare": "dataset=Digits", "data_size": "dataset=Digits&recipe=Thorough", "errors": ""}
PARTS = ("Is it real?", "Images", "Which classes", "The same mistakes?", "A lucky seed", "The shortcut trap")


class Student(Session):
    """A session that moves sliders, opens parts of a page, or polls."""

    async def move_sliders(self, end: float) -> None:
        """Move a slider every few seconds until the end."""
        while time.perf_counter() < end:
            await asyncio.sleep(random.uniform(1, 3))
            id = random.choice([id for id, slider in self.sliders.items() if slider[0]])
            fragment, low, high, step = self.sliders[id]
            value = low + step * random.randint(0, round((high - low) / step))
            self.seconds.append(await self.rerun(fragment, **{id: value}))

    async def open_parts(self, end: float) -> None:
        """Open another part every ten seconds or so until the end: people read it first."""
        while time.perf_counter() < end:
            await asyncio.sleep(random.uniform(5, 15))
            self.seconds.append(await self.rerun(self.tabs_fragment, **{self.tabs: random.choice(PARTS)}))

    async def poll(self, end: float) -> None:
        """Rerun each part of the page as often as it asks for it."""
        due: dict[str, float] = {}
        while time.perf_counter() < end and self.polls:
            for fragment, interval in self.polls.items():
                due.setdefault(fragment, time.perf_counter() + interval)
            fragment = min(self.polls, key=due.__getitem__)
            await asyncio.sleep(due[fragment] - time.perf_counter())
            due[fragment] = time.perf_counter() + self.polls[fragment]
            self.seconds.append(await self.rerun(fragment, auto=True))


async def lesson(address: str, page: str, n_students: int, seconds: float) -> list[Student]:
    """All open the page, the first a little earlier, and then move sliders or poll."""
    students: list[Student] = []
    try:
        students += [await opened(Student, address, page, QUESTIONS[page]) for _ in range(n_students)]
        first = students[0]
        await ready(first)
        loaded = await asyncio.gather(*(student.rerun() for student in students[1:]))
        print(f"all at once open the page: median {np.median(loaded):.2f} s, slowest {max(loaded):.2f} s")
        end = time.perf_counter() + seconds
        act = {"compare": Student.move_sliders, "data_size": Student.poll, "errors": Student.open_parts}[page]
        await asyncio.gather(*(act(student, end) for student in students))
    finally:
        for student in students:
            with suppress(Exception):
                await student.socket.close()
    return students


async def ready(first: Student) -> None:
    """Wait until there are sliders, or press Run."""
    for _ in range(int(PATIENCE)):
        await first.rerun()
        if first.page == "compare" and any(slider[0] for slider in first.sliders.values()):
            return
        if first.page == "errors":
            return
        if first.page == "data_size":
            await first.press("Run")
            return
        await asyncio.sleep(1)
    raise TimeoutError("The page never became ready.")


def main(page: Literal["compare", "data_size", "errors", "vote"], students: int = 30, seconds: float = 60) -> None:
    """Serve, have the lesson, and print."""
    with tempfile.TemporaryDirectory() as home, served(home) as (address, _):
        if page == "vote":
            asyncio.run(hold_vote(address, Path(home), students))
            return
        present = asyncio.run(lesson(address, page, students, seconds))
    waited = np.array([second for student in present for second in student.seconds])
    print(f"{page}, {students} students, {processor()}")
    print(f"{len(waited)} reruns, {sum(student.n_exceptions for student in present)} failed")
    print(f"median {np.median(waited):.3f} s, p95 {np.quantile(waited, 0.95):.3f} s, slowest {waited.max():.3f} s")


if __name__ == "__main__":
    main.__doc__ = __doc__  # what --help prints
    typer.run(main)
