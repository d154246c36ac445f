"""Measure a sweep and show its progress in a terminal."""

import sys
import uuid
from collections.abc import Callable, Sequence

from tqdm import tqdm

from experiments.engine.dispatch import open_engine
from experiments.spec import Experiment, never
from experiments.store.results import JobState, Store
from experiments.store.schema import PENDING


def measure(
    store: Store,
    where: str,
    experiments: Sequence[Experiment],
    budget_seconds: float | None,
    is_busy: Callable[[], bool] = never,
    again: bool = False,
) -> list[str]:
    """Measure what is missing (with `again`, all of it), with a progress bar on stderr.

    Prints and returns a sentence for each failure.
    """
    engine = open_engine(store, where, own_only=True, is_busy=is_busy)
    asker = f"command line {uuid.uuid4().hex[:8]}"  # two terminals must not withdraw each other's requests
    named = {experiment.id: experiment for experiment in experiments}
    ids: list[str] = []
    try:
        with tqdm(total=len(named), file=sys.stderr, unit="experiment") as bar:
            ids = engine.submit(ordered(experiments, budget_seconds), asker, again)
            states = engine.wait(ids, lambda changed: show(bar, changed, named), budget_seconds)
    finally:
        engine.cancel(ids, asker)  # after Ctrl-C and after the budget: nobody would drain the rest
        engine.close()
    failures = [sentence(named[id], state) for id, state in states.items() if state.status != "done"]
    print(*failures, sep="\n", end="\n" if failures else "", file=sys.stderr)
    return failures


def ordered(experiments: Sequence[Experiment], budget_seconds: float | None) -> list[Experiment]:
    """Largest first, so that all workers finish together; with a budget smallest first, so that more is measured."""
    return sorted(experiments, key=lambda experiment: experiment.n_train, reverse=budget_seconds is None)


def show(bar: tqdm, states: dict[str, JobState], named: dict[str, Experiment]) -> None:
    """Move the bar to what has ended, and name what is running."""
    running = [f"{named[id].learner} {named[id].n_train} ({state.note})" for id, state in states.items() if state.note]
    bar.set_postfix_str(", ".join(running), refresh=False)
    bar.update(sum(state.status not in PENDING for state in states.values()) - bar.n)
    bar.refresh()


def sentence(experiment: Experiment, state: JobState) -> str:
    """Why an experiment has no result."""
    what = f"{experiment.learner} on {experiment.n_train} images, seed {experiment.seed}"
    if state.status in PENDING:
        return f"{what}: not measured within the budget of seconds."
    return f"{what}: {state.status}. {state.error}".strip()
