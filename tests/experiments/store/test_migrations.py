"""The schema: newest from nothing, newest from every older one, and from several processes at once."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from experiments.spec import Progress, experiment_record, to_record
from experiments.store.database import open_database, write_ahead, writing
from experiments.store.migrations import MIGRATIONS, migrate
from experiments.store.results import JobState, QuotaExceeded, Store
from experiments.store.schema import jobs, metadata, results
from tests.experiments.toy import Experiment, result

EXPERIMENT = Experiment("digits", "svm", 100, settings=(("C", 2.0),))
VERSION_5 = Path(__file__).with_name("version_5.sql")
"""A database that commit 9acf4fe, the last with flat folders, left: results, a queue, and a visitor's trainings."""


def differences(store):
    """What alembic would change in the database to have the newest schema."""
    with store.database.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    return [change for change in found if change[1].name != "schema_version"]


def database_of(store, version, rows=()):
    """Make the store's file as an older version left it, with rows of its tables."""
    database = open_database(store.url)
    with writing(database).begin() as connection:
        migrate(connection, until=version)
        for table, values in rows:
            old = sa.Table(table.name, sa.MetaData(), autoload_with=connection)
            names = [name for name in values if name in old.c]
            then = sa.table(table.name, *(sa.column(name, table.c[name].type) for name in names))
            connection.execute(then.insert().values({name: values[name] for name in names}))
    database.dispose()


def test_a_blank_database_gets_the_newest_schema(store):
    """Taking every step from nothing gives exactly the tables that the code describes."""
    assert differences(store) == []


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_every_older_schema_becomes_the_newest_and_keeps_its_rows(store, version):
    """A result that an older version wrote is read as it was, and what it queued can be claimed."""
    old = result(EXPERIMENT)
    job = {"status": "queued", "progress": 0.0, "note": "", "error": "", "owner": "", "queued_at": 0.0}
    written = [(results, {**to_record(old), "origin": "live"}), (jobs, {**experiment_record(EXPERIMENT), **job})]
    database_of(store, version, written[:version])

    assert differences(store) == []
    assert store.results() == [old][:version]
    assert store.claim("host|1|1|1", 1) == [EXPERIMENT][: max(0, version - 1)]


@pytest.fixture
def version_5(tmp_path):
    """A store on a database of version 5."""
    path = tmp_path / "results.sqlite"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(VERSION_5.read_text())
    store = Store(path)
    yield store
    store.close()


def test_a_database_of_the_version_before_keeps_its_results(version_5):
    """Results measured there and shipped ones are equal to what was written, and their files count as loaded."""
    settings = (("gamma", 1.0), ("classes", "ten"))
    measured = result(Experiment("digits", "svm", 100, seed=2, settings=settings))

    assert differences(version_5) == []
    assert version_5.results(origin="live") == [measured]
    assert version_5.rows().set_index("origin")["accuracy"].to_dict() == {"live": 0.5, "recorded": 0.75}
    assert version_5.rows()["settings"].unique().tolist() == ['{"gamma": 1.0, "classes": "ten"}']
    assert version_5.predictions(measured.id) == b"\x00\x01"


def test_a_database_of_the_version_before_keeps_its_queue(version_5):
    """States, askers and order are as they were; what its dead engine left running is claimed again."""
    queue = version_5.jobs().set_index("position")
    assert queue["status"].to_dict() == {1: "queued", 2: "queued", 3: "queued", 4: "failed", 5: "running"}
    assert queue["askers"].to_dict() == {1: "ann", 2: "ann", 3: "ann, bob", 4: "bob", 5: "bob"}
    states = version_5.states(queue["id"])
    assert states[queue["id"][4]] == JobState("failed", 0.0, "", "It broke.")
    assert states[queue["id"][5]] == JobState("running", 0.5, "half", "", "[1]")
    version_5.requeue_orphans()

    assert [one.id for one in version_5.claim("me", 9)] == queue["id"][[1, 3, 5]].tolist()


def test_a_database_of_the_version_before_keeps_its_uploads_trainings(version_5, setting):
    """A visitor's second training waits for the first, and both count for the visitor's limit."""
    setting("max_trainings_waiting", 1)
    own = f"own-{'a' * 32}"
    first = version_5.claim("me", 1)
    assert first == [Experiment(own, "svm", 40)]
    with pytest.raises(QuotaExceeded):
        version_5.enqueue([Experiment(own, "svm", 40, recipe="speed")], "ann")
    version_5.progress("me", {first[0].id: Progress(0.5, "half")})
    assert [one.dataset for one in version_5.claim("me", 9)] == ["digits"]
    version_5.finish(result(first[0]))

    assert version_5.claim("me", 9) == [Experiment(own, "svm", 40, recipe="thorough")]
    version_5.delete_dataset(own)
    assert set(version_5.rows()["dataset"]) == {"digits"}


def test_migrating_twice_changes_nothing(store):
    """A database of the newest schema is opened again without a step."""
    store.add(result(EXPERIMENT))
    store.close()
    again = Store(store.url)

    assert len(again.rows()) == 1
    again.close()


@pytest.mark.slow
def test_processes_that_start_at_once_migrate_once(store):
    """Of several processes that open a blank database at the same moment, none fails and each step is taken once."""
    code = (
        "import sys; from experiments.store.results import Store; print('ready', flush=True); sys.stdin.readline();"
        "print(len(Store(sys.argv[1]).rows()))"
    )
    command = [sys.executable, "-c", code, store.url]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [process.stdout.readline() for process in processes] == ["ready\n"] * len(processes)
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()

    assert [process.communicate(timeout=60) for process in processes] == [("0\n", "")] * 3
    assert differences(store) == []


class Busy:
    """A connection that SQLite sends away a few times, as it does with some of those that open a blank file at once."""

    def __init__(self, code):
        self.code = code
        self.n_asked = 0

    def execute(self, _statement):
        """Fail twice."""
        self.n_asked += 1
        if self.n_asked < 3:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = self.code
            raise error


def test_switching_the_log_on_is_tried_again_only_while_another_process_does_the_same():
    """SQLite refuses it at once, whatever its timeout; a file that cannot be written stays so."""
    busy = Busy(sqlite3.SQLITE_BUSY)
    write_ahead(busy)
    assert busy.n_asked == 3
    unwritable = Busy(sqlite3.SQLITE_READONLY)
    with pytest.raises(sqlite3.OperationalError):
        write_ahead(unwritable)
    assert unwritable.n_asked == 1
