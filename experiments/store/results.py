"""The table of results, measured here or shipped, with the queue of experiments that are still to be measured."""

import gzip
import hashlib
import threading
import time
from collections.abc import Collection
from pathlib import Path
from typing import IO, Any

import pandas as pd
import sqlalchemy as sa

from catalogue.sources.own import is_own
from experiments.spec import PROTOCOL, REVISIONS, Result, from_record, readable, to_record
from experiments.store.database import count, frame, ids_where, writing
from experiments.store.jobs import Jobs, JobState, ended
from experiments.store.limits import QuotaExceeded
from experiments.store.schema import LIVE, jobs, recorded, requests, results
from settings import ROOT

__all__ = ["LIVE", "RECORDED", "JobState", "QuotaExceeded", "Reading", "Store", "write"]

RECORDED = ROOT / "recorded"
"""The folder of the results that are shipped with this copy."""

CHART_ORDER = tuple(results.c[name] for name in ("dataset", "n_train", "seed", "recipe", "learner", "origin"))
"""The order of rows in every answer: that of a chart, smallest size first."""

FORMATS = ("csv", "parquet")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What begins a text that a spreadsheet would run as a formula."""

TRUSTED_SECONDS = 60.0
"""How long the frame is trusted while the number of rows stays the same: one may have been deleted and one added."""
MOST_ADDED = 1_000
"""With more new rows than this the table is read anew: a query takes a limited number of ids."""


class Store(Jobs):
    """Results and queue in a database, as `Jobs` opens it; once stored, a result never changes."""

    def add(self, result: Result, origin: str = LIVE) -> None:
        """Store the result, unless this origin already has one of that experiment."""
        self.add_all([result], origin)

    def add_all(self, added: Collection[Result], origin: str = LIVE) -> None:
        """Store these results, all or nothing, without those of experiments that this origin has already."""
        with writing(self.database).begin() as connection:
            _add(connection, added, origin)

    def finish(self, result: Result) -> None:
        """Store a live result and end its job; a job cancelled at the last moment counts as done too.

        If a visitor's data set was deleted meanwhile, the job is gone, and the result is not stored.
        """
        done = {**ended("done"), "progress": 1.0, "note": ""}
        with writing(self.database).begin() as connection:
            n_ended = connection.execute(jobs.update().where(jobs.c.id == result.id).values(done)).rowcount
            if n_ended or not is_own(result.experiment.dataset):
                _add(connection, [result], LIVE)

    def rows(self, **filters: object) -> pd.DataFrame:
        """The results of this protocol, without `predictions`; a filter is `column=value` or `column=[values]`."""
        columns = [column for column in results.c if column.name != "predictions"]
        with self.database.connect() as connection:
            return frame(connection, columns, _condition(filters), CHART_ORDER)

    def n_rows(self) -> int:
        """How many results there are; none ever changes, so the same number nearly always means the same results."""
        with self.database.connect() as connection:
            return count(connection, results)

    def keys(self) -> set[tuple[str, str]]:
        """The id and the origin of every row that `rows` answers."""
        with self.database.connect() as connection:
            found = connection.execute(sa.select(results.c.id, results.c.origin).where(_condition({})))
            return {(id, origin) for id, origin in found}

    def results(self, **filters: object) -> list[Result]:
        """The same results as `rows`, as `Result` values with their predictions."""
        query = sa.select(results).where(_condition(filters)).order_by(*CHART_ORDER)
        with self.database.connect() as connection:
            return [from_record(row) for row in connection.execute(query).mappings()]

    def overheads(self, most: int = 50) -> list[float]:
        """The seconds that the last measurements took beyond those in their rows, for reading images for example."""
        counted = results.c.feature_seconds + results.c.fit_seconds + results.c.predict_seconds
        done = (jobs.c.id == results.c.id) & (results.c.origin == LIVE) & (jobs.c.status == "done")
        query = sa.select(jobs.c.finished_at - jobs.c.started_at - counted).where(done)
        with self.database.connect() as connection:
            found = connection.scalars(query.order_by(jobs.c.finished_at.desc()).limit(most))
            return [max(0.0, seconds) for seconds in found if seconds is not None]

    def predictions(self, id: str, origin: str = LIVE) -> bytes:
        """The compressed class numbers that were predicted; empty if none are kept, or there is no such row."""
        query = sa.select(results.c.predictions).where(results.c.id == id, results.c.origin == origin)
        with self.database.connect() as connection:
            return connection.scalar(query) or b""

    def datasets(self) -> set[str]:
        """Every data set that a result or a job names, of any protocol and origin."""
        with self.database.connect() as connection:
            queries = [sa.select(table.c.dataset).distinct() for table in (results, jobs)]
            return {name for query in queries for name in connection.scalars(query)}

    def delete_dataset(self, dataset: str) -> None:
        """Delete every result, job and request of a data set and of its folds; the engine stops what runs on it."""
        with writing(self.database).begin() as connection:
            named = sa.select(jobs.c.id).where(_of(dataset, jobs))
            connection.execute(requests.delete().where(requests.c.id.in_(named)))
            # Jobs before results: `finish` stores no result of a job that is gone.
            connection.execute(jobs.delete().where(_of(dataset, jobs)))
            connection.execute(results.delete().where(_of(dataset, results)))

    def load_recorded(self, folder: Path) -> None:
        """Load every `*.jsonl` and `*.jsonl.gz` that is new or changed, and delete the rows of files that are gone.

        Lines of other protocols are left out.
        """
        paths = sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")])
        origins = [path.name.removesuffix(".gz").removesuffix(".jsonl") for path in paths]
        with self.database.connect() as connection:
            gone = set(connection.scalars(sa.select(recorded.c.origin))) - set(origins)
        if gone:
            with writing(self.database).begin() as connection:
                _delete_origins(connection, gone)
        for path, origin in zip(paths, origins, strict=True):
            self._load_file(path, origin)

    def _load_file(self, path: Path, origin: str) -> None:
        content = path.read_bytes()
        digest = hashlib.sha256(f"{PROTOCOL} {REVISIONS} ".encode() + content).hexdigest()
        known = sa.select(recorded.c.digest).where(recorded.c.origin == origin)
        with self.database.connect() as connection:
            if connection.scalar(known) == digest:
                return
        lines = (gzip.decompress(content) if path.suffix == ".gz" else content).decode().splitlines()
        loaded = list(readable(lines))
        with writing(self.database).begin() as connection:
            _delete_origins(connection, {origin})
            _add(connection, loaded, origin)
            connection.execute(recorded.insert().values(origin=origin, digest=digest))


class Reading:
    """Every result of a store; the frame is shared, so nobody may change it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._rows = store.rows()
        self._n_rows, self._read_at = len(self._rows), time.monotonic()
        self._lock = threading.Lock()

    def rows(self) -> pd.DataFrame:
        """The results of now: the same frame as before, unless a result is new or gone."""
        with self._lock:
            n, now = self.store.n_rows(), time.monotonic()
            if n != self._n_rows or now - self._read_at > TRUSTED_SECONDS:
                self._rows = self._up_to_date(self._rows)
                self._n_rows, self._read_at = n, now
            return self._rows

    def _up_to_date(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Without those that are gone, and with the new ones; stored rows never change."""
        stored = self.store.keys()
        known = list(zip(rows["id"], rows["origin"], strict=True))
        added = {id for id, _ in stored.difference(known)}
        if len(added) > MOST_ADDED:
            return self.store.rows()
        # An id that is new for one origin is read again for all of them, so its known rows are dropped.
        kept = rows[[key in stored and key[0] not in added for key in known]]
        if added:
            together = pd.concat([kept, self.store.rows(id=added)])
            return together.sort_values([one.name for one in CHART_ORDER], kind="stable", ignore_index=True)
        return rows if len(kept) == len(rows) else kept


def write(rows: pd.DataFrame, format: str, target: Path | IO[bytes]) -> None:
    """Write the rows as `csv` or `parquet`, without the bits of single images; ValueError for another format."""
    if format not in FORMATS:
        raise ValueError(f"There is no export format {format!r}; choose csv or parquet.")
    table = rows.drop(columns="correct", errors="ignore")
    if format == "csv":
        # An apostrophe keeps a spreadsheet from running a text.
        safe = table.map(lambda one: f"'{one}" if isinstance(one, str) and one.startswith(FORMULA_STARTS) else one)
        safe.to_csv(target, index=False)
    else:
        table.to_parquet(target, index=False)


def _add(connection: sa.Connection, added: Collection[Result], origin: str) -> None:
    records = {result.id: {**to_record(result), "origin": origin} for result in added}
    known = ids_where(connection, results.c.origin == origin, results.c.id, records)
    fresh = [record for id, record in records.items() if id not in known]
    if fresh:
        connection.execute(results.insert(), fresh)


def _delete_origins(connection: sa.Connection, origins: Collection[str]) -> None:
    for table in (results, recorded):
        connection.execute(table.delete().where(table.c.origin.in_(origins)))


def _of(dataset: str, table: sa.Table) -> sa.ColumnElement[bool]:
    """Whether a row is of the data set or of one of its folds, which are named `<dataset>.2` and so on."""
    return (table.c.dataset == dataset) | table.c.dataset.startswith(f"{dataset}.", autoescape=True)


def _condition(filters: dict[str, Any]) -> sa.ColumnElement[bool]:
    """Whether a row is of this protocol and meets every filter; ValueError for a column that does not exist."""
    unknown = set(filters) - set(results.c.keys())
    if unknown:
        raise ValueError(f"The table of results has no column {sorted(unknown)[0]!r}.")
    listed = {name: value if isinstance(value, list | tuple | set) else [value] for name, value in filters.items()}
    return sa.and_(
        results.c.protocol == PROTOCOL + _revision(), *(results.c[name].in_(values) for name, values in listed.items())
    )


def _revision() -> sa.ColumnElement[int]:
    """What a row's learner adds to `PROTOCOL`, as in `Experiment.protocol`: its revision, or that of a cell's features.

    The settings are JSON text, so a cell of the swap board is known by `"features": "pretrained"` in it.
    """
    settings = sa.type_coerce(results.c.settings, sa.Text)

    def uses(learner: str) -> sa.ColumnElement[bool]:
        return (results.c.learner == learner) | settings.contains(f'"features": "{learner}"', autoescape=True)

    return sa.case(*((uses(learner), revision) for learner, revision in REVISIONS.items()), else_=0)
