"""Every test has a home of its own, and no test reads the settings of another."""

import pytest

from settings import Settings, settings


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A fresh, empty CROSSOVER_HOME, and none of the caller's other settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CROSSOVER_{name.upper()}", raising=False)
    monkeypatch.setenv("CROSSOVER_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    yield tmp_path / "home"
    settings.cache_clear()
