"""The one table: every result that was measured here or shipped, beside the queue of what is still to be measured."""

import gzip
import hashlib
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import pandas as pd
import sqlalchemy as sa

from catalogue.sources.own import is_own
from experiments.quotas import QuotaExceeded
from experiments.record import from_json
from experiments.spec import PROTOCOL, Result
from experiments.store import export
from experiments.store.database import writing
from experiments.store.jobs import LIVE, Jobs, JobState
from experiments.store.rows import frame, ids_where, result_from_row, result_values
from experiments.store.schema import jobs, recorded, requests, results
from settings import ROOT

__all__ = ["LIVE", "RECORDED", "JobState", "QuotaExceeded", "Store"]

RECORDED = ROOT / "recorded"
"""The folder of the results that are shipped with this copy."""


class Store(Jobs):
    """Results and queue in the database at an SQLAlchemy URL; a result, once there, never changes."""

    def add(self, result: Result, origin: str = LIVE) -> None:
        """Keep the result, unless this origin has one of that experiment already."""
        with writing(self.database).begin() as connection:
            _add(connection, [result], origin)

    def finish(self, result: Result) -> None:
        """Keep a live result and end its job; a job cancelled in its last moment counts as done too.

        Where a visitor's data set was forgotten meanwhile, its job is gone, and the result goes as well.
        """
        ended = {"status": "done", "error": "", "owner": "", "progress": 1.0, "note": "", "found": ""}
        ended["finished_at"] = time.time()
        with writing(self.database).begin() as connection:
            n_ended = connection.execute(jobs.update().where(jobs.c.id == result.id).values(ended)).rowcount
            if n_ended or not is_own(result.experiment.dataset):
                _add(connection, [result], LIVE)

    def rows(self, **filters: object) -> pd.DataFrame:
        """The results of this protocol, without `predictions`; a filter is `column=value` or `column=[values]`."""
        columns = [column for column in results.c if column.name != "predictions"]
        with self.database.connect() as connection:
            return frame(connection.execute(_selected(columns, filters)))

    def results(self, **filters: object) -> list[Result]:
        """The same as `rows`, as values."""
        with self.database.connect() as connection:
            return [result_from_row(row) for row in connection.execute(_selected(list(results.c), filters)).mappings()]

    def predictions(self, id: str, origin: str = LIVE) -> bytes:
        """The compressed class numbers that were answered; KeyError if there is no such row."""
        query = sa.select(results.c.predictions).where(results.c.id == id, results.c.origin == origin)
        with self.database.connect() as connection:
            found: bytes | None = connection.scalar(query)
        if found is None:
            raise KeyError((id, origin))
        return found

    def datasets(self) -> set[str]:
        """Every data set that a result or a job names, of whatever protocol and origin."""
        with self.database.connect() as connection:
            queries = [sa.select(table.c.dataset).distinct() for table in (results, jobs)]
            return {name for query in queries for name in connection.scalars(query)}

    def forget(self, dataset: str) -> None:
        """Delete every result, job and request of a data set and of its divisions; what runs there is not to run."""
        with writing(self.database).begin() as connection:
            named = sa.select(jobs.c.id).where(_of(dataset, jobs))
            connection.execute(requests.delete().where(requests.c.id.in_(named)))
            connection.execute(jobs.delete().where(_of(dataset, jobs)))  # before results: without a job none is written
            connection.execute(results.delete().where(_of(dataset, results)))

    def export(self, format: str, target: Path | IO[bytes], **filters: object) -> None:
        """Write the rows as csv or parquet."""
        export.write(self.rows(**filters), format, target)

    def load_recorded(self, folder: Path) -> None:
        """Load every `*.jsonl` and `*.jsonl.gz` that is new or changed, and forget those that are no longer there.

        Lines of other protocols are left out.
        """
        paths = sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")])
        origins = [path.name.removesuffix(".gz").removesuffix(".jsonl") for path in paths]
        with self.database.connect() as connection:
            gone = set(connection.scalars(sa.select(recorded.c.origin))) - set(origins)
        if gone:
            with writing(self.database).begin() as connection:
                _forget(connection, gone)
        for path, origin in zip(paths, origins, strict=True):
            self._load_file(path, origin)

    def _load_file(self, path: Path, origin: str) -> None:
        content = path.read_bytes()
        digest = hashlib.sha256(f"{PROTOCOL} ".encode() + content).hexdigest()
        known = sa.select(recorded.c.digest).where(recorded.c.origin == origin)
        with self.database.connect() as connection:
            if connection.scalar(known) == digest:
                return
        lines = (gzip.decompress(content) if path.suffix == ".gz" else content).decode().splitlines()
        loaded = list(_readable(lines))
        with writing(self.database).begin() as connection:
            _forget(connection, {origin})
            _add(connection, loaded, origin)
            connection.execute(recorded.insert().values(origin=origin, digest=digest))


def _add(connection: sa.Connection, found: list[Result], origin: str) -> None:
    values = {result.id: {**result_values(result), "origin": origin} for result in found}
    there = ids_where(connection, results.c.origin == origin, results.c.id, values)
    fresh = [row for id, row in values.items() if id not in there]
    if fresh:
        connection.execute(results.insert(), fresh)


def _forget(connection: sa.Connection, origins: Iterable[str]) -> None:
    for table in (results, recorded):
        connection.execute(table.delete().where(table.c.origin.in_(list(origins))))


def _of(dataset: str, table: sa.Table) -> sa.ColumnElement[bool]:
    return (table.c.dataset == dataset) | table.c.dataset.startswith(f"{dataset}.", autoescape=True)


def _selected(columns: list[sa.Column[Any]], filters: dict[str, object]) -> sa.Select[Any]:
    """The columns of this protocol's rows under the filters, in the order of a chart: smallest size first."""
    order = (
        results.c.dataset,
        results.c.n_train,
        results.c.seed,
        results.c.recipe,
        results.c.learner,
        results.c.origin,
    )
    return sa.select(*columns).where(results.c.protocol == PROTOCOL, *_conditions(filters)).order_by(*order)


def _conditions(filters: dict[str, object]) -> list[sa.ColumnElement[bool]]:
    unknown = set(filters) - set(results.c.keys())
    if unknown:
        raise ValueError(f"The table of results has no column {sorted(unknown)[0]!r}.")
    listed = {name: value if isinstance(value, list | tuple | set) else [value] for name, value in filters.items()}
    return [results.c[name].in_(values) for name, values in listed.items()]


def _readable(lines: Iterable[str]) -> Iterable[Result]:
    for line in lines:
        try:
            yield from_json(line)
        except ValueError:
            continue  # another protocol's rows must not meet this one's; a file cut short keeps its whole lines
