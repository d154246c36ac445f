"""Whether anything answers at the addresses of a download, found out within seconds."""

import socket
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

ANSWER_SECONDS = 4.0
PORTS = {"http": 80, "https": 443}


def answers(addresses: Iterable[str], seconds: float = ANSWER_SECONDS) -> bool:
    """Whether a connection is made in time to one of the addresses, or to the proxy that leads there."""
    answered = threading.Event()
    # In threads, because looking up a host name has no time limit of its own.
    threads = [threading.Thread(target=_try, args=(address, seconds, answered), daemon=True) for address in addresses]
    for thread in threads:
        thread.start()
    end = time.monotonic() + seconds
    while any(thread.is_alive() for thread in threads) and time.monotonic() < end:
        if answered.wait(0.05):
            break
    return answered.is_set()


def _try(address: str, seconds: float, answered: threading.Event) -> None:
    with suppress(OSError), socket.create_connection(_host_and_port(address), timeout=seconds):
        answered.set()


def _host_and_port(address: str) -> tuple[str, int]:
    """The host and port that a connection to this address is made to."""
    parts = urlsplit(address)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        parts = urlsplit(proxy if "//" in proxy else f"//{proxy}", scheme="http")
    return parts.hostname or "", parts.port or PORTS[parts.scheme]
