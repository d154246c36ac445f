"""A server for a benchmark, and its visitors without browsers: real websocket sessions; it only serves pages."""

import asyncio
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from settings import ROOT

PATIENCE = 180.0

Visitor = TypeVar("Visitor", bound="Session")


@contextmanager
def served(home: Path | str, **variables: str) -> Iterator[tuple[str, int]]:
    """The address and the process of a server with this home and these variables of the environment."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {**os.environ, "CROSSOVER_HOME": str(home), **variables}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_until_up(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait()


def wait_until_up(address: str) -> None:
    """Return when the server answers."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("The server does not answer.")


class Session:
    """One session: the widgets of its page, what the page says, and the seconds that each of its reruns took."""

    def __init__(self, socket: ClientConnection, page: str, query: str = "") -> None:
        self.socket = socket
        self.page = page
        self.query = query
        self.sliders: dict[str, tuple[str, float, float, float]] = {}
        self.steps: dict[str, tuple[str, list[str]]] = {}
        self.buttons: dict[str, tuple[str, str]] = {}
        self.tabs = ""
        self.tabs_fragment = ""
        self.components: dict[str, tuple[str, str, dict[str, Any]]] = {}
        self.said: list[str] = []
        self.n_charts = 0
        self.polls: dict[str, float] = {}
        self.n_exceptions = 0
        self.seconds: list[float] = []

    async def rerun(
        self, fragment: str = "", auto: bool = False, **states: float | bool | str | dict[str, str]
    ) -> float:
        """Request a rerun, of a fragment if one is named, and wait for its end."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = auto
        for id, value in states.items():
            state = message.rerun_script.widget_states.widgets.add(id=id)
            if isinstance(value, bool):
                state.trigger_value = value
            elif id == self.tabs:
                state.string_value = str(value)
            elif isinstance(value, dict):  # what a component of ours tells
                state.json_value = json.dumps(value)
            elif isinstance(value, str):  # a slider whose steps have names
                state.string_array_value.data.append(value)
            else:
                state.double_array_value.data.append(value)
        self.said.clear()
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not await self._hear():
                pass
        return time.perf_counter() - start

    async def press(self, label: str, **states: str) -> float:
        """Press the button of this label, with the values of other widgets; the seconds until the page is done."""
        id, fragment = self.buttons[label]
        return await self.rerun(fragment, **states, **{id: True})

    async def _hear(self) -> bool:
        """Read one message; returns whether it ends a run."""
        message = ForwardMsg.FromString(bytes(await self.socket.recv(decode=False)))
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._see(message.delta.new_element, message.delta.fragment_id)
            if id := message.delta.add_block.tab_container.id:
                self.tabs, self.tabs_fragment = id, message.delta.fragment_id
        elif kind == "auto_rerun":
            self.polls[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        if kind != "script_finished":
            return False
        if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self.polls.clear()  # a whole run begins, whose fragments poll in place of these
            return False
        return True

    def _see(self, element: Element, fragment: str) -> None:
        """Note what a visitor would see of this element."""
        kind = element.WhichOneof("type")
        if kind == "slider" and element.slider.options:
            self.steps[element.slider.id] = fragment, list(element.slider.options)
        elif kind == "slider" and element.slider.min < element.slider.max and len(element.slider.default) == 1:
            slider = element.slider
            self.sliders[slider.id] = (fragment, slider.min, slider.max, slider.step)
        elif kind == "button":
            self.buttons[element.button.label] = (element.button.id, fragment)
        elif kind == "bidi_component":
            component = element.bidi_component
            data = json.loads(component.mixed.json or component.json or "{}")
            self.components[component.component_name] = component.id, fragment, data
        elif kind == "alert":
            self.said.append(element.alert.body)
        # A chart of nothing has a waiting browser load what draws charts.
        self.n_charts += kind == "plotly_chart" and "classroom_no_chart" not in element.plotly_chart.id
        self.n_exceptions += kind == "exception"

    def choice(self, name: str) -> str:
        """The value of a parameter in the page's address."""
        return parse_qs(self.query)[name][0]


async def opened(kind: type[Visitor], address: str, page: str, query: str = "", token: str = "") -> Visitor:
    """A session of a new browser, or of the one with this token, which has not loaded its page yet."""
    cookie = {"Cookie": f"crossover_visitor={token or secrets.token_urlsafe(32)}"}
    stream = f"{address.replace('http', 'ws')}/_stcore/stream"
    return kind(await connect(stream, max_size=None, ping_interval=None, additional_headers=cookie), page, query)
