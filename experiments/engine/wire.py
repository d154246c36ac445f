"""Calls as bytes: a scheduler passes them on unread, and a worker imports the project from the folder it runs in."""

import pickle
import sys
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from pathlib import Path
from typing import Any


def calling(function: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
    """A function that calls this one of the project in a worker.

    A function inside a function cannot be sent by its name, so dask sends its code, which runs before the worker has
    imported the project.
    """
    content = pickle.dumps((function, arguments))

    def call() -> Any:
        here = str(Path.cwd())
        if here not in sys.path:  # `dask worker` leaves out the folder that it was started in
            sys.path.insert(0, here)
        own, given = pickle.loads(content)
        return own(*given)

    return call


def awaiting(function: Callable[..., Any], *arguments: Any) -> Callable[[], Awaitable[Any]]:
    """A coroutine function that calls this one, which may be one too, in a worker's event loop."""
    call = calling(function, *arguments)

    async def call_soon() -> Any:
        answer = call()
        return await answer if isawaitable(answer) else answer

    return call_soon
