"""What an operator may set, where it has its effect, and that a wrong value is refused at once."""

import os
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest
from platformdirs import user_data_path

from settings import Settings, UnusableSetting, read, settings, variables


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    """No variable of the person who runs the tests counts, and no setting read here is kept for other tests."""
    for name in variables():
        monkeypatch.delenv(f"CROSSOVER_{name.upper()}", raising=False)
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_without_variables_everything_has_a_default():
    """One command starts the app: results lie in the user's own data folder, and nothing must be set."""
    found = settings()

    assert found.home == user_data_path("crossover")
    assert found.data is None
    assert found.engine == "local"
    assert found.results_url == found.home / "results.sqlite"


VALUES = {
    "home": ("/somewhere/else", Path("/somewhere/else")),
    "data": ("/images", Path("/images")),
    "weights": ("/weights", Path("/weights")),
    "database_url": ("postgresql://host/crossover", "postgresql://host/crossover"),
    "engine": ("tcp://host:8786", "tcp://host:8786"),
    "workers": ("3", 3),
    "max_images": ("500", 500),
    "max_queued": ("20", 20),
    "first_models": ("false", False),
    "max_model_bytes": ("0", 0),
    "max_epochs": ("50", 50),
    "max_seconds": ("90", 90.0),
    "room_max": ("30", 30),
    "max_trainings_waiting": ("0", 0),
    "keep_uploads_hours": ("1.5", 1.5),
    "upload_max_bytes": ("1000", 1_000),
    "upload_max_unpacked_bytes": ("1000", 1_000),
    "upload_max_files": ("10", 10),
    "upload_max_images": ("10", 10),
    "upload_max_pixels": ("10", 10),
    "upload_max_classes": ("3", 3),
    "upload_max_seconds": ("5", 5.0),
    "upload_max_kept": ("1", 1),
    "upload_max_total_bytes": ("1000", 1_000),
}
"""What the variable of each setting may hold, and the value that it then has."""


def test_each_setting_has_its_variable(monkeypatch):
    """CROSSOVER_ and the setting's name in capitals sets that setting and no other."""
    defaults = Settings()
    for name, (text, value) in VALUES.items():
        with monkeypatch.context() as patch:
            patch.setenv(f"CROSSOVER_{name.upper()}", text)

            assert read(os.environ) == replace(defaults, **{name: value})


def test_the_older_name_of_a_variable_still_counts(monkeypatch):
    """Servers that were set up before images were called so keep their limit; the new name wins."""
    monkeypatch.setenv("CROSSOVER_UPLOAD_MAX_PICTURES", "7")
    assert read(os.environ).upload_max_images == 7
    monkeypatch.setenv("CROSSOVER_UPLOAD_MAX_IMAGES", "8")
    assert read(os.environ).upload_max_images == 8


def test_every_setting_is_tested_and_described():
    """A new setting gets a line above, and says in its description what it does."""
    assert set(VALUES) == set(variables())
    assert all(variable.meaning for variable in variables().values())


NUMBERS = [name for name, (_, value) in VALUES.items() if type(value) in (int, float)]


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_out_of_bounds_is_one_sentence(monkeypatch, name):
    """It names the variable and what would be right, whatever the number means."""
    variable = f"CROSSOVER_{name.upper()}"
    for text in ("-1", "many", "nan", "inf", "1e400", "99999999999999999999"):
        monkeypatch.setenv(variable, text)
        settings.cache_clear()
        with pytest.raises(UnusableSetting, match=rf"^{variable} is '{text}' but must be a .*number [^\n]+\)\.$"):
            settings()


@pytest.mark.parametrize("name", ["workers", "max_images", "max_queued", "upload_max_bytes", "keep_uploads_hours"])
def test_none_at_all_is_refused(monkeypatch, name):
    """A server without workers, or that accepts no image, would wait for ever."""
    monkeypatch.setenv(f"CROSSOVER_{name.upper()}", "0")
    with pytest.raises(UnusableSetting, match=name.upper()):
        settings()


@pytest.mark.parametrize(("name", "text", "words"), [
    ("engine", "clustr", "local, inline, or tcp://host:port"),
    ("first_models", "perhaps", "true or false"),
    ("upload_max_bytes", "500XB", "like 200MB"),
])  # fmt: skip
def test_a_word_that_is_not_known_is_one_sentence(monkeypatch, name, text, words):
    """It lists the words that are."""
    monkeypatch.setenv(f"CROSSOVER_{name.upper()}", text)
    with pytest.raises(UnusableSetting) as problem:
        settings()
    assert words in str(problem.value)


@pytest.mark.parametrize(("text", "n_bytes"), [
    ("500MB", 500 * 2**20), ("2 GB", 2 * 2**30), ("1GiB", 2**30), ("1.5g", 3 * 2**29), ("300 kb", 300 * 2**10),
    ("1000", 1_000), ("1_000", 1_000), ("7 bytes", 7), ("1 TB", 2**40),
])  # fmt: skip
def test_bytes_are_read_as_people_write_them(monkeypatch, text, n_bytes):
    """In the units in which pages show them: 1 kB is 1,024 bytes."""
    monkeypatch.setenv("CROSSOVER_UPLOAD_MAX_BYTES", text)
    assert read(os.environ).upload_max_bytes == n_bytes


def test_an_empty_variable_counts_as_unset(monkeypatch):
    """A line without a value in a file of variables is no value, and no folder."""
    for name in VALUES:
        monkeypatch.setenv(f"CROSSOVER_{name.upper()}", "")
    assert read(os.environ) == Settings(home=user_data_path("crossover"))


def test_a_folder_may_begin_with_a_tilde(monkeypatch):
    """A file of variables is read without a shell that would know it."""
    monkeypatch.setenv("CROSSOVER_DATA", "~/images")
    assert read(os.environ).data == Path.home() / "images"


def test_the_database_may_be_elsewhere(monkeypatch):
    """With a URL of its own the table of results leaves the home; everything else stays there."""
    monkeypatch.setenv("CROSSOVER_DATABASE_URL", "postgresql://host/crossover")

    assert settings().results_url == "postgresql://host/crossover"


def test_settings_are_read_once_and_frozen(monkeypatch):
    """The same for every visitor and every thread, whatever changes in the environment meanwhile."""
    first = settings()
    monkeypatch.setenv("CROSSOVER_WORKERS", "7")

    assert settings() is first
    with pytest.raises(FrozenInstanceError):
        first.workers = 7
