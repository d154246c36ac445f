"""Two replicas with one home behind the proxy that deploys, and the browser's session at the one that is wanted."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

from tests.browser.conftest import free_port, served, wait_until_up
from tests.proxy import PATH, proxied

COOKIE = "crossover_replica"


@dataclass
class Replicas:
    """The address of the proxy, the home of all, and the process of each replica by its name."""

    address: str
    home: Path
    processes: dict[str, Popen]


@contextmanager
def replicated(folder: Path, **environment: str):
    """The two replicas, until the end; either may be killed before."""
    ports, home = {name: free_port() for name in ("one", "two")}, folder / "home"
    with ExitStack() as stack:
        starting = [served(home, port=port, path=PATH, **environment) for port in ports.values()]
        with ThreadPoolExecutor() as pool:  # a cold start takes seconds
            started = list(pool.map(stack.enter_context, starting))
        processes = {name: process for name, (_, process) in zip(ports, started, strict=True)}
        address = stack.enter_context(proxied(folder, free_port(), **ports))
        wait_until_up(f"{address}/_stcore/health")
        yield Replicas(address, home, processes)


def replica_of(page):
    """The name of the replica that has this browser's session."""
    (name,) = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == COOKIE]
    return name


def move(page, address, name):
    """Have this browser's next session at the replica of this name."""
    page.context.add_cookies([{"name": COOKIE, "value": name, "url": f"{address}/"}])
