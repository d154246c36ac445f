"""The inference worker: it answers questions about kept models and measures nothing, so no answer has to wait."""

import threading
from collections.abc import Iterable
from concurrent.futures import Future
from functools import partial
from typing import Any

from experiments.engine.job import in_background
from experiments.engine.workers import Workers, connect_workers
from settings import settings


class InferenceWorker:
    """A worker at `where` (default: the settings' engine), started with the first question, and again when lost."""

    def __init__(self, where: str | None = None, preload: Iterable[str] = ()) -> None:
        self.connect = partial(connect_workers, where or settings().engine, 1, tuple(preload))
        self._workers: Workers | None = None
        self._connecting = threading.Lock()

    def start(self) -> None:
        """Start the worker in the background, so that the first question waits less; later calls report problems."""
        in_background("inference", self._connected)

    def ask(self, verb: str, *arguments: Any) -> Future[Any]:
        """Call the verb, a dotted name `module:function`, in the worker; ValueError or OSError when there is none."""
        return self._connected().call(verb, *arguments)

    def close(self) -> None:
        """End the worker."""
        with self._connecting:
            workers, self._workers = self._workers, None
        if workers:
            workers.close()

    def _connected(self) -> Workers:
        with self._connecting:
            if self._workers:
                try:
                    self._workers.n_free()
                except OSError:
                    self._workers.close()
                    self._workers = None
            self._workers = self._workers or self.connect()
            return self._workers
