"""Every environment variable that Crossover reads, in one frozen object."""

import re
from functools import cache
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent
"""The folder of this copy: commands start in it, and the recorded rows are in it."""

UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
DAY = 86_400
MOST = 10**9
"""The largest number of whatever is counted one by one."""


class UnusableSetting(ValueError):  # noqa: N818 - reads as what it says: no "Error" is needed
    """An environment variable has a value that cannot be used; one sentence names it and says what would be right."""


def parse_bytes(text: object) -> int:
    """A number of bytes as people write it: 500MB, 1.5 GiB, 2g or 1000; 1 kB is 1,024 bytes, as pages show it."""
    written = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b|bytes?)?", str(text).strip().lower().replace("_", ""))
    if written is None:
        raise ValueError(f"{text!r} is not a number of bytes.")
    return round(float(written[1]) * UNITS[written[2]])


Bytes = Annotated[int, BeforeValidator(parse_bytes), Field(le=2**50)]
Count = Annotated[int, Field(le=MOST)]
Duration = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Folder = Annotated[Path, AfterValidator(Path.expanduser)]


class Settings(BaseSettings):
    """What an operator may set; each field is read from the environment variable `CROSSOVER_` + its name."""

    model_config = SettingsConfigDict(env_prefix="CROSSOVER_", env_ignore_empty=True, frozen=True)

    home: Folder = Field(
        default_factory=lambda: user_data_path("crossover"), description="Database, models and caches."
    )
    data: Folder | None = Field(default=None, description="Folder of class folders and archives to offer as data sets.")
    database_url: str | None = Field(default=None, description="SQLAlchemy URL of the results; if unset, SQLite.")
    engine: str = Field(
        default="local",
        pattern=r"^(local|inline|(tcp|tls)://.+)$",
        description="Where experiments run: local, inline, or tcp://host:port.",
    )
    workers: int | None = Field(
        default=None, ge=1, le=1_024, description="Local worker processes; if unset, one per core."
    )
    first_models: bool = Field(default=True, description="Whether the first start trains both models on the digits.")
    max_images: Count = Field(default=60_000, ge=1, description="Maximum training images of one experiment.")
    max_queued: Count = Field(
        default=500, ge=1, description="Maximum experiments of all visitors that may wait at once."
    )
    max_model_bytes: Bytes = Field(default=2 * 2**30, description="Maximum bytes of kept models; 0 keeps none.")
    max_epochs: Count = Field(default=200, ge=1, description="Maximum epochs of a CNN's training.")
    max_seconds: Duration = Field(
        default=3_600, le=30 * DAY, description="Seconds after which an experiment is stopped."
    )
    max_trainings_waiting: Count = Field(default=3, ge=0, description="Maximum training runs that a visitor may queue.")
    keep_uploads_hours: Duration = Field(
        default=24, le=24 * 3_660, description="Hours until a visitor's images and GPU rows are deleted."
    )
    upload_max_bytes: Bytes = Field(default=200 * 2**20, ge=1, description="Maximum bytes of one upload.")
    upload_max_unpacked_bytes: Bytes = Field(default=2 * 2**30, ge=1, description="Maximum bytes after unpacking.")
    upload_max_files: Count = Field(default=50_000, ge=1, description="Maximum files in one upload, images or not.")
    upload_max_images: Count = Field(
        default=20_000,
        ge=1,
        # The second is the former name.
        validation_alias=AliasChoices("CROSSOVER_UPLOAD_MAX_IMAGES", "CROSSOVER_UPLOAD_MAX_PICTURES"),
        description="Maximum images in one data set of a visitor.",
    )
    upload_max_pixels: int = Field(default=65_000_000, ge=1, le=89_000_000, description="Maximum pixels of an image.")
    upload_max_classes: Count = Field(default=100, ge=2, description="Maximum classes in a visitor's data set.")
    upload_max_seconds: Duration = Field(default=600, le=DAY, description="Maximum seconds for reading one upload.")
    upload_max_kept: Count = Field(default=5, ge=1, description="Maximum data sets of one visitor at a time.")
    upload_max_total_bytes: Bytes = Field(
        default=20 * 2**30, ge=1, description="Maximum bytes of all visitors' images."
    )

    @property
    def results_url(self) -> str | Path:
        """The SQLAlchemy URL of the table of results, or the path of its SQLite file."""
        return self.database_url or self.home / "results.sqlite"


@cache
def settings() -> Settings:
    """The settings of this process, read once; UnusableSetting names the first variable that cannot be used.

    Tests call `settings.cache_clear()`.
    """
    try:
        return Settings()
    except ValidationError as problem:
        raise UnusableSetting(_sentence(problem)) from None


def _sentence(problem: ValidationError) -> str:
    """The first variable that is wrong, what it holds, and what it must be."""
    fault = problem.errors()[0]
    field = str(fault["loc"][0]).upper().removeprefix("CROSSOVER_").lower()
    about = Settings.model_fields[field]
    meaning = (about.description or "").rstrip(".")
    return f"CROSSOVER_{field.upper()} is {fault['input']!r} but must be {_wanted(about)} ({meaning})."


def _wanted(about: FieldInfo) -> str:
    """What a variable may hold, in words: "a whole number from 1 to 1,024"."""
    if about.annotation is bool:
        return "true or false"
    bounds = {name: getattr(one, name) for one in about.metadata for name in ("gt", "ge", "le") if hasattr(one, name)}
    if not bounds:  # the meaning lists the words that are known
        return "one of these values"
    least = f"above {bounds['gt']}" if "gt" in bounds else f"from {bounds.get('ge', 0):,}"
    if any(getattr(one, "func", None) is parse_bytes for one in about.metadata):
        return f"a number of bytes {least} to 1024TB, like 200MB"
    kind = "a number" if about.annotation is float else "a whole number"
    most = f"and at most {bounds['le']:,}" if "gt" in bounds else f"to {bounds['le']:,}"
    return f"{kind} {least} {most}"
