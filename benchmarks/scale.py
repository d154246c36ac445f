"""Growth: the engine's overhead with long queues, workers side by side, pages over 100,000 results, and many sessions.

`python -m benchmarks.scale [queue] [workers] [table] [sessions]`, all of them unless some are named. Pages are asked by
real websocket sessions on a real server; their seconds are those after the first visit, which fills caches.
"""

import argparse
import asyncio
import datetime
import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.session import Session, opened, served
from experiments.engine.dispatch import open_engine
from experiments.spec import Experiment, Result
from experiments.store.results import RECORDED, Store
from settings import settings
from timing.provenance import processor

ENDED = 200
"""Experiments that are waited for, in a queue of any length."""
TRAININGS = 12
ROWS, BATCH = 100_000, 10_000
PAGES = ("home", "data_size", "runs", "lesson", "decide")
"""The pages that show the table, and the two that judge it."""
WATCHED_SECONDS = 20.0


def nothing(experiment: Experiment, _report: Any, _stop: Any) -> Result:
    """A measurement of zero seconds."""
    now = datetime.datetime.now(datetime.UTC).isoformat()
    return Result(experiment, 0.5, 8, b"\xaa", b"\x00", 0, 0, 0, 1, 1, "cpu", "none", 1, {}, "", now)


def drained(folder: Path, verb: str, asked: list[Experiment], n_ended: int) -> float:
    """Seconds from the first ended experiment until this many more have ended, with these queued."""
    with closing(Store(folder / f"{len(asked)}-{settings().workers}.sqlite")) as store:
        ids = store.enqueue(asked, "benchmark")
        engine = open_engine(store, "local", verb)
        engine.start()
        began = 0.0
        while (n := store.n_rows()) <= n_ended:
            began = began or (time.perf_counter() if n else 0.0)
            time.sleep(0.01)
        seconds = time.perf_counter() - began
        engine.cancel(ids)
        engine.close()
    return seconds


def measure_queue(folder: Path) -> Iterator[str]:
    """The engine's own milliseconds for an experiment, with more and more queued."""
    for n in (ENDED + 50, 1_000, 10_000):
        asked = [Experiment("none", "majority", 100, seed) for seed in range(n)]
        seconds = drained(folder, "benchmarks.scale:nothing", asked, ENDED)
        yield f"{n:6,} queued | {1_000 * seconds / ENDED:.1f} ms an experiment"


def measure_workers(folder: Path) -> Iterator[str]:
    """Trainings a minute by one, two and four workers."""
    for n in (1, 2, 4):
        os.environ["CROSSOVER_WORKERS"] = str(n)
        settings.cache_clear()
        asked = [Experiment("digits", "cnn", 500, seed) for seed in range(TRAININGS + 1)]
        seconds = drained(folder, "experiments.run:run", asked, TRAININGS)
        yield f"{n} workers | {60 * TRAININGS / seconds:.0f} trainings a minute (CNN, 500 images of the digits)"


def filled(home: Path, n: int) -> None:
    """A table of this many rows: those that are shipped, and copies of them with other seeds, as if measured here."""
    with closing(Store(home / "results.sqlite")) as store:
        store.load_recorded(RECORDED)
        shipped = store.results()
        round_ = 0
        while (missing := n - store.n_rows()) > 0:
            round_ += 1
            store.add_all([another(one, round_) for one in shipped[:missing]])


def another(shipped: Result, round_: int) -> Result:
    """The row with another seed, measured on another day; its texts and bits are not another row's, to take memory."""
    when = datetime.datetime.fromisoformat(shipped.measured_at) + datetime.timedelta(days=round_)
    return replace(
        shipped,
        experiment=replace(shipped.experiment, seed=shipped.experiment.seed + 1_000 * round_),
        correct=shipped.correct[round_:] + shipped.correct[:round_],
        details={**shipped.details, "round": round_},
        measured_at=when.isoformat(),
    )


async def visited(address: str) -> dict[str, float]:
    """The median seconds of each page after its first visit."""
    found = {}
    for page in PAGES:
        session = await opened(Session, address, "" if page == "home" else page)
        await session.rerun()
        found[page] = float(np.median([await session.rerun() for _ in range(3)]))
        await session.socket.close()
    return found


def measure_table(folder: Path) -> Iterator[str]:
    """Seconds and memory of pages, with the rows that are shipped and with many more."""
    for n in (0, ROWS):
        home = folder / f"table-{n}"
        filled(home, n)
        with served(home, CROSSOVER_FIRST_MODELS="false") as (address, process):
            seconds = asyncio.run(visited(address))
            told = ", ".join(f"{page} {one:.2f} s" for page, one in seconds.items())
            rows = f"{n:,} rows" if n else "shipped rows"
            yield f"{rows} | {told}; {psutil.Process(process).memory_info().rss / 2**20:.0f} MB"


async def watch(addresses: list[str], n: int) -> float:
    """The slowest twentieth of reruns of this many sessions, each about every two seconds."""
    sessions = [await opened(Session, addresses[place % len(addresses)], "data_size") for place in range(n)]
    for session in sessions:
        await session.rerun()
    end = time.perf_counter() + WATCHED_SECONDS

    async def act(session: Session) -> list[float]:
        seconds = []
        while time.perf_counter() < end:
            await asyncio.sleep(random.uniform(1, 3))
            seconds.append(await session.rerun(next(iter(session.polls), ""), auto=True))
        return seconds

    found = await asyncio.gather(*(act(session) for session in sessions))
    for session in sessions:
        await session.socket.close()
    return float(np.quantile([second for seconds in found for second in seconds], 0.95))


def measure_sessions(folder: Path) -> Iterator[str]:
    """The slowest twentieth of what many sessions ask, on one replica and on two."""
    for n_replicas in (1, 2):
        with ExitStack() as stack:
            replicas = [served(folder / "home", CROSSOVER_FIRST_MODELS="false") for _ in range(n_replicas)]
            addresses = [stack.enter_context(replica)[0] for replica in replicas]
            for n in (30, 100, 200):
                yield f"{n:3} sessions, replicas: {n_replicas} | p95 {asyncio.run(watch(addresses, n)):.2f} s"


PARTS = {
    "queue": measure_queue,
    "workers": measure_workers,
    "table": measure_table,
    "sessions": measure_sessions,
}


def main() -> None:
    """Measure the parts that are named, and print each line with the load beside it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure; all, unless named")
    parts = parser.parse_args().parts or list(PARTS)
    os.environ |= {"CROSSOVER_MAX_QUEUED": "20000", "CROSSOVER_WORKERS": "1"}
    settings.cache_clear()
    print(f"{processor()}, {os.cpu_count()} cores, {datetime.date.today()}; after each line the load of a minute")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CROSSOVER_HOME"] = folder
        for part in parts:
            for line in PARTS[part](Path(folder)):
                print(f"{line} | load {psutil.getloadavg()[0]:.0f}", flush=True)


if __name__ == "__main__":
    main()
