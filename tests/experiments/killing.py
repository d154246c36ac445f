"""Kills what measures, in the middle of it: the workers of an engine, or a command with all of its workers."""

import signal
import time

import psutil

PATIENCE = 200
HERE = ("--engine", "inline")
"""A command's words to measure in its own process: workers take seconds to start."""


def until(found, seconds=PATIENCE):
    """What is found as soon as it is there."""
    deadline = time.monotonic() + seconds
    while not (value := found()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return value


def kill_workers():
    """Kill the processes that measure, which spawn sets up for their nanny; those who watch over them live on."""
    for process in psutil.Process().children(recursive=True):
        if "spawn_main" in " ".join(process.cmdline()) and not process.children():
            process.send_signal(signal.SIGKILL)


def kill_command(running):
    """Kill a command, and wait until its workers have noticed; how many of them there were."""
    family = psutil.Process(running.pid).children(recursive=True)
    running.kill()
    running.wait()
    gone, _ = psutil.wait_procs(family, timeout=10)
    return len(gone)
