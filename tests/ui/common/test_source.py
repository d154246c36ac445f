"""What every page draws from, opened once per server."""

from filelock import FileLock

from timing.background.run import LOCK
from ui.common import source


def test_the_servers_engine_waits_while_this_machine_is_timed(home):
    """Experiments and timings would both be slower, and rows stay for good."""
    (home / "timing").mkdir(parents=True)
    engine = source.engine()

    assert not engine.is_busy()
    with FileLock(home / "timing" / LOCK):
        assert engine.is_busy()
