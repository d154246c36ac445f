"""What this installation can do, and what is wrong with it: a line for each thing that is looked at."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import catalogue
from catalogue.files.limits import sized
from command_line import one_line
from experiments.store.migrations import schema
from experiments.store.results import Store
from settings import settings
from timing.provenance import commit, processor, versions

PRETRAINED = "efficientnet-lite0"
LEAST_FREE = 2**30
"""Bytes of free disk below which trainings and uploads soon fail."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what it is, and whether it is well."""

    what: str
    told: str
    well: bool = True


def examine() -> Iterator[Finding]:
    """Look at everything, one after the other; what fails is told like the rest."""
    for what, look in LOOKS.items():
        try:
            yield from look(what)
        except (ValueError, OSError) as problem:
            yield Finding(what, one_line(problem), well=False)


def _code(what: str) -> Iterator[Finding]:
    known = ", ".join(f"{name} {version}" for name, version in versions().items())
    yield Finding(what, f"{commit() or 'a copy without git'} on {processor()}; {known}.")


def _home(what: str) -> Iterator[Finding]:
    home = settings().home
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=home) as file:
        file.write(b"0")
    free = shutil.disk_usage(home).free
    told = f"{home} can be written; {sized(free)} are free."
    yield Finding(what, told if free >= LEAST_FREE else f"{told} That is less than 1 GB.", free >= LEAST_FREE)


def _database(what: str) -> Iterator[Finding]:
    store = Store(settings().results_url)
    try:
        with store.database.connect() as connection:
            steps = schema(connection)
        yield Finding(what, f"{store.database.url} answers; {steps}; results stored: {store.n_rows():,}.")
    finally:
        store.close()


def _engine(what: str) -> Iterator[Finding]:
    where = settings().engine
    if where in ("local", "inline"):
        from timing.device import trains_on  # importing torch takes two seconds

        n = settings().workers or os.cpu_count() or 1
        told = "inline: in the process that asks" if where == "inline" else f"local, {n} workers"
        yield Finding(what, f"{told}; networks train on {trains_on()}.")
        return
    from experiments.engine.roll_call import roll_call  # importing dask takes half a second

    called = roll_call(where)
    n_fit = sum(not worker.misfit for worker in called.values())
    yield Finding(what, f"{where} answers; workers that can measure: {n_fit} of {len(called)}.", n_fit > 0)
    for address, worker in called.items():
        device = " with a GPU of its own" if worker.has_gpu else ""
        told = worker.misfit or f"can measure{device}: {worker.described}."
        yield Finding("worker", f"{address} {told}", well=not worker.misfit)
        if worker.lacks:
            yield Finding("worker", f"{address} {worker.lacks}: please let it share CROSSOVER_DATA.", well=False)


def _datasets(what: str) -> Iterator[Finding]:
    here = [entry.name for entry in catalogue.entries() if entry.available]
    yield Finding(what, f"On this machine: {', '.join(here)}.")
    yield from (Finding(what, problem, well=False) for problem in catalogue.problems())


def _weights(what: str) -> Iterator[Finding]:
    from models.pretrained.backbones import BACKBONES  # importing torch takes two seconds

    content = BACKBONES[PRETRAINED].weights.read_checked()
    yield Finding(what, f"The weights of {PRETRAINED} are the published ones ({sized(len(content))}).")


LOOKS: dict[str, Callable[[str], Iterator[Finding]]] = {
    "code": _code,
    "home": _home,
    "database": _database,
    "engine": _engine,
    "data sets": _datasets,
    "weights": _weights,
}
"""What is looked at, in this order."""
