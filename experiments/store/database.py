"""The connection to the database (write-ahead log, one writer at a time, newest schema), and reading from it."""

import sqlite3
import time
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from experiments.store.migrations import migrate
from experiments.store.schema import Json

BUSY_SECONDS = 30
ROWS_AT_ONCE = 5_000
"""Rows held as Python objects at once: 100,000 need 240 MB, which the process would not give back."""
RETRY_SECONDS = 0.02
WRITERS = 0x43524F53  # the number of the lock that writers to Postgres share


def connect(place: str | Path) -> sa.Engine:
    """The database at an SQLAlchemy URL or in a file, created and migrated; ValueError if that fails."""
    try:
        database = open_database(place)
        with writing(database).begin() as connection:
            migrate(connection)
    except (sa.exc.SQLAlchemyError, ImportError, ValueError) as problem:
        reason = str(getattr(problem, "orig", None) or problem).strip().partition("\n")[0].rstrip(".")
        raise ValueError(
            f"The database of results cannot be opened ({reason}); "
            "CROSSOVER_DATABASE_URL must be the SQLAlchemy URL of one that answers, like sqlite:////folder/file.sqlite."
        ) from problem
    return database


def open_database(place: str | Path) -> sa.Engine:
    """The database without migration."""
    # In a URL that is written as text, a `?` would end the path.
    address = sa.URL.create("sqlite", database=str(place)) if isinstance(place, Path) else sa.make_url(place)
    if address.get_backend_name() != "sqlite":
        database = sa.create_engine(address, pool_pre_ping=True)  # the server may have ended a connection meanwhile
        sa.event.listen(database, "begin", _queue_up)
        return database
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    database = sa.create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    sa.event.listen(database, "connect", _prepare)
    sa.event.listen(database, "begin", _begin)
    return database


def writing(database: sa.Engine) -> sa.Engine:
    """The same database, with transactions that take the write lock when they begin."""
    return database.execution_options(writing=True)


def is_unreachable(problem: Exception) -> bool:
    """Whether the database is out of reach, or has ended the connection; it may come back."""
    return isinstance(problem, sa.exc.OperationalError)


def ids_where(
    connection: sa.Connection, condition: sa.ColumnElement[bool], column: sa.Column[Any], ids: Collection[str]
) -> set[str]:
    """The `ids` that occur in `column` among the rows that meet the condition."""
    return set(connection.scalars(sa.select(column).where(condition, column.in_(ids))))


def count(connection: sa.Connection, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
    """How many rows of the table meet all conditions."""
    return connection.scalar(sa.select(sa.func.count()).select_from(table).where(*conditions)) or 0


def frame(
    connection: sa.Connection,
    columns: Iterable[sa.Column[Any]],
    condition: sa.ColumnElement[bool],
    order: Iterable[sa.Column[Any]],
) -> pd.DataFrame:
    """The rows that meet the condition, JSON as text; without rows, the frame still has its columns."""
    texts = [sa.type_coerce(one, sa.Text).label(one.name) if isinstance(one.type, Json) else one for one in columns]
    query = sa.select(*texts).where(condition).order_by(*order)
    rows = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    names = pd.Index(rows.keys())
    # Texts stay Python's objects, which selections of rows share instead of copying them.
    with pd.option_context("mode.string_storage", "python"):
        parts = [pd.DataFrame(_sharing(part), columns=names) for part in rows.partitions()]
        # A column of a part may hold nothing at all, and then has no type of its own.
        return pd.concat(parts, ignore_index=True).infer_objects() if parts else pd.DataFrame(columns=names)


def _sharing(rows: Iterable[Iterable[object]]) -> list[list[object]]:
    """The rows, whose equal texts are one object."""
    known: dict[str, str] = {}
    return [[known.setdefault(cell, cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver would BEGIN only at the first write
    write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def write_ahead(connection: sqlite3.Connection) -> None:
    """Switch on write-ahead logging, with retries: when several processes do so at once, SQLite refuses some."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(RETRY_SECONDS)


def _queue_up(connection: sa.Connection) -> None:
    """In Postgres too, one writer waits for another before it reads, so what it read is true when it writes."""
    if connection.dialect.name == "postgresql" and connection.get_execution_options().get("writing"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN")
