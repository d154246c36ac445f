"""Steps of a recording, done in order of their value; one that would not end within the time left is left out."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from experiments.engine.job import first_line
from experiments.spec import Stopped

Tell = Callable[[str], None]
Now = Callable[[], float]


@dataclass(frozen=True)
class Step:
    """One part of a recording; steps of the same `kind` take about the same seconds for each unit of their `work`.

    `do` is given the seconds left and returns the number of rows that it recorded; it raises Stopped when they are
    over. `guess` is the seconds of a unit until a step of the kind was measured here. `missing` says why the step
    cannot be done on this machine, `after` names a step without which it cannot be.
    """

    title: str
    kind: str
    work: float
    guess: float
    do: Callable[[float], int]
    missing: str = ""
    after: str = ""


@dataclass(frozen=True)
class Outcome:
    """How a step ended: with this many rows, or left out or failed with a sentence that says why."""

    title: str
    n_rows: int = 0
    left_out: str = ""
    failed: str = ""


def do_all(steps: Sequence[Step], end: float, tell: Tell, now: Now = time.monotonic) -> Iterator[Outcome]:
    """Do the steps one after the other until the clock reads `end`, and say how each of them ended."""
    paces: dict[str, float] = {}
    without: set[str] = set()
    for number, step in enumerate(steps, start=1):
        forecast, left = step.work * paces.get(step.kind, step.guess), end - now()
        began = now()
        if why := _why_not(step, forecast, left, without):
            outcome = Outcome(step.title, left_out=why)
        else:
            tell(f"[{number}/{len(steps)}] {step.title}: about {forecast:.0f} s, of {left:.0f} s left")
            outcome = _do(step, left)
        if outcome.left_out or outcome.failed:
            without.add(step.title)
        else:
            paces[step.kind] = (now() - began) / step.work
        tell(f"[{number}/{len(steps)}] {step.title}: {sentence(outcome)} ({now() - began:.1f} s)")
        yield outcome


def sentence(outcome: Outcome) -> str:
    """How the step ended, without its title."""
    if outcome.left_out or outcome.failed:
        return f"left out, {outcome.left_out}" if outcome.left_out else f"failed: {outcome.failed}"
    return f"{outcome.n_rows} row{'s' * (outcome.n_rows != 1)}"


def _why_not(step: Step, forecast: float, left: float, without: set[str]) -> str:
    """Why the step is left out; empty if it is to be done."""
    if step.missing:
        return step.missing
    if step.after in without:
        return f"as it needs the step {step.after!r}"
    if forecast > left:
        return f"as it takes about {forecast:.0f} s and {max(0.0, left):.0f} s were left"
    return ""


def _do(step: Step, left: float) -> Outcome:
    """Do the step; whatever it raises becomes its outcome, so that the others are done all the same."""
    try:
        return Outcome(step.title, step.do(left))
    except Stopped:
        return Outcome(step.title, left_out="as it was not done when the time was over")
    except Exception as problem:
        return Outcome(step.title, failed=first_line(problem))
