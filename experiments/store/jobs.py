"""The queue of experiments: who asked, who runs what, and how far it is; no experiment stands in it twice."""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import pandas as pd
import sqlalchemy as sa

from experiments.quotas import QuotaExceeded, check_each
from experiments.spec import Experiment
from experiments.store.database import connect, writing
from experiments.store.owner import is_alive
from experiments.store.rows import chunks, experiment_from_row, experiment_values, frame, ids_where
from experiments.store.schema import jobs, requests, results
from experiments.store.trainings import check_trainings, startable
from settings import settings

LIVE = "live"
MAX_CRASHES = 2
PENDING = ("queued", "running")


@dataclass(frozen=True)
class JobState:
    """How one experiment stands: queued, running, done, failed or cancelled; a race tells its steps so far as JSON."""

    status: str
    progress: float
    note: str
    error: str
    found: str = ""


ABSENT = JobState("cancelled", 0.0, "", "")


class Jobs:
    """The queue in the database at an SQLAlchemy URL; safe to use from several threads and processes."""

    def __init__(self, url: str) -> None:
        self.url = url

    @cached_property
    def database(self) -> sa.Engine:
        """The open database, created and migrated at its first use."""
        return connect(self.url)

    def close(self) -> None:
        """Close every connection."""
        self.database.dispose()

    def enqueue(self, experiments: Iterable[Experiment], asker: str, again: bool = False) -> list[str]:
        """Queue what is neither measured nor queued nor running, all or nothing; the ids of everything asked for.

        QuotaExceeded when the operator allows less.
        With `again` also what is measured, because its model is gone; the row stays as it was measured first.
        """
        asked = {experiment.id: experiment for experiment in experiments}
        check_each(asked.values())
        with writing(self.database).begin() as connection:
            done = set() if again else ids_where(connection, results.c.origin == LIVE, results.c.id, asked)
            pending = ids_where(connection, jobs.c.status.in_(PENDING), jobs.c.id, asked)
            missing = [id for id in asked if id not in done and id not in pending]
            _check_queue(connection, len(missing))
            check_trainings(connection, [asked[id] for id in (*missing, *pending)], asker)
            for chunk in chunks(missing):
                connection.execute(jobs.delete().where(jobs.c.id.in_(chunk)))  # ended before
            _insert(connection, [asked[id] for id in missing])
            known = ids_where(connection, requests.c.asker == asker, requests.c.id, asked)
            wanted = [{"id": id, "asker": asker} for id in (*missing, *pending) if id not in known]
            if wanted:
                connection.execute(requests.insert(), wanted)
        return list(asked)

    def claim(
        self, owner: str, limit: int, among: Collection[str] | None = None, but_not: Collection[str] = ()
    ) -> list[Experiment]:
        """Take up to `limit` queued experiments (of `among`, if given) for this owner, first asked first.

        On own images a visitor has one training running at a time: the next one's turn is the next visitor's.
        """
        query = sa.select(jobs).where(jobs.c.status == "queued").order_by(jobs.c.position)
        query = query.with_for_update(skip_locked=True)  # SQLite, which has one writer, neither needs nor knows it
        with writing(self.database).begin() as connection:
            queued = [row for row in connection.execute(query).mappings() if row["id"] not in but_not]
            wanted = [row for row in queued if among is None or row["id"] in among]
            rows = list(islice(startable(connection, wanted), limit))
            now = time.time()
            taken = {"status": "running", "owner": owner, "started_at": now, "heartbeat_at": now}
            for chunk in chunks([row["id"] for row in rows]):
                connection.execute(jobs.update().where(jobs.c.id.in_(chunk)).values(taken))
        return [experiment_from_row(row) for row in rows]

    def n_queued(self) -> int:
        """How many experiments wait."""
        with self.database.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).where(jobs.c.status == "queued")) or 0

    def progress(self, owner: str, reports: Mapping[str, tuple[float, str, str]]) -> None:
        """Record fraction, note and what was found of the owner's experiments, and that the owner is alive."""
        mine = (jobs.c.owner == owner) & (jobs.c.status == "running")
        with writing(self.database).begin() as connection:
            connection.execute(jobs.update().where(mine).values(heartbeat_at=time.time()))
            for id, (fraction, note, found) in reports.items():
                told = {"progress": fraction, "note": note, "found": found}
                connection.execute(jobs.update().where(mine, jobs.c.id == id).values(told))

    def running(self, owner: str) -> set[str]:
        """The experiments that this owner still is to run; what was cancelled is missing."""
        with self.database.connect() as connection:
            mine = (jobs.c.owner == owner) & (jobs.c.status == "running")
            return set(connection.scalars(sa.select(jobs.c.id).where(mine)))

    def fail(self, id: str, owner: str, error: str) -> None:
        """End the owner's experiment with one sentence that says why."""
        self._end(_held(id, owner), "failed", error)

    def crashed(self, id: str, owner: str) -> None:
        """Queue again what lost its worker process; at the second time it has failed."""
        sentence = f"The process that measured this ended {MAX_CRASHES} times without an answer, so it was given up."
        with writing(self.database).begin() as connection:
            connection.execute(jobs.update().where(_held(id, owner)).values(crashes=jobs.c.crashes + 1))
        self._end(_held(id, owner) & (jobs.c.crashes >= MAX_CRASHES), "failed", sentence)
        self._requeue(_held(id, owner))

    def release(self, owner: str) -> None:
        """Queue again what this owner runs; it is going away."""
        self._requeue((jobs.c.owner == owner) & (jobs.c.status == "running"))

    def requeue_orphans(self) -> None:
        """Queue again what a dead process left running."""
        with self.database.connect() as connection:
            query = sa.select(jobs.c.owner, sa.func.max(jobs.c.heartbeat_at)).where(jobs.c.status == "running")
            owners = connection.execute(query.group_by(jobs.c.owner)).all()
        for owner, heartbeat in owners:
            if not is_alive(owner, time.time() - heartbeat):
                self.release(owner)

    def cancel(self, ids: Collection[str], asker: str | None = None) -> None:
        """Withdraw the asker's wish (None: everybody's); what nobody wants any more is cancelled."""
        by_asker = requests.c.asker == asker if asker else sa.true()
        ended = {"status": "cancelled", "owner": "", "found": "", "finished_at": time.time()}
        with writing(self.database).begin() as connection:
            for chunk in chunks(ids):
                pending = jobs.c.id.in_(chunk) & jobs.c.status.in_(PENDING)
                withdrawn = requests.c.id.in_(sa.select(jobs.c.id).where(pending))
                connection.execute(requests.delete().where(withdrawn & by_asker))
                unwanted = pending & jobs.c.id.not_in(sa.select(requests.c.id))
                connection.execute(jobs.update().where(unwanted).values(ended))

    def states(self, ids: Collection[str]) -> dict[str, JobState]:
        """How each of these experiments stands; one that is neither measured nor in the queue counts as cancelled.

        One that is measured again counts as done when it has ended, with the error that it ended with, if any.
        """
        columns = (jobs.c.id, jobs.c.status, jobs.c.progress, jobs.c.note, jobs.c.error, jobs.c.found)
        with self.database.connect() as connection:
            found = {}
            for chunk in chunks(ids):
                for id, *state in connection.execute(sa.select(*columns).where(jobs.c.id.in_(chunk))):
                    found[id] = JobState(*state)
            done = ids_where(connection, results.c.origin == LIVE, results.c.id, ids)
        return {id: _stands(found.get(id, ABSENT), id in done) for id in ids}

    def asked_by(self, asker: str, ids: Collection[str]) -> set[str]:
        """Which of these experiments the asker wants."""
        with self.database.connect() as connection:
            return ids_where(connection, requests.c.asker == asker, requests.c.id, ids)

    def jobs(self, asker: str | None = None) -> pd.DataFrame:
        """The queue, first asked first: experiments, status, progress, note, error, found, owner, times, askers."""
        wanted = jobs.c.id.in_(sa.select(requests.c.id).where(requests.c.asker == asker)) if asker else sa.true()
        with self.database.connect() as connection:
            table = frame(connection.execute(sa.select(jobs).where(wanted).order_by(jobs.c.position)))
            askers = frame(connection.execute(sa.select(requests).order_by(requests.c.asker)))
        named = askers.groupby("id")["asker"].agg(", ".join).to_dict()
        return table.assign(askers=[named.get(id, "") for id in table["id"]])

    def _end(self, which: sa.ColumnElement[bool], status: str, error: str) -> None:
        ended = {"status": status, "error": error, "owner": "", "found": "", "finished_at": time.time()}
        with writing(self.database).begin() as connection:
            connection.execute(jobs.update().where(which).values(ended))

    def _requeue(self, which: sa.ColumnElement[bool]) -> None:
        waiting = {"status": "queued", "owner": "", "progress": 0.0, "note": "", "found": "", "started_at": None}
        with writing(self.database).begin() as connection:
            connection.execute(jobs.update().where(which).values(waiting))


def _held(id: str, owner: str) -> sa.ColumnElement[bool]:
    return (jobs.c.id == id) & (jobs.c.owner == owner) & (jobs.c.status == "running")


def _stands(job: JobState, measured: bool) -> JobState:
    return JobState("done", 1.0, "", job.error) if measured and job.status not in PENDING else job


def _check_queue(connection: sa.Connection, n_new: int) -> None:
    n_queued = connection.scalar(sa.select(sa.func.count()).where(jobs.c.status == "queued")) or 0
    if n_queued + n_new > settings().max_queued:
        free = max(0, settings().max_queued - n_queued)
        raise QuotaExceeded(f"The queue has room for {free} more experiments, not {n_new}; ask for fewer, or later.")


def _insert(connection: sa.Connection, experiments: list[Experiment]) -> None:
    fresh = {"status": "queued", "progress": 0.0, "note": "", "error": "", "owner": "", "queued_at": time.time()}
    if experiments:
        connection.execute(jobs.insert(), [{**experiment_values(experiment), **fresh} for experiment in experiments])
