"""A thread that starts this engine when another server that shared the database left experiments waiting."""

import logging
import threading

from experiments.engine.dispatch import Engine

EVERY_SECONDS = 10.0
PATIENCE_SECONDS = 5.0

logger = logging.getLogger(__name__)


class Takeover:
    """Starts the engine when, twice in a row, experiments wait and no server measures any; until it is closed."""

    def __init__(self, engine: Engine, every_seconds: float = EVERY_SECONDS) -> None:
        self.engine = engine
        self.every_seconds = every_seconds
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="takeover", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; wait at most `PATIENCE_SECONDS` for a database that does not answer."""
        self._closing.set()
        self._thread.join(PATIENCE_SECONDS)

    def _run(self) -> None:
        was_needed = False  # needed once may be the moment between two experiments
        while not self._closing.wait(self.every_seconds):
            try:
                is_needed = self.engine.is_needed()
                if is_needed and was_needed:
                    self.engine.start()
                was_needed = is_needed
            except Exception:
                logger.exception("The queue could not be read; the next round tries again")
