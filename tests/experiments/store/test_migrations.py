"""The schema: newest from nothing, newest from every older one, and from several processes at once."""

import sqlite3
import subprocess
import sys

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from experiments.store.database import open_database, write_ahead, writing
from experiments.store.migrations import MIGRATIONS, migrate
from experiments.store.results import Store
from experiments.store.rows import experiment_values, result_values
from experiments.store.schema import jobs, metadata, results
from tests.experiments.toy import Experiment, result

EXPERIMENT = Experiment("digits", "svm", 100)
OLDER = range(len(MIGRATIONS))


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
            connection.execute(old.insert().values({name: values[name] for name in values if name in old.c}))
    database.dispose()


def test_a_blank_database_gets_the_newest_schema(store):
    """Taking every step from nothing gives exactly the tables that the code describes."""
    assert differences(store) == []


@pytest.mark.parametrize("version", OLDER)
def test_every_older_schema_becomes_the_newest(store, version):
    """Without rows, each older schema ends as the newest."""
    database_of(store, version)

    assert differences(store) == []


@pytest.mark.parametrize("version", OLDER[1:])
def test_an_older_schema_keeps_its_results(store, version):
    """A result that an older version wrote is read by the newest as it was."""
    old = result(EXPERIMENT)
    database_of(store, version, [(results, {**result_values(old), "origin": "live"})])

    assert store.results() == [old]
    assert differences(store) == []


@pytest.mark.parametrize("version", OLDER[2:])
def test_an_older_schema_keeps_its_queue(store, version):
    """What an older version queued is still queued, and can be claimed."""
    job = {"status": "queued", "progress": 0.0, "note": "", "error": "", "owner": "", "queued_at": 0.0}
    database_of(store, version, [(jobs, {**experiment_values(EXPERIMENT), **job})])

    assert store.claim("host|1|1|1", 1) == [EXPERIMENT]


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


def test_who_is_sent_away_asks_again():
    """SQLite does not wait, whatever its timeout, for another process that switches the log on at the same moment."""
    busy = Busy(sqlite3.SQLITE_BUSY)
    write_ahead(busy)
    assert busy.n_asked == 3


def test_what_waiting_does_not_mend_is_told_at_once():
    """A file that cannot be written stays so."""
    unwritable = Busy(sqlite3.SQLITE_READONLY)
    with pytest.raises(sqlite3.OperationalError):
        write_ahead(unwritable)
    assert unwritable.n_asked == 1
