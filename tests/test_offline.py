"""The network unplugged: an empty home, and every process of a command may speak to this machine alone."""

import json
import os
import subprocess
import sys

import pytest

from settings import ROOT
from tests.uploads.delivered import drawn

pytestmark = pytest.mark.slow

UNPLUGGED = """
import os, socket
connect, look_up = socket.socket.connect, socket.getaddrinfo
def is_here(name):
    name = name.decode() if isinstance(name, bytes) else name
    return name in (None, "", "localhost", socket.gethostname(), "0.0.0.0", "::", "::1") or name.startswith("127.")
def refuse(name):
    with open(os.environ["ASKED_FOR"], "a") as asked_for:
        asked_for.write(f"{name}\\n")
    raise OSError("The network is unplugged.")
def connect_here(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6) and not is_here(address[0]):
        refuse(address[0])
    return connect(self, address)
def look_up_here(name, *arguments, **named):
    return look_up(name, *arguments, **named) if is_here(name) else refuse(name)
socket.socket.connect, socket.getaddrinfo = connect_here, look_up_here
"""
"""What Python runs first in every process that finds it on its path as `sitecustomize`."""
LEARNERS = ("svm", "cnn", "pretrained")


def test_every_learner_trains_and_is_measured_without_a_network(tmp_path):
    """In worker processes of their own, from what is installed; and nobody tried to ask the network."""
    (tmp_path / "sitecustomize.py").write_text(UNPLUGGED)
    for number in range(60):
        place = tmp_path / "images" / "ab"[number % 2] / f"{number}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(drawn(number, (32, 32)))
    asked_for = tmp_path / "asked for"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "ASKED_FOR": str(asked_for)}
    environment |= {"CROSSOVER_HOME": str(tmp_path / "home"), "CROSSOVER_DATA": ""}

    words = ["-m", "experiments", "run", "--dataset", str(tmp_path / "images"), "--n-train", "30", "--json"]
    words += [word for learner in LEARNERS for word in ("--learner", learner)]
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert "unplugged" in asks("crossover.invalid", environment)  # so that the test can fail

    assert sorted(row["learner"] for row in rows) == sorted(LEARNERS)
    assert asked_for.read_text().splitlines() == ["crossover.invalid"]


def asks(name, environment):
    """What a process says that looks up this name, after it has read images that are installed."""
    code = f"import catalogue, socket; catalogue.load('digits'); socket.getaddrinfo({name!r}, 80)"
    words = [sys.executable, "-c", code]
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False).stderr
