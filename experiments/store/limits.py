"""What may be asked for, and when it may start: what exceeds the operator's limits is refused in one sentence.

A training on a visitor's own images is all experiments on one data set by one recipe; each visitor runs one at a time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

import sqlalchemy as sa

from catalogue.sources.own import PREFIX, is_own, whole
from experiments.race.budget import RACE, budget_of
from experiments.spec import Experiment
from experiments.store.database import count
from experiments.store.schema import PENDING, jobs, requests
from settings import settings

Training = tuple[str, str]


class QuotaExceeded(ValueError):  # noqa: N818  (the name says what happened)
    """The request exceeds what the operator allows."""


def check_each(experiments: Collection[Experiment]) -> None:
    """QuotaExceeded when a single experiment asks for too many images, epochs or seconds, or is no valid race."""
    largest = max((experiment.n_train for experiment in experiments), default=0)
    if largest > settings().max_images:
        raise QuotaExceeded(f"{largest:,} training images are more than the {settings().max_images:,} allowed here.")
    for experiment in experiments:
        if experiment.recipe == RACE:
            try:
                budget_of(experiment)
            except ValueError as problem:
                raise QuotaExceeded(str(problem)) from problem
        epochs = dict(experiment.settings).get("epochs", 0)
        # Not `>`, which lets NaN pass; a text is refused by the learner.
        if not isinstance(epochs, str) and not epochs <= settings().max_epochs:
            raise QuotaExceeded(f"{epochs:,} epochs are more than the {settings().max_epochs:,} allowed here.")


def too_long() -> str:
    """Why an experiment was stopped at the limit of seconds."""
    return (
        f"This took longer than the {settings().max_seconds:,g} seconds that one experiment may take here, so it was "
        "stopped; choose quick training, or fewer or smaller training images."
    )


def check_queue(connection: sa.Connection, n_new: int) -> None:
    """QuotaExceeded when the queue has no room for so many new experiments."""
    free = settings().max_queued - count(connection, jobs, jobs.c.status == "queued")
    if n_new > free:
        room = f"{max(0, free)} more experiment{'' if free == 1 else 's'}"
        raise QuotaExceeded(f"The queue has room for {room}, not {n_new}: ask for fewer, or wait.")


def check_trainings(connection: sa.Connection, asked: Collection[Experiment], asker: str) -> None:
    """QuotaExceeded when these would give the asker too many trainings that run or wait."""
    wanted = {(whole(one.dataset), one.recipe) for one in asked if is_own(one.dataset)}
    if not wanted:
        return
    pending = {training for _, training, who, _ in _pending(connection) if who == asker}
    most = 1 + settings().max_trainings_waiting
    if wanted - pending and len(wanted | pending) > most:
        runs = "training run" if most == 1 else "training runs"
        raise QuotaExceeded(
            f"At most {most} {runs} on your own images may run or wait at a time; "
            "please wait until one is done, or cancel one."
        )


def startable(connection: sa.Connection, queued: Iterable[sa.RowMapping]) -> Iterator[sa.RowMapping]:
    """The queued jobs that may start together: none whose visitor has another training running."""
    askers: defaultdict[str, set[str]] = defaultdict(set)
    running: defaultdict[str, set[Training]] = defaultdict(set)
    for id, training, asker, status in _pending(connection):
        askers[id].add(asker)
        if status == "running":
            running[asker].add(training)
    for row in queued:
        training = whole(row["dataset"]), row["recipe"]
        mine = askers.get(row["id"], set())  # empty for public data sets
        if all(running[asker] <= {training} for asker in mine):
            for asker in mine:
                running[asker].add(training)
            yield row


def _pending(connection: sa.Connection) -> Iterator[tuple[str, Training, str, str]]:
    """Id, training, asker and status of each pending job on visitors' own images, once for each asker."""
    query = sa.select(jobs.c.id, jobs.c.dataset, jobs.c.recipe, requests.c.asker, jobs.c.status)
    query = query.join(requests, requests.c.id == jobs.c.id)
    own = jobs.c.status.in_(PENDING) & jobs.c.dataset.startswith(PREFIX)
    for id, dataset, recipe, asker, status in connection.execute(query.where(own)):
        if is_own(dataset):
            yield id, (whole(dataset), recipe), asker, status
