"""The connection to the database: SQLite's write-ahead log, one writer at a time, and the newest schema."""

import sqlite3
import time
from pathlib import Path

import sqlalchemy as sa

from experiments.store.migrations import migrate

BUSY_SECONDS = 30
RETRY_SECONDS = 0.02


def connect(url: str) -> sa.Engine:
    """The database at the SQLAlchemy URL, created and brought to the newest schema; ValueError if that cannot be."""
    try:
        database = open_database(url)
        with writing(database).begin() as connection:
            migrate(connection)
    except (sa.exc.SQLAlchemyError, ImportError, ValueError) as problem:
        reason = str(getattr(problem, "orig", None) or problem).strip().partition("\n")[0].rstrip(".")
        raise ValueError(
            f"The database of results cannot be opened ({reason}); "
            "CROSSOVER_DATABASE_URL must be the SQLAlchemy URL of one that answers, like sqlite:////folder/file.sqlite."
        ) from problem
    return database


def open_database(url: str) -> sa.Engine:
    """The database as it is, without migration."""
    address = sa.make_url(url)
    if address.get_backend_name() != "sqlite":
        return sa.create_engine(url)
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    database = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    sa.event.listen(database, "connect", _prepare)
    sa.event.listen(database, "begin", _begin)
    return database


def writing(database: sa.Engine) -> sa.Engine:
    """The same database, whose transactions take the write lock at their start."""
    return database.execution_options(writing=True)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late: two readers may then both want to write
    write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def write_ahead(connection: sqlite3.Connection) -> None:
    """Switch the log on; of several that do so at once SQLite sends some away without waiting, whatever its timeout."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(RETRY_SECONDS)


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN")
