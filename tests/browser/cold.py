"""Cold servers at once: a process that has loaded the libraries, and nothing of ours, splits off each server."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psutil

from settings import ROOT

LIBRARIES = ("numba", "pandas", "plotly.graph_objects", "skimage.feature", "sklearn.svm", "streamlit.web.cli", "torch")
"""What takes a server seconds to load, and says nothing about our pages."""

SPLIT = """
import importlib, json, os, signal, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits here for those that have ended
for line in sys.stdin:
    asked = json.loads(line)
    if pid := os.fork():
        print(pid, flush=True)
        continue
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT)
    for stream, target in ((0, os.open(os.devnull, os.O_RDONLY)), (1, log), (2, log)):
        os.dup2(target, stream)
    os.environ.update(asked["environment"])
    sys.argv = ["streamlit", *asked["arguments"]]
    sys.exit(importlib.import_module("streamlit.web.cli").main())
"""


@contextmanager
def libraries_loaded():
    """The process from which servers are split off."""
    command = [sys.executable, "-c", SPLIT, *LIBRARIES]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:
        yield process


@contextmanager
def split_off(process, home: Path, port: int, path: str):
    """A new server on this port and below this path, which has answered nobody yet, as `streamlit run` starts it."""
    environment = {"CROSSOVER_HOME": str(home), "CROSSOVER_FIRST_MODELS": "false", "CROSSOVER_ENGINE": "inline"}
    environment["STREAMLIT_SERVER_BASE_URL_PATH"] = path
    arguments = ["run", "app.py", "--server.port", str(port), "--server.address", "127.0.0.1"]
    asked = {"arguments": arguments, "environment": environment, "log": str(home.parent / "server.log")}
    print(json.dumps(asked), file=process.stdin, flush=True)
    server = psutil.Process(int(process.stdout.readline()))
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGTERM)
        server.wait(20)
