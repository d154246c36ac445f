"""Which data sets the workers of a scheduler have: an experiment is for a worker that has its data set and version."""

import asyncio
import logging
import threading
import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from functools import partial

from distributed import Client

import catalogue
from catalogue.sources.own import is_own
from experiments.engine.job import in_background
from experiments.engine.wire import awaiting
from experiments.spec import Data

AGAIN_SECONDS = 5.0
"""Until a worker is asked again for what it lacked: data sets are put there later, and visitors upload some."""
PATIENCE_SECONDS = 30.0
"""How long an experiment waits for a worker that has its data; one that was lost may come back."""

logger = logging.getLogger(__name__)


class Holdings:
    """What each worker has said of its data sets; it is asked in the background, as it may have to read large files."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._versions: dict[str, dict[str, str]] = {}  # by worker, then by data set; "" where it has none
        self._asked_at: dict[tuple[str, str], float] = {}
        self._asking: set[str] = set()
        self._noting = threading.Lock()
        self._told: set[tuple[str, Data]] = set()
        self._looked_at = 0.0
        self._lacked_since: dict[Data, float] = {}

    def has(self, address: str, data: Data) -> bool:
        """Whether the worker is known to have it."""
        name, version = data
        return self._versions.get(address, {}).get(name) == version

    def has_answered(self, address: str) -> bool:
        """Whether no question to the worker is open."""
        return address not in self._asking

    def lacking(self, address: str, data: Iterable[Data]) -> str:
        """The rest of a sentence that begins with the name of a worker that was asked: what it lacks; "" if nothing."""
        known = self._versions.get(address, {})
        lacked = sorted(
            f"{data_in_words(name)}{' in this version' if known.get(name) else ''}"
            for name, version in data
            if known.get(name) != version
        )
        return f"lacks {', '.join(lacked)}" if lacked else ""

    def want(self, wanted: Collection[Data], addresses: Collection[str]) -> None:
        """Ask each worker only for those of the data sets that it is not known to have, as it may have to read them."""
        now = time.monotonic()
        for address in set(addresses) - self._asking:
            asked = {
                data
                for data in wanted
                if not self.has(address, data)
                and now - self._asked_at.get((address, data[0]), -AGAIN_SECONDS) >= AGAIN_SECONDS
            }
            if asked:
                self._asking.add(address)
                # Failures are only logged: the worker or the scheduler may be gone, and then there is nothing to note.
                in_background("holdings", partial(self._ask_one, address, asked))

    def missing(self, wanted: Collection[Data], addresses: Collection[str]) -> dict[Data, str]:
        """Those that no worker has had for a while, although each was asked; with a sentence that says so."""
        now = time.monotonic()
        lacked = [data for data in wanted if addresses and not any(self.has(one, data) for one in addresses)]
        # After a longer pause the wait begins anew: no worker was asked meanwhile, and the data may have come.
        before = self._lacked_since if now - self._looked_at < 2 * AGAIN_SECONDS else {}
        self._looked_at, self._lacked_since = now, {data: before.get(data, now) for data in lacked}
        return {
            data: self._sentence(data, addresses)
            for data, since in self._lacked_since.items()
            if now - since > PATIENCE_SECONDS and all(data[0] in self._versions.get(one, {}) for one in addresses)
        }

    def ask(self, addresses: Collection[str], asked: Collection[Data]) -> None:
        """Wait for what the workers say of these data sets; log once what one lacks."""
        names = sorted({name for name, _ in asked})
        answers = self.client.run(awaiting(held, names), workers=list(addresses), on_error="return")
        for address, answer in answers.items():
            if isinstance(answer, dict):  # or else what went wrong
                self._note(address, asked, answer)

    def _note(self, address: str, asked: Collection[Data], answer: dict[str, str]) -> None:
        with self._noting:
            self._versions[address] = self._versions.get(address, {}) | answer
            news = [data for data in asked if (address, data) not in self._told]
            self._told |= {(address, data) for data in news}
        if lacking := self.lacking(address, news):
            logger.warning("The worker %s %s; it gets other work.", address, lacking)

    def _ask_one(self, address: str, asked: Collection[Data]) -> None:
        try:
            self.ask([address], asked)
        finally:
            self._asked_at |= dict.fromkeys([(address, name) for name, _ in asked], time.monotonic())
            self._asking.discard(address)

    def _sentence(self, data: Data, addresses: Collection[str]) -> str:
        name, _ = data
        has = {one: "another version" if self._versions[one][name] else "none" for one in sorted(addresses)}
        told = ", ".join(f"{one} has {what}" for one, what in has.items())
        place = "CROSSOVER_HOME" if is_own(name) else "CROSSOVER_DATA"
        return f"No worker has {data_in_words(name)} in this version: {told}. They need the same {place} as the app."


def data_in_words(name: str) -> str:
    """A data set in a sentence; whoever reads a log must not learn the name of a visitor's."""
    return "a visitor's images" if is_own(name) else f"the data set {name}"


def on_offer() -> set[Data]:
    """The data sets in this machine's folder, which others may lack; all other listed ones are everywhere."""
    found = set[Data]()
    for name in (entry.name for entry in catalogue.entries() if entry.source == "local"):
        with suppress(ValueError, OSError):  # a file that cannot be read here is no fault of a worker
            found.add((name, catalogue.version(name)))
    return found


async def held(names: Collection[str]) -> dict[str, str]:
    """In a worker: the version of each of these data sets, "" where there is none."""
    return await asyncio.to_thread(lambda: {name: _version(name) for name in names})


def _version(name: str) -> str:
    try:
        return catalogue.version(name)
    except (ValueError, OSError):
        return ""
