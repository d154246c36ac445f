"""Every environment variable that Crossover reads, in one frozen object.

It needs no library, so that a machine that only records rows can read it.
"""

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_type_hints

ROOT = Path(__file__).parent
"""The folder of this copy: commands start in it, and the recorded rows are in it."""

UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
SWITCH = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
HOUR, DAY = 3_600, 86_400
MOST = 10**9
"""The largest value of a setting that counts things."""


class UnusableSetting(ValueError):  # noqa: N818 - reads as what it says: no "Error" is needed
    """An environment variable has a value that cannot be used; one sentence names it and says what would be right."""


def parse_bytes(text: str) -> int:
    """A number of bytes as people write it: 500MB, 1.5 GiB, 2g or 1000; 1 kB is 1,024 bytes, as pages show it."""
    written = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b|bytes?)?", text.strip().lower().replace("_", ""))
    if written is None:
        raise ValueError(f"{text!r} is not a number of bytes.")
    return round(float(written[1]) * UNITS[written[2]])


def parse_switch(text: str) -> bool:
    """True or false; KeyError for any other word."""
    return SWITCH[text.strip().lower()]


def parse_engine(text: str) -> str:
    """Where experiments run; ValueError for an unknown place."""
    if not re.fullmatch(r"local|inline|(tcp|tls)://.+", text):
        raise ValueError(f"There is no engine {text!r}.")
    return text


def parse_folder(text: str) -> Path:
    """A path; a file of variables is read without a shell, which would know what a tilde means."""
    return Path(text).expanduser()


def user_data() -> Path:
    """The folder where this system keeps a person's data of this program."""
    try:
        from platformdirs import user_data_path
    except ImportError:  # a machine that only records rows has few libraries
        return Path.home() / ".local" / "share" / "crossover"
    return user_data_path("crossover")


@dataclass(frozen=True)
class Variable:
    """What a variable means, how its text is parsed, and in words what it must be, its bounds in braces."""

    meaning: str
    parse: Callable[[str], Any] = str
    wanted: str = "one of these values"  # which the meaning lists
    former_name: str = ""

    def read(self, text: str) -> Any:
        """The value; ValueError or KeyError if the variable may not hold this text."""
        return self.parse(text)


@dataclass(frozen=True)
class Number(Variable):
    """A number within bounds."""

    parse: Callable[[str], Any] = int
    wanted: str = "a whole number from {least:,} to {most:,}"
    least: float = 0
    most: float = MOST

    def read(self, text: str) -> Any:
        """The number; ValueError if it is out of bounds or none at all."""
        number = self.parse(text)
        if not self.least <= number <= self.most:  # true of "nan" too
            raise ValueError(f"{text!r} is out of bounds.")
        return number


@dataclass(frozen=True)
class Duration(Number):
    """Seconds or hours, more than none."""

    parse: Callable[[str], Any] = float
    wanted: str = "a number above 0 and at most {most:,}"
    least: float = sys.float_info.min  # any number above 0


@dataclass(frozen=True)
class Bytes(Number):
    """A number of bytes."""

    parse: Callable[[str], Any] = parse_bytes
    wanted: str = "a number of bytes from {least:,} to 1024TB, like 200MB"
    most: float = 2**50


@dataclass(frozen=True)
class Settings:
    """What an operator may set; each field is read from the environment variable `CROSSOVER_` + its name."""

    home: Annotated[Path, Variable("Database, models and caches.", parse_folder)] = field(default_factory=user_data)
    data: Annotated[
        Path | None, Variable("Folder of class folders and archives to offer as data sets.", parse_folder)
    ] = None
    weights: Annotated[
        Path | None, Variable("Folder of torchvision's weights for other pretrained networks.", parse_folder)
    ] = None
    database_url: Annotated[str | None, Variable("SQLAlchemy URL of the results; if unset, SQLite.")] = None
    engine: Annotated[str, Variable("Where experiments run: local, inline, or tcp://host:port.", parse_engine)] = (
        "local"
    )
    workers: Annotated[int | None, Number("Local worker processes; if unset, one per core.", least=1, most=1_024)] = (
        None
    )
    first_models: Annotated[
        bool, Variable("Whether a first start brings recorded models and trains more.", parse_switch, "true or false")
    ] = True
    max_images: Annotated[int, Number("Maximum training images of one experiment.", least=1)] = 60_000
    max_queued: Annotated[int, Number("Maximum experiments of all visitors that may wait at once.", least=1)] = 500
    max_model_bytes: Annotated[int, Bytes("Maximum bytes of kept models; 0 keeps none.")] = 2 * 2**30
    max_epochs: Annotated[int, Number("Maximum epochs of a CNN's training.", least=1)] = 200
    max_seconds: Annotated[float, Duration("Seconds after which an experiment is stopped.", most=30 * DAY)] = HOUR
    room_max: Annotated[int, Number("Maximum browsers in one classroom.", least=1, most=10_000)] = 300
    max_trainings_waiting: Annotated[int, Number("Maximum training runs that a visitor may queue.")] = 3
    keep_uploads_hours: Annotated[
        float, Duration("Hours until a visitor's images and GPU rows are deleted.", most=24 * 3_660)
    ] = 24
    upload_max_bytes: Annotated[int, Bytes("Maximum bytes of one upload.", least=1)] = 200 * 2**20
    upload_max_unpacked_bytes: Annotated[int, Bytes("Maximum bytes after unpacking.", least=1)] = 2 * 2**30
    upload_max_files: Annotated[int, Number("Maximum files in one upload, images or not.", least=1)] = 50_000
    upload_max_images: Annotated[
        int,
        Number("Maximum images in one data set of a visitor.", least=1, former_name="UPLOAD_MAX_PICTURES"),
    ] = 20_000
    upload_max_pixels: Annotated[int, Number("Maximum pixels of an image.", least=1, most=89_000_000)] = 65_000_000
    upload_max_classes: Annotated[int, Number("Maximum classes in a visitor's data set.", least=2)] = 100
    upload_max_seconds: Annotated[float, Duration("Maximum seconds for reading one upload.", most=DAY)] = 600
    upload_max_kept: Annotated[int, Number("Maximum data sets of one visitor at a time.", least=1)] = 5
    upload_max_total_bytes: Annotated[int, Bytes("Maximum bytes of all visitors' images.", least=1)] = 20 * 2**30

    @property
    def results_url(self) -> str | Path:
        """The SQLAlchemy URL of the table of results, or the path of its SQLite file."""
        return self.database_url or self.home / "results.sqlite"


@cache
def settings() -> Settings:
    """The settings of this process, read once; UnusableSetting names the first variable that cannot be used.

    Tests call `settings.cache_clear()`.
    """
    return read(os.environ)


def variables() -> dict[str, Variable]:
    """What each field of the settings is read from, by the field's name."""
    hints = get_type_hints(Settings, include_extras=True)
    return {one.name: hints[one.name].__metadata__[0] for one in fields(Settings)}


def read(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment; an empty variable counts as unset. UnusableSetting as `settings` raises it."""
    found = {}
    for name, variable in variables().items():
        names = [f"CROSSOVER_{one}" for one in (name.upper(), variable.former_name) if one]
        if used := next((one for one in names if environment.get(one)), None):
            found[name] = _value(variable, used, environment[used])
    return Settings(**found)


def _value(variable: Variable, name: str, text: str) -> Any:
    """What the variable holds; UnusableSetting says what it must be."""
    try:
        return variable.read(text)
    except (ValueError, KeyError, OverflowError):
        wanted, meaning = variable.wanted.format(**vars(variable)), variable.meaning.rstrip(".")
        raise UnusableSetting(f"{name} is {text!r} but must be {wanted} ({meaning}).") from None
