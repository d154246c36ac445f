"""The desk: a worker that answers questions and measures nothing, so that no answer waits behind a training."""

import pkgutil
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future, InvalidStateError, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from settings import settings

if TYPE_CHECKING:  # half a second that the first page need not wait
    from experiments.engine.dask_workers import DaskWorkers


class Desk(Protocol):
    """Where questions are asked."""

    def start(self) -> None:
        """Have the worker started in the background, so that the first question waits less."""

    def ask(self, verb: str, *arguments: Any) -> Future[Any]:
        """Call the verb, a dotted name `module:function`, over there; what it raises, the future raises."""

    def close(self) -> None:
        """End the worker."""


class InlineDesk:
    """A thread of this very process, for tests and for machines where processes are scarce."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="inline-desk")

    def start(self) -> None:
        """There is nothing to start."""

    def ask(self, verb: str, *arguments: Any) -> Future[Any]:
        """Call the verb in the thread."""
        return self._thread.submit(call, verb, *arguments)

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(cancel_futures=True)


class DaskDesk:
    """A worker process that starts with the first question, and again when it is lost."""

    def __init__(self, connect: Callable[[], "DaskWorkers"]) -> None:
        self.connect = connect
        self._workers: DaskWorkers | None = None
        self._connecting = threading.Lock()

    def start(self) -> None:
        """Start the worker in the background; what goes wrong is told to whoever asks."""
        threading.Thread(target=self._start, name="desk", daemon=True).start()

    def _start(self) -> None:
        with suppress(ValueError, OSError):
            self._connected()

    def ask(self, verb: str, *arguments: Any) -> Future[Any]:
        """Call the verb in the worker; ValueError or OSError when there is none."""
        # pure=False: the same question twice is two tasks, else the second would share the fate of the first.
        asked = self._connected().client.submit(call, verb, *arguments, pure=False, priority=1)
        answer: Future[Any] = Future()
        asked.add_done_callback(lambda done: _deliver(answer, done))
        return answer

    def close(self) -> None:
        """End the worker."""
        with self._connecting:
            workers, self._workers = self._workers, None
        if workers:
            workers.close()

    def _connected(self) -> "DaskWorkers":
        with self._connecting:
            if self._workers:
                try:
                    self._workers.n_free()
                except OSError:
                    self._workers.close()
                    self._workers = None
            self._workers = self._workers or self.connect()
            return self._workers


def open_desk(where: str | None = None, preload: Iterable[str] = ()) -> Desk:
    """The desk that `where` names (default: the settings' engine); nothing starts yet."""
    where = where or settings().engine
    modules = tuple(preload)
    return InlineDesk() if where == "inline" else DaskDesk(lambda: _workers(where, modules))


def _workers(where: str, preload: tuple[str, ...]) -> "DaskWorkers":
    from experiments.engine.dask_workers import local_workers, remote_workers

    return local_workers("", 1, preload) if where == "local" else remote_workers("", where, preload)


def call(verb: str, *arguments: Any) -> Any:
    """Find the verb and call it."""
    return pkgutil.resolve_name(verb)(*arguments)


def _deliver(answer: Future[Any], done: Any) -> None:
    from distributed import KilledWorker

    with suppress(InvalidStateError):  # the asker may have withdrawn it
        try:
            answer.set_result(done.result())
        except (CancelledError, KilledWorker):
            answer.set_exception(ConnectionError("The worker that answers questions was lost; please ask again."))
        except Exception as problem:
            answer.set_exception(problem)
