"""Whether a worker measures what this program would: it has the project, the same code, and the same libraries."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from distributed import Client

from experiments.engine.wire import calling
from experiments.spec import PROTOCOL, REVISIONS
from timing.provenance import LIBRARIES, commit, versions

GPU = "GPU"
"""The resource that a worker declares if it has a GPU to itself."""
ALIKE = ("python", *LIBRARIES)
"""Versions that must be the same up to the second number: 3.11.7 and 3.11.9 are alike, 2.9 and 2.10 are not."""


logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fitness:
    """What decides whether a process may measure: protocol, commit, and versions of the libraries."""

    protocol: int
    commit: str
    versions: dict[str, str]


def fitness() -> Fitness:
    """Protocol, commit and versions of this process; any change of any learner changes this protocol."""
    return Fitness(PROTOCOL + sum(REVISIONS.values()), commit(), versions())


def misfit(worker: Fitness | BaseException, here: Fitness) -> str:
    """The rest of a sentence that begins with a worker's name: why its rows do not belong here; "" if they do."""
    if isinstance(worker, ModuleNotFoundError):
        return f"has no {worker.name}: please start it in a copy of this project, with its requirements installed."
    if isinstance(worker, BaseException):
        return f"does not say what it is ({type(worker).__name__}): please start it again."
    if worker.protocol != here.protocol:
        return f"measures by protocol {worker.protocol}, not {here.protocol}: please update its copy of this project."
    if worker.commit and here.commit and worker.commit != here.commit:
        return f"has commit {worker.commit}, not {here.commit}: please use the same copy of this project."
    for name in ALIKE:
        there, ours = worker.versions.get(name, "none"), here.versions.get(name, "none")
        if there.split(".")[:2] != ours.split(".")[:2]:
            return f"has {name} {there}, not {ours}: please install the same requirements."
    return ""


class Admission:
    """The workers of a scheduler that have been asked what they are; each is asked once, when it is first seen."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.misfits: dict[str, str] = {}
        """Why a worker gets no work, by its address; "" for one that does."""
        self.gpus: set[str] = set()
        """The workers that were started with the resource GPU."""

    def admitted(self, addresses: Collection[str]) -> list[str]:
        """Those of the workers that may measure; why another one may not is logged once."""
        if new := [address for address in addresses if address not in self.misfits]:
            resources = self.client.run_on_scheduler(_resources())
            self.gpus.update(address for address in new if resources.get(address, {}).get(GPU))
            answers = self.client.run(calling(fitness), workers=new, on_error="return")
            for address, answer in answers.items():
                self.misfits[address] = misfit(answer, fitness())
                if self.misfits[address]:
                    logger.warning("The worker %s %s", address, self.misfits[address])
        return [address for address in addresses if self.misfits.get(address) == ""]


def _resources() -> Callable[[Any], dict[str, dict[str, float]]]:
    """A function for a scheduler: what each worker was started with, such as `--resources "GPU=1"`, by its address.

    Not `client.scheduler_info`: the client's own refreshing replaces its answer by one without workers now and then.
    A function inside a function is sent as code, so the scheduler need not have the project.
    """

    def declared(dask_scheduler: Any) -> dict[str, dict[str, float]]:
        return {address: dict(worker.resources) for address, worker in dask_scheduler.workers.items()}

    return declared
