"""What every page draws from, opened once per server."""

from filelock import FileLock

from experiments.store.results import Store
from tests.experiments.toy import Experiment, result
from timing.background.run import LOCK
from ui.common import source


def test_the_servers_engine_waits_while_this_machine_is_timed(home):
    """Experiments and timings would both be slower, and rows stay for good."""
    (home / "timing").mkdir(parents=True)
    engine = source.engine()

    assert not engine.is_busy()
    with FileLock(home / "timing" / LOCK):
        assert engine.is_busy()


def test_the_table_is_read_again_only_when_a_row_is_new(monkeypatch):
    """A hundred thousand rows take seconds to read, and pages ask every few seconds."""
    source.store().add(result(Experiment("digits", "svm", 10)))
    read, rows = [], Store.rows
    monkeypatch.setattr(Store, "rows", lambda store, **filters: read.append(filters) or rows(store, **filters))
    assert [len(source.all_rows()) for _ in range(3)] == [1, 1, 1]
    source.store().add(result(Experiment("digits", "svm", 20)))

    assert [len(source.all_rows()) for _ in range(3)] == [2, 2, 2]
    assert len(read) == 2
