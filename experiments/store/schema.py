"""The database's tables as the newest migration leaves them: results, the queue, recorded files, and classrooms."""

import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

from experiments.spec import Experiment, Result, plain

LIVE = "live"
"""The origin of results measured here; others have the name of the recorded file that shipped them."""
PENDING = ("queued", "running")
"""Statuses of jobs that have not ended; the others are done, failed and cancelled."""

metadata = MetaData()


class Json(sa.TypeDecorator[Any]):
    """A value as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str:  # noqa: ARG002  (SQLAlchemy's signature)
        """From Python to the database."""
        return json.dumps(value, default=plain)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Any:  # noqa: ARG002  (SQLAlchemy's signature)
        """From the database to Python."""
        return json.loads(value)


TYPES: dict[Any, Any] = {str: String, int: Integer, float: Float, bytes: LargeBinary}
"""The column types of fields; those of any other field are JSON."""


def _columns(kind: type[Experiment] | type[Result]) -> Iterator[Column[Any]]:
    """One column per field, except for a result's experiment; an experiment's device becomes `device_asked`."""
    for field in fields(kind):
        name = "device_asked" if (kind, field.name) == (Experiment, "device") else field.name
        if name != "experiment":
            yield Column(name, TYPES.get(field.type, Json), nullable=False)


results = Table(
    "results",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("origin", String, primary_key=True),
    Column("protocol", Integer, nullable=False),
    *_columns(Experiment),
    *_columns(Result),
    Index("results_by_question", "dataset", "learner"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("position", Integer, primary_key=True),  # jobs are run in this order
    Column("id", String(16), nullable=False, unique=True),
    *_columns(Experiment),
    Column("status", String, nullable=False, index=True),
    Column("progress", Float, nullable=False),
    Column("note", String, nullable=False),
    Column("error", String, nullable=False),  # one sentence, or empty
    Column("owner", String, nullable=False),  # the engine that runs it, or empty
    Column("queued_at", Float, nullable=False),  # seconds since 1970, like the three below
    Column("started_at", Float),
    Column("heartbeat_at", Float),
    Column("finished_at", Float),
    Column("crashes", Integer, nullable=False, server_default="0"),  # worker processes that it crashed
    Column("found", Text, nullable=False, server_default=""),  # a race's trials so far, as JSON text
    sqlite_autoincrement=True,
)

requests = Table(
    "requests",
    metadata,
    Column("id", String(16), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("asker", String, primary_key=True),
)

recorded = Table(
    "recorded",
    metadata,
    Column("origin", String, primary_key=True),
    Column("digest", String, nullable=False),
)

rooms = Table(
    "rooms",
    metadata,
    Column("code", String(4), primary_key=True),
    Column("teacher", String(64), nullable=False),  # the hash of the teacher's key
    Column("created_at", Float, nullable=False),  # seconds since 1970, like the one below
    Column("ends_at", Float, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("code", String(4), ForeignKey("rooms.code", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("asked", Json, nullable=False),  # a Question, by field
    Column("step", String, nullable=False),
)

seats = Table(
    "seats",
    metadata,
    Column("code", String(4), ForeignKey("rooms.code", ondelete="CASCADE"), primary_key=True),
    Column("voter", String(32), primary_key=True),
)

votes = Table(
    "votes",
    metadata,
    Column("code", String(4), ForeignKey("rooms.code", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("voter", String(32), primary_key=True),
    Column("value", Float, nullable=False),
)
