"""Who runs a job: a name from which any process can tell whether the runner is still alive."""

import os
import socket
import uuid

import psutil

SILENT_SECONDS = 60.0


def new_owner() -> str:
    """Host, process, the process's start, and a number of its own for each engine in the process."""
    return f"{socket.gethostname()}|{os.getpid()}|{_started(os.getpid())}|{uuid.uuid4().hex[:8]}"


def is_alive(owner: str, silent_seconds: float) -> bool:
    """Whether the owner still runs: on this host by its process, on another by its last sign of life."""
    host, process, started, _ = owner.split("|")
    if host != socket.gethostname():
        return silent_seconds < SILENT_SECONDS
    return _started(int(process)) == started  # a process number is used again, its start is not


def _started(process: int) -> str:
    try:
        return f"{psutil.Process(process).create_time():.2f}"
    except psutil.NoSuchProcess:
        return ""
