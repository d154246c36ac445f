"""One experiment in the process that measures it: the verb is imported and called, and its end becomes an outcome."""

import logging
import pkgutil
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from experiments.spec import Experiment, Report, Result, ShouldStop


class SchedulerLostError(ConnectionError):
    """The scheduler was lost. It may be back, but no longer knows the experiment, which did not cause this."""


@dataclass(frozen=True)
class Outcome:
    """How a measurement ended: with a result, with one sentence why not, or (neither) stopped on request."""

    result: Result | None = None
    error: str = ""


def call(verb: str, *arguments: Any) -> Any:
    """Import and call a verb, a function named as `module:function`."""
    return pkgutil.resolve_name(verb)(*arguments)


def measure(verb: str, experiment: Experiment, report: Report, should_stop: ShouldStop) -> Outcome:
    """Call the verb on the experiment; whatever it raises becomes an outcome."""
    try:
        return Outcome(call(verb, experiment, report, should_stop))
    except Exception as problem:
        if should_stop():
            return Outcome()
        if isinstance(problem, ValueError):
            return Outcome(error=first_line(problem))
        logging.getLogger(__name__).exception("Experiment %s failed", experiment)
        return Outcome(error=f"{type(problem).__name__}: {first_line(problem)}")


def clear_caches() -> None:
    """Drop the images that this process keeps in memory, if it ever measured anything."""
    if module := sys.modules.get("experiments.run"):
        module.clear_caches()


def first_line(problem: Exception) -> str:
    """The first line of the exception's message, or its type if the message is empty."""
    return str(problem).strip().partition("\n")[0] or type(problem).__name__


def in_background(name: str, do: Callable[[], object]) -> None:
    """Do it in a thread of this name; if it fails, that is only noted."""

    def attempt() -> None:
        try:
            do()
        except Exception:
            logging.getLogger(__name__).debug("%s failed", name, exc_info=True)

    threading.Thread(target=attempt, name=name, daemon=True).start()
