"""A class of thirty on one server: real websocket sessions without browsers, so that the machine only serves pages.

`python benchmarks/classroom.py compare [--students 30] [--seconds 60]`: each moves a slider of the compare page every
few seconds; the seconds run from the move until the server says that the page is done, with both new predictions.
`python benchmarks/classroom.py data_size`: all watch a training on the digits, polling each second.
`python benchmarks/classroom.py errors`: each opens another part of the page on mistakes every ten seconds.
"""

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

sys.path.insert(0, str(Path(__file__).parents[1]))  # a script can import only from its own folder

from benchmarks.first_page import ADDRESS, PORT, ROOT, wait_until_up
from timing.provenance import processor

PATIENCE = 180.0
QUESTIONS = {"compare": "dataset=Digits", "data_size": "dataset=Digits&recipe=Thorough", "errors": ""}
PARTS = ("Is it real?", "Images", "Which classes", "The same mistakes?", "A lucky seed", "The shortcut trap")


class Student:
    """One session: the widgets of its page, and the seconds that each of its reruns took."""

    def __init__(self, socket: ClientConnection, page: str) -> None:
        self.socket = socket
        self.page = page
        self.tabs = ""
        self.sliders: dict[str, tuple[str, float, float, float]] = {}
        self.run_button = ""
        self.polls: dict[str, float] = {}
        self.n_exceptions = 0
        self.seconds: list[float] = []

    async def rerun(self, fragment: str = "", auto: bool = False, **states: float | bool | str) -> float:
        """Request a rerun, of a fragment if one is named, and wait for its end."""
        message = BackMsg()
        message.rerun_script.query_string = QUESTIONS[self.page]
        message.rerun_script.page_name = self.page
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = auto
        for id, value in states.items():
            state = message.rerun_script.widget_states.widgets.add(id=id)
            if isinstance(value, bool):
                state.trigger_value = value
            elif isinstance(value, str):
                state.string_value = value
            else:
                state.double_array_value.data.append(value)
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not await self._hear():
                pass
        return time.perf_counter() - start

    async def _hear(self) -> bool:
        """Read one message; returns whether it ends a run."""
        message = ForwardMsg.FromString(bytes(await self.socket.recv(decode=False)))
        element = message.delta.new_element
        kind = element.WhichOneof("type") if message.WhichOneof("type") == "delta" else ""
        if kind == "slider" and element.slider.min < element.slider.max and len(element.slider.default) == 1:
            slider = element.slider
            self.sliders[slider.id] = (message.delta.fragment_id, slider.min, slider.max, slider.step)
        if kind == "button" and element.button.label == "Run":
            self.run_button = element.button.id
        if tabs := message.delta.add_block.tab_container.id:
            self.tabs = tabs
        self.n_exceptions += kind == "exception"
        if message.WhichOneof("type") == "auto_rerun":
            self.polls[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        if message.WhichOneof("type") != "script_finished":
            return False
        if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self.polls.clear()  # a whole run begins, whose fragments poll in place of these
            return False
        return True

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
            self.seconds.append(await self.rerun(**{self.tabs: random.choice(PARTS)}))

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


async def lesson(page: str, n_students: int, seconds: float) -> list[Student]:
    """All open the page, the first a little earlier, and then move sliders or poll."""
    students: list[Student] = []
    try:
        for _ in range(n_students):
            address = f"{ADDRESS.replace('http', 'ws')}/_stcore/stream"
            students.append(Student(await connect(address, max_size=None, ping_interval=None), page))
        first = students[0]
        await ready(first)
        opened = await asyncio.gather(*(student.rerun() for student in students[1:]))
        print(f"all at once open the page: median {np.median(opened):.2f} s, slowest {max(opened):.2f} s")
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
            await first.rerun(**{first.run_button: True})
            return
        await asyncio.sleep(1)
    raise TimeoutError("The page never became ready.")


def main() -> None:
    """Serve, have the lesson, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", choices=QUESTIONS)
    parser.add_argument("--students", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(PORT)]
        server = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "CROSSOVER_HOME": home}, stdout=subprocess.DEVNULL
        )
        try:
            wait_until_up()
            students = asyncio.run(lesson(chosen.page, chosen.students, chosen.seconds))
        finally:
            server.terminate()
            server.wait()
    seconds = np.array([second for student in students for second in student.seconds])
    print(f"{chosen.page}, {len(students)} students, {processor()}")
    print(f"{len(seconds)} reruns, {sum(student.n_exceptions for student in students)} failed")
    print(f"median {np.median(seconds):.3f} s, p95 {np.quantile(seconds, 0.95):.3f} s, slowest {seconds.max():.3f} s")


if __name__ == "__main__":
    main()
