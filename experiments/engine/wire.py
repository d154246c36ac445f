"""Calls as bytes: a scheduler passes them on unread, and a worker imports the project from the folder it runs in."""

import pickle
import sys
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from pathlib import Path
from typing import Any


def packed(function: Callable[..., Any], *arguments: Any) -> bytes:
    """A call of a function of this project, to be done in a worker."""
    return pickle.dumps((function, arguments))


def caller() -> Callable[[bytes], Any]:
    """A function that does a packed call in a worker.

    A function inside a function cannot be sent by its name, so dask sends its code, which runs before the worker has
    imported the project.
    """

    def call(content: bytes) -> Any:
        here = str(Path.cwd())
        if here not in sys.path:  # `dask worker` leaves out the folder that it was started in
            sys.path.insert(0, here)
        function, arguments = pickle.loads(content)
        return function(*arguments)

    return call


def awaiting_caller() -> Callable[[bytes], Awaitable[Any]]:
    """A coroutine function that does a packed call, also of a coroutine function, in a worker's event loop."""
    call = caller()

    async def call_soon(content: bytes) -> Any:
        answer = call(content)
        return await answer if isawaitable(answer) else answer

    return call_soon
