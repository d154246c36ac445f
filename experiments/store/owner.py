"""Who runs a job: a name from which any process can tell whether that engine is still alive."""

import os
import socket
import uuid

import psutil

SILENT_SECONDS = 60.0


def new_owner() -> str:
    """A new name: host, process, the process's start, and a number that tells engines of one process apart."""
    return f"{socket.gethostname()}|{os.getpid()}|{_started(os.getpid())}|{uuid.uuid4().hex[:8]}"


def is_alive(owner: str, silent_seconds: float) -> bool:
    """Whether the owner still runs: on this host by its process, on another by its last sign of life."""
    host, process, started, _ = owner.split("|")
    if host != socket.gethostname():
        return silent_seconds < SILENT_SECONDS
    return _started(int(process)) == started  # process numbers are reused, but not together with the start


def _started(process: int) -> str:
    try:
        return f"{psutil.Process(process).create_time():.2f}"
    except psutil.NoSuchProcess:
        return ""
