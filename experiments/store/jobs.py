"""The queue of experiments: who requested each, who runs it, and its progress; each experiment is queued only once."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from experiments.spec import Data, Experiment, Progress, experiment_from, experiment_record
from experiments.store.database import connect, count, frame, ids_where, writing
from experiments.store.limits import check_each, check_queue, check_trainings, startable
from experiments.store.owner import is_alive
from experiments.store.schema import LIVE, PENDING, jobs, requests, results
from models.register import ACCELERATED

MAX_CRASHES = 2
PAGE = 100
"""Queued jobs that are read at once."""

IDLE = {"owner": "", "found": ""}
"""Columns of a job that no engine is running."""
QUEUED = {**IDLE, "status": "queued", "progress": 0.0, "note": "", "error": ""}


def ended(status: str, error: str = "") -> dict[str, object]:
    """Columns of a job that has ended now; a failed one with one sentence that says why."""
    return {"status": status, "error": error, "finished_at": time.time(), **IDLE}


@dataclass(frozen=True)
class JobState:
    """The state of one experiment: queued, running, done, failed or cancelled.

    `found` lists the trials of a race as JSON. `taken` are the seconds since a worker began it, up to now or its end; 0
    if none has.
    """

    status: str
    progress: float
    note: str
    error: str
    found: str = ""
    taken: float = field(default=0.0, compare=False)  # passing time alone makes no state differ


class Jobs:
    """The queue in a database: an SQLAlchemy URL, or the path of an SQLite file; safe for threads and processes."""

    def __init__(self, url: str | Path) -> None:
        self.url = url

    @cached_property
    def database(self) -> sa.Engine:
        """The open database, created and migrated when it is first used."""
        return connect(self.url)

    def close(self) -> None:
        """Close every connection."""
        self.database.dispose()

    def enqueue(self, experiments: Iterable[Experiment], asker: str, again: bool = False) -> list[str]:
        """Queue what is neither measured nor queued nor running, all or nothing; returns all the ids.

        With `again`, what is measured already is queued too, because its model is gone; its row will not change.
        QuotaExceeded when the operator allows less.
        """
        asked = {experiment.id: experiment for experiment in experiments}
        check_each(asked.values())
        with writing(self.database).begin() as connection:
            done = set() if again else ids_where(connection, results.c.origin == LIVE, results.c.id, asked)
            pending = ids_where(connection, jobs.c.status.in_(PENDING), jobs.c.id, asked)
            missing = [id for id in asked if id not in done and id not in pending]
            check_queue(connection, len(missing))
            check_trainings(connection, [asked[id] for id in (*missing, *pending)], asker)
            connection.execute(jobs.delete().where(jobs.c.id.in_(missing)))  # those that ended earlier
            fresh = {
                "status": "queued",
                "progress": 0.0,
                "note": "",
                "error": "",
                "owner": "",
                "queued_at": time.time(),
            }
            if missing:
                connection.execute(jobs.insert(), [{**experiment_record(asked[id]), **fresh} for id in missing])
            known = ids_where(connection, requests.c.asker == asker, requests.c.id, asked)
            wanted = [{"id": id, "asker": asker} for id in (*missing, *pending) if id not in known]
            if wanted:
                connection.execute(requests.insert(), wanted)
        return list(asked)

    def claim(
        self,
        owner: str,
        limit: int,
        among: Collection[str] | None = None,
        but_not: Collection[str] = (),
        on_accelerator: bool | None = None,
        data: Collection[Data] | None = None,
    ) -> list[Experiment]:
        """Take up to `limit` queued experiments (of `among`, if given) for this owner, oldest first.

        With `on_accelerator` only those that train on a GPU if there is one (True), or that never do (False); with
        `data` only those on one of these. On their own images, visitors have one training running at a time.
        """
        with writing(self.database).begin() as connection:
            queued = (row for row in _oldest_first(connection, on_accelerator, data) if row["id"] not in but_not)
            wanted = (row for row in queued if among is None or row["id"] in among)
            rows = list(islice(startable(connection, wanted), limit))
            now = time.time()
            claimed = {"status": "running", "owner": owner, "started_at": now, "heartbeat_at": now}
            connection.execute(jobs.update().where(jobs.c.id.in_([row["id"] for row in rows])).values(claimed))
        return [experiment_from(row) for row in rows]

    def n_queued(self) -> int:
        """How many experiments are queued."""
        with self.database.connect() as connection:
            return count(connection, jobs, jobs.c.status == "queued")

    def queued_data(self) -> set[Data]:
        """The data sets of what is queued."""
        query = sa.select(jobs.c.dataset, jobs.c.data_version).where(jobs.c.status == "queued").distinct()
        with self.database.connect() as connection:
            return {(name, version) for name, version in connection.execute(query)}

    def n_running(self) -> int:
        """How many experiments are being measured."""
        with self.database.connect() as connection:
            return count(connection, jobs, jobs.c.status == "running")

    def progress(self, owner: str, reports: Mapping[str, Progress]) -> None:
        """Record the progress of the owner's experiments, and that the owner is alive."""
        with writing(self.database).begin() as connection:
            connection.execute(jobs.update().where(_held(owner)).values(heartbeat_at=time.time()))
            for id, report in reports.items():
                values = {"progress": report.fraction, "note": report.note, "found": report.found}
                connection.execute(jobs.update().where(_held(owner, id)).values(values))

    def running(self, owner: str) -> set[str]:
        """The experiments that this owner should be running; cancelled ones are missing."""
        with self.database.connect() as connection:
            return set(connection.scalars(sa.select(jobs.c.id).where(_held(owner))))

    def fail(self, id: str, owner: str, error: str) -> None:
        """End the owner's experiment with one sentence that says why."""
        self._update(_held(owner, id), **ended("failed", error))

    def fail_queued(self, data: Data, error: str, among: Collection[str] | None = None) -> None:
        """End what is queued on this data (of `among`, if given) with one sentence that says why."""
        which = (jobs.c.status == "queued") & _on([data])
        if among is not None:
            which &= jobs.c.id.in_(among)
        self._update(which, **ended("failed", error))

    def crashed(self, id: str, owner: str) -> None:
        """Queue an experiment again after its worker process crashed; after the second crash it has failed."""
        self._update(_held(owner, id), crashes=jobs.c.crashes + 1)
        sentence = (
            f"The worker process crashed {MAX_CRASHES} times while measuring this, so it will not be tried again."
        )
        self._update(_held(owner, id) & (jobs.c.crashes >= MAX_CRASHES), **ended("failed", sentence))
        self._requeue(_held(owner, id))  # not what has just failed: it is no longer running

    def release(self, owner: str) -> None:
        """Queue again what this owner runs, because it is shutting down."""
        self._requeue(_held(owner))

    def requeue_orphans(self) -> None:
        """Queue again what a dead process left running."""
        with self.database.connect() as connection:
            query = sa.select(jobs.c.owner, sa.func.max(jobs.c.heartbeat_at)).where(jobs.c.status == "running")
            owners = connection.execute(query.group_by(jobs.c.owner)).all()
        for owner, heartbeat in owners:
            if not is_alive(owner, time.time() - heartbeat):
                self.release(owner)

    def cancel(self, ids: Collection[str], asker: str | None = None) -> None:
        """Withdraw the asker's requests (None: everybody's); what nobody requests any more is cancelled."""
        by_asker = requests.c.asker == asker if asker else sa.true()
        pending = jobs.c.id.in_(ids) & jobs.c.status.in_(PENDING)
        unwanted = pending & jobs.c.id.not_in(sa.select(requests.c.id))
        with writing(self.database).begin() as connection:
            withdrawn = requests.c.id.in_(sa.select(jobs.c.id).where(pending))
            connection.execute(requests.delete().where(withdrawn, by_asker))
            connection.execute(jobs.update().where(unwanted).values(ended("cancelled")))

    def states(self, ids: Collection[str]) -> dict[str, JobState]:
        """The state of each of these experiments; one that is neither measured nor in the queue counts as cancelled.

        One that has a result counts as done even if a later attempt failed or was cancelled; its state then carries
        that attempt's error.
        """
        with self.database.connect() as connection:
            rows = connection.execute(sa.select(jobs).where(jobs.c.id.in_(ids))).mappings()
            known = {row["id"]: _state(row) for row in rows}
            done = ids_where(connection, results.c.origin == LIVE, results.c.id, ids)
        states = {id: known.get(id, JobState("cancelled", 0.0, "", "")) for id in ids}
        over = {id: states[id] for id in done if states[id].status not in PENDING}
        return states | {id: JobState("done", 1.0, "", one.error, taken=one.taken) for id, one in over.items()}

    def before(self, ids: Collection[str]) -> list[tuple[Experiment, JobState]]:
        """The pending experiments (running or queued) ahead of the last pending one of `ids`, without `ids` themselves.

        All pending ones if none of `ids` is pending.
        """
        pending = jobs.c.status.in_(PENDING)
        with self.database.connect() as connection:
            last = connection.scalar(sa.select(sa.func.max(jobs.c.position)).where(pending, jobs.c.id.in_(ids)))
            earlier = jobs.c.position < last if last is not None else sa.true()
            query = sa.select(jobs).where(pending, earlier, jobs.c.id.not_in(ids)).order_by(jobs.c.position)
            return [(experiment_from(row), _state(row)) for row in connection.execute(query).mappings()]

    def askers(self, ids: Collection[str]) -> set[str]:
        """Everybody who requested one of these experiments."""
        with self.database.connect() as connection:
            return set(connection.scalars(sa.select(requests.c.asker).where(requests.c.id.in_(ids)).distinct()))

    def jobs(self, asker: str | None = None) -> pd.DataFrame:
        """The queue, oldest first: one row per experiment, with everybody who requested it in the column `askers`."""
        wanted = jobs.c.id.in_(sa.select(requests.c.id).where(requests.c.asker == asker)) if asker else sa.true()
        with self.database.connect() as connection:
            table = frame(connection, jobs.c, wanted, (jobs.c.position,))
            askers = frame(connection, requests.c, sa.true(), (requests.c.asker,))
        named = askers.groupby("id")["asker"].agg(", ".join).to_dict()
        return table.assign(askers=[named.get(id, "") for id in table["id"]])

    def _update(self, which: sa.ColumnElement[bool], **values: object) -> None:
        with writing(self.database).begin() as connection:
            connection.execute(jobs.update().where(which).values(values))

    def _requeue(self, which: sa.ColumnElement[bool]) -> None:
        self._update(which, **QUEUED, started_at=None)


def _state(row: sa.RowMapping) -> JobState:
    """The state in a job's row."""
    until = row["finished_at"] or time.time()
    taken = max(0.0, until - row["started_at"]) if row["started_at"] else 0.0
    return JobState(row["status"], row["progress"], row["note"], row["error"], row["found"], taken)


def _held(owner: str, id: str | None = None) -> sa.ColumnElement[bool]:
    """The jobs that this owner runs, or one of them."""
    held = (jobs.c.owner == owner) & (jobs.c.status == "running")
    return held & (jobs.c.id == id) if id else held


def _on(data: Collection[Data]) -> sa.ColumnElement[bool]:
    """The jobs on one of these data sets."""
    return sa.tuple_(jobs.c.dataset, jobs.c.data_version).in_(data)


def _oldest_first(
    connection: sa.Connection, on_accelerator: bool | None, data: Collection[Data] | None
) -> Iterator[sa.RowMapping]:
    """The queued jobs, read a page at a time: there may be ten thousand, and usually the first is taken."""
    query = sa.select(jobs).where(jobs.c.status == "queued").order_by(jobs.c.position).limit(PAGE)
    if on_accelerator is not None:  # filtered in the database, because an idle engine asks ten times a second
        accelerated = jobs.c.learner.in_(ACCELERATED) & (jobs.c.device_asked != "cpu")
        query = query.where(accelerated if on_accelerator else ~accelerated)
    if data is not None:
        query = query.where(_on(data))
    query = query.with_for_update(skip_locked=True)  # ignored by SQLite, which has only one writer anyway
    last = 0
    while page := connection.execute(query.where(jobs.c.position > last)).mappings().all():
        yield from page
        last = page[-1]["position"]
