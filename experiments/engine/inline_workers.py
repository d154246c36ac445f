"""One worker in this very process, for tests and for machines where processes are scarce."""

import threading
from collections import defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from experiments.engine.job import Outcome, Step, forget, measure
from experiments.spec import Experiment


class InlineWorkers:
    """A single background thread that measures one experiment at a time."""

    def __init__(self, verb: str) -> None:
        self.verb = verb
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="inline-engine")
        self._running: Future[Outcome] | None = None
        self._stopped: defaultdict[str, threading.Event] = defaultdict(threading.Event)
        self._reports: dict[str, tuple[float, str, str]] = {}

    def n_free(self) -> int:
        """One, or none while it measures."""
        return int(self._running is None or self._running.done())

    def start(self, experiment: Experiment) -> Future[Outcome]:
        """Measure the experiment in the background."""
        self._stopped[experiment.id] = stopped = threading.Event()
        report = partial(self._heard, experiment.id)
        self._running = self._thread.submit(measure, self.verb, experiment, report, stopped.is_set)
        return self._running

    def stop(self, id: str) -> None:
        """Ask the experiment to stop."""
        self._stopped[id].set()

    def kill(self, id: str) -> None:
        """A thread cannot be ended: wait for it."""

    def reports(self) -> dict[str, tuple[float, str, str]]:
        """Fraction, note and what was found by experiment, since the last call."""
        heard, self._reports = self._reports, {}
        return heard

    def forget(self) -> None:
        """Drop the images that this process remembers."""
        forget()

    def close(self) -> None:
        """Stop what runs and end the thread."""
        for stopped in list(self._stopped.values()):
            stopped.set()
        self._thread.shutdown(cancel_futures=True)

    def _heard(self, id: str, step: Step) -> None:
        self._reports[id] = (step.fraction, step.note, step.found)
