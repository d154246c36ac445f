"""Every test has a home of its own, and no test reads the settings of another."""

import sys

import psutil
import pytest

from settings import settings, variables
from tests.postgres import find, is_usable, served
from tests.spread import LoadFixtureScheduling, seconds_by_file


@pytest.hookimpl(optionalhook=True)  # pytest-xdist may be switched off
def pytest_xdist_make_scheduler(config, log):
    """Of all processes, one runs what shares fixtures."""
    return LoadFixtureScheduling(config, log)


def pytest_terminal_summary(terminalreporter, config):
    """Beside the slowest tests, the slowest files."""
    if config.getoption("durations"):
        terminalreporter.section("slowest files")
        for file, seconds in seconds_by_file(terminalreporter.stats).most_common(80):
            terminalreporter.write_line(f"{seconds:6.1f} s {file}")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A fresh, empty CROSSOVER_HOME, and none of the caller's other settings."""
    for name in variables():
        monkeypatch.delenv(f"CROSSOVER_{name.upper()}", raising=False)
    monkeypatch.setenv("CROSSOVER_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    yield tmp_path / "home"
    settings.cache_clear()


@pytest.fixture(scope="session")
def postgres():
    """Makes empty Postgres databases; a loud skip where there is no Postgres."""
    if not is_usable():
        pytest.skip("no Postgres: install postgresql to run its tests")
    with served(find()) as database:
        yield database


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
