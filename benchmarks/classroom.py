"""A class of thirty on one server: real websocket sessions without browsers, so that the machine only serves pages.

`python benchmarks/classroom.py compare [--students 30] [--seconds 60]`: each moves a slider of the compare page every
few seconds; the seconds run from the move until the server says that the page is done, with both new predictions.
`python benchmarks/classroom.py data_size`: all watch a training on the digits, polling each second.
`python benchmarks/classroom.py errors`: each opens another part of the page on mistakes every ten seconds.
`python benchmarks/classroom.py vote --students 200`: a class votes while a training runs; see `benchmarks/voting.py`.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))  # a script can import only from its own folder

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


def main() -> None:
    """Serve, have the lesson, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", choices=[*QUESTIONS, "vote"])
    parser.add_argument("--students", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, served(home) as (address, _):
        if chosen.page == "vote":
            asyncio.run(hold_vote(address, Path(home), chosen.students))
            return
        students = asyncio.run(lesson(address, chosen.page, chosen.students, chosen.seconds))
    seconds = np.array([second for student in students for second in student.seconds])
    print(f"{chosen.page}, {len(students)} students, {processor()}")
    print(f"{len(seconds)} reruns, {sum(student.n_exceptions for student in students)} failed")
    print(f"median {np.median(seconds):.3f} s, p95 {np.quantile(seconds, 0.95):.3f} s, slowest {seconds.max():.3f} s")


if __name__ == "__main__":
    main()
