"""The schema: newest from nothing, newest from every older one, and from several processes at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from experiments.store import Store
from experiments.store_database import open_database, writing
from experiments.store_migrations import MIGRATIONS, migrate
from experiments.store_rows import experiment_values, result_values
from experiments.store_schema import jobs, metadata, results
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
        "import sys; from experiments.store import Store; print('ready', flush=True); sys.stdin.readline();"
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


def test_connections_that_open_a_blank_file_at_once_all_open_it(tmp_path):
    """SQLite sends some of those away that switch its log on at the same moment; they ask again instead of failing."""

    def opened(number):
        database = open_database(f"sqlite:///{tmp_path / f'{number // 8}.sqlite'}")
        with database.connect() as connection:
            answer = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        database.dispose()
        return answer

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(opened, range(160))) == {"wal"}
