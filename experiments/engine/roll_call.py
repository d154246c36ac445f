"""What the workers of a scheduler are, and why some get no work, or only a part of it, for whoever looks after them."""

import asyncio
from dataclasses import dataclass

from experiments.engine.dask_workers import connected
from experiments.engine.fitness import Admission
from experiments.engine.holdings import Holdings, on_offer
from experiments.engine.job import first_line
from experiments.engine.wire import awaiting
from timing.provenance import processor, versions


@dataclass(frozen=True)
class WorkerReport:
    """What is known of one worker of a scheduler."""

    misfit: str
    """The rest of a sentence that begins with its address: why it gets no work; "" if it does."""
    described: str = ""
    """Its processor, what networks train on, and its libraries."""
    has_gpu: bool = False
    """Whether it was started as one that has a GPU to itself."""
    lacks: str = ""
    """The rest of a sentence, as in `misfit`: which of this machine's data sets it lacks; "" if none."""


def roll_call(address: str) -> dict[str, WorkerReport]:
    """The workers of the scheduler, by their addresses; ValueError if it does not answer."""
    workers = connected(address)
    try:
        client = workers.client
        admission, holdings = Admission(client), Holdings(client)
        admitted, offered = admission.admitted(client.nthreads()), on_offer()
        holdings.ask(admitted, offered)
        described = client.run(awaiting(_described), workers=admitted, on_error="return")
        found = {one: WorkerReport(why) for one, why in admission.misfits.items()}
        for one in admitted:
            found[one] = WorkerReport("", described[one], one in admission.gpus, holdings.lacking(one, offered))
        return found
    finally:
        workers.close()


async def _described() -> str:
    """In a worker: its processor, what networks train on there, and its libraries."""
    from timing.device import trains_on  # importing torch takes seconds, which only workers need

    libraries = ", ".join(f"{name} {version}" for name, version in versions().items())
    try:
        device = await asyncio.to_thread(trains_on)
    except Exception as problem:
        device = f"nothing ({first_line(problem)})"
    return f"{processor()}; networks train on {device}; {libraries}"
