"""Every change of the database's schema, as a list of small functions; once shipped, a step never changes."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

MIGRATIONS: list[Callable[[Operations], None]] = []
migration = MIGRATIONS.append  # a decorator

schema_version = sa.Table("schema_version", sa.MetaData(), sa.Column("version", sa.Integer, primary_key=True))


def migrate(connection: sa.Connection, until: int | None = None) -> None:
    """Take every missing step in the caller's transaction, which must hold the write lock.

    ValueError if the database has steps that this copy does not know.
    """
    schema_version.create(connection, checkfirst=True)
    version = connection.scalar(sa.select(sa.func.max(schema_version.c.version))) or 0
    if version > len(MIGRATIONS):
        told = f"its schema {version} is newer than {len(MIGRATIONS)}"
        raise ValueError(f"a newer copy of this project has used it, {told}; please update this one")
    operations = Operations(MigrationContext.configure(connection))
    for number, step in enumerate(MIGRATIONS[version:until], start=version + 1):
        step(operations)
        connection.execute(schema_version.insert().values(version=number))


def schema(connection: sa.Connection) -> str:
    """`schema 6 of 6`: how many migrations the database has had, of those that this copy knows."""
    return f"schema {connection.scalar(sa.select(sa.func.max(schema_version.c.version)))} of {len(MIGRATIONS)}"


def _experiment_columns() -> list[sa.Column]:
    texts = ("dataset", "data_version", "learner", "recipe", "device_asked")
    return [
        *(sa.Column(name, sa.String, nullable=False) for name in texts),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("n_train", "seed")),
        sa.Column("settings", sa.Text, nullable=False),
    ]


@migration
def m001_results(op: Operations) -> None:
    """The table of results."""
    numbers = ("accuracy", "feature_seconds", "fit_seconds", "predict_seconds")
    counts = ("protocol", "n_test", "n_parameters", "model_bytes", "threads")
    op.create_table(
        "results",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("origin", sa.String, primary_key=True),
        *_experiment_columns(),
        *(sa.Column(name, sa.Float, nullable=False) for name in numbers),
        *(sa.Column(name, sa.Integer, nullable=False) for name in counts),
        *(sa.Column(name, sa.String, nullable=False) for name in ("device", "machine", "commit", "measured_at")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("versions", "details")),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("correct", "predictions")),
    )


@migration
def m002_queue(op: Operations) -> None:
    """The queue, and who requested its experiments."""
    op.create_table(
        "jobs",
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(16), nullable=False, unique=True),
        *_experiment_columns(),
        *(sa.Column(name, sa.String, nullable=False) for name in ("status", "note", "error", "owner")),
        *(sa.Column(name, sa.Float, nullable=False) for name in ("progress", "queued_at")),
        *(sa.Column(name, sa.Float) for name in ("started_at", "heartbeat_at", "finished_at")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_status", "jobs", ["status"])
    op.create_table(
        "requests",
        sa.Column("id", sa.String(16), sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("asker", sa.String, primary_key=True),
    )


@migration
def m003_crashes(op: Operations) -> None:
    """How often a job crashed its worker process, so that it is not tried forever."""
    op.add_column("jobs", sa.Column("crashes", sa.Integer, nullable=False, server_default="0"))


@migration
def m004_recorded(op: Operations) -> None:
    """Which recorded files were loaded, and an index for the charts' queries."""
    op.create_table(
        "recorded",
        sa.Column("origin", sa.String, primary_key=True),
        sa.Column("digest", sa.String, nullable=False),
    )
    op.create_index("results_by_question", "results", ["dataset", "learner"])


@migration
def m005_found(op: Operations) -> None:
    """What a running job has found so far, so that visitors can watch a race."""
    op.add_column("jobs", sa.Column("found", sa.Text, nullable=False, server_default=""))


def _of_a_room() -> sa.Column:
    return sa.Column("code", sa.String(4), sa.ForeignKey("rooms.code", ondelete="CASCADE"), primary_key=True)


@migration
def m006_classroom(op: Operations) -> None:
    """Rooms of classes, with their questions, seats and votes."""
    op.create_table(
        "rooms",
        sa.Column("code", sa.String(4), primary_key=True),
        sa.Column("teacher", sa.String(64), nullable=False),
        *(sa.Column(name, sa.Float, nullable=False) for name in ("created_at", "ends_at")),
    )
    op.create_table(
        "questions",
        _of_a_room(),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("step", sa.String, nullable=False),
    )
    op.create_table("seats", _of_a_room(), sa.Column("voter", sa.String(32), primary_key=True))
    op.create_table(
        "votes",
        _of_a_room(),
        *(sa.Column(name, sa.Integer, primary_key=True) for name in ("number", "round")),
        sa.Column("voter", sa.String(32), primary_key=True),
        sa.Column("value", sa.Float, nullable=False),
    )
