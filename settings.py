"""Every environment variable that Crossover reads, in one frozen object."""

from functools import cache
from pathlib import Path

from platformdirs import user_data_path
from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent
"""The folder of this copy: commands start in it, and the recorded rows are in it."""


class Settings(BaseSettings):
    """What an operator may set; each field is read from the environment variable `CROSSOVER_` + its name."""

    model_config = SettingsConfigDict(env_prefix="CROSSOVER_", frozen=True)

    home: Path = Field(default_factory=lambda: user_data_path("crossover"), description="Database, models and caches.")
    data: Path | None = Field(default=None, description="Folder of class folders and archives to offer as data sets.")
    database_url: str | None = Field(default=None, description="SQLAlchemy URL of the results; if unset, SQLite.")
    engine: str = Field(default="local", description="Where experiments run: local, inline, or tcp://host:port.")
    workers: int | None = Field(default=None, ge=1, description="Local worker processes; if unset, one per core.")
    first_models: bool = Field(default=True, description="Whether the first start trains both models on the digits.")
    max_images: int = Field(default=60_000, ge=1, description="Maximum training images of one experiment.")
    max_queued: int = Field(default=500, ge=1, description="Maximum experiments of all visitors that may wait at once.")
    max_model_bytes: int = Field(default=2 * 2**30, ge=0, description="Maximum bytes of kept models; 0 keeps none.")
    max_epochs: int = Field(default=200, ge=1, description="Maximum epochs of a CNN's training.")
    max_seconds: float = Field(default=3_600, gt=0, description="Seconds after which an experiment is stopped.")
    max_trainings_waiting: int = Field(default=3, ge=0, description="Maximum training runs that a visitor may queue.")
    keep_uploads_hours: float = Field(default=24, gt=0, description="Hours until a visitor's images are deleted.")
    upload_max_bytes: int = Field(default=200 * 2**20, ge=1, description="Maximum bytes of one upload.")
    upload_max_unpacked_bytes: int = Field(default=2 * 2**30, ge=1, description="Maximum bytes after unpacking.")
    upload_max_files: int = Field(default=50_000, ge=1, description="Maximum files in one upload, images or not.")
    upload_max_images: int = Field(
        default=20_000,
        ge=1,
        # The second is the former name.
        validation_alias=AliasChoices("CROSSOVER_UPLOAD_MAX_IMAGES", "CROSSOVER_UPLOAD_MAX_PICTURES"),
        description="Maximum images in one data set of a visitor.",
    )
    upload_max_pixels: int = Field(default=50_000_000, ge=1, le=89_000_000, description="Maximum pixels of an image.")
    upload_max_classes: int = Field(default=100, ge=2, description="Maximum classes in a visitor's data set.")
    upload_max_seconds: float = Field(default=600, gt=0, description="Maximum seconds for reading one upload.")
    upload_max_kept: int = Field(default=5, ge=1, description="Maximum data sets of one visitor at a time.")
    upload_max_total_bytes: int = Field(default=20 * 2**30, ge=1, description="Maximum bytes of all visitors' images.")

    @property
    def results_url(self) -> str:
        """The SQLAlchemy URL of the table of results."""
        return self.database_url or f"sqlite:///{self.home / 'results.sqlite'}"


@cache
def settings() -> Settings:
    """The settings of this process, read once; tests call `settings.cache_clear()`."""
    return Settings()
