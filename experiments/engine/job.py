"""What happens around one experiment in the process that measures it: the verb is found, called, and its end named."""

import logging
import pkgutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from experiments.spec import Experiment, Result


class Step(Protocol):
    """How far a measurement is; `experiments.run.Progress` is one."""

    fraction: float
    note: str
    found: str


@dataclass(frozen=True)
class Outcome:
    """How a measurement ended: with a result, with one sentence why not, or (neither) stopped on demand."""

    result: Result | None = None
    error: str = ""


def measure(verb: str, experiment: Experiment, report: Callable[[Step], None], stop: Callable[[], bool]) -> Outcome:
    """Call the verb, a dotted name `module:function`; whatever it raises becomes an outcome."""
    try:
        return Outcome(pkgutil.resolve_name(verb)(experiment, report=report, stop=stop))
    except Exception as problem:
        if stop():
            return Outcome()
        if isinstance(problem, ValueError):
            return Outcome(error=first_line(problem))
        logging.getLogger(__name__).exception("Experiment %s failed", experiment)
        return Outcome(error=f"{type(problem).__name__}: {first_line(problem)}")


def forget() -> None:
    """Drop the images that this process remembers, if it ever measured anything."""
    if verb := sys.modules.get("experiments.run"):
        verb.forget()


def first_line(problem: Exception) -> str:
    """What the exception says, in one line; its kind where it says nothing."""
    return str(problem).strip().partition("\n")[0] or type(problem).__name__
