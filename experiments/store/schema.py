"""The database's tables as the newest migration leaves them: results, the queue, who asked, and what was loaded."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()


def _experiment_columns() -> list[Column]:
    """One column a field of `Experiment`; `settings` is a JSON object as text."""
    return [
        Column("dataset", String, nullable=False),
        Column("data_version", String, nullable=False),
        Column("learner", String, nullable=False),
        Column("recipe", String, nullable=False),
        Column("n_train", Integer, nullable=False),
        Column("seed", Integer, nullable=False),
        Column("device_asked", String, nullable=False),
        Column("settings", Text, nullable=False),
    ]


results = Table(
    "results",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("origin", String, primary_key=True),  # "live", or the recorded file that shipped the row
    Column("protocol", Integer, nullable=False),
    *_experiment_columns(),
    Column("accuracy", Float, nullable=False),
    Column("n_test", Integer, nullable=False),
    Column("feature_seconds", Float, nullable=False),
    Column("fit_seconds", Float, nullable=False),
    Column("predict_seconds", Float, nullable=False),
    Column("n_parameters", Integer, nullable=False),
    Column("model_bytes", Integer, nullable=False),
    Column("device", String, nullable=False),
    Column("machine", String, nullable=False),
    Column("threads", Integer, nullable=False),
    Column("versions", Text, nullable=False),
    Column("commit", String, nullable=False),
    Column("measured_at", String, nullable=False),
    Column("details", Text, nullable=False),
    Column("correct", LargeBinary, nullable=False),
    Column("predictions", LargeBinary, nullable=False),
    Index("results_by_question", "dataset", "learner"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("position", Integer, primary_key=True),  # the order of asking
    Column("id", String(16), nullable=False, unique=True),
    *_experiment_columns(),
    Column("status", String, nullable=False, index=True),  # queued, running, done, failed, cancelled
    Column("progress", Float, nullable=False),
    Column("note", String, nullable=False),
    Column("error", String, nullable=False),  # one sentence, or empty
    Column("owner", String, nullable=False),  # the engine that runs it, or empty
    Column("queued_at", Float, nullable=False),  # seconds since 1970, as the three below
    Column("started_at", Float),
    Column("heartbeat_at", Float),
    Column("finished_at", Float),
    Column("crashes", Integer, nullable=False, server_default="0"),  # worker processes that died of it
    Column("found", Text, nullable=False, server_default=""),  # what a race has tried so far, as JSON text
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
