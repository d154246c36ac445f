"""Every test has a home of its own, and no test reads the settings of another."""

import sys

import psutil
import pytest

from settings import settings, variables


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A fresh, empty CROSSOVER_HOME, and none of the caller's other settings."""
    for name in variables():
        monkeypatch.delenv(f"CROSSOVER_{name.upper()}", raising=False)
    monkeypatch.setenv("CROSSOVER_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    yield tmp_path / "home"
    settings.cache_clear()


@pytest.fixture(autouse=sys.platform == "linux")
def rights():
    """No test takes rights from the process that runs them all, which would be killed for it in a later test."""
    before = held()
    yield
    assert held() == before, "this test bound the process of all tests"


def held():
    """How kindly this process is scheduled, and the most seconds and bytes that it may take."""
    process = psutil.Process()
    return process.nice(), process.rlimit(psutil.RLIMIT_CPU), process.rlimit(psutil.RLIMIT_DATA)
