"""Data sets that torchvision downloads, in a separate process: it can be stopped, and this one never loads torch."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from catalogue.arrays import counts
from catalogue.entries import Dataset, DownloadFailed, Entry, Progress
from catalogue.files.folder import bytes_under
from settings import ROOT, settings

VERSION = "1"  # torchvision compares every file with a fixed checksum, so the content never changes

QUIET_SECONDS = 5.0
"""After this time without a byte the progress bar says so, because torchvision may take a minute to give up."""

ANSWER_SECONDS = 4.0  # that an address has to answer
PORTS = {"http": 80, "https": 443}

DIGITS = tuple("0123456789")
CLOTHES = ("T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")


@dataclass(frozen=True)
class Download:
    """A data set, torchvision's name for it, and its bytes on disk once all is downloaded and unpacked."""

    name: str
    title: str
    description: str
    torchvision_name: str
    n_bytes: int
    n_train: int
    n_test: int
    addresses: tuple[str, ...]  # torchvision takes the first that answers
    mirrored: bool = True
    classes: tuple[str, ...] = ()  # given if torchvision has no names, or none that fit a chart


DOWNLOADS = {
    download.name: download
    for download in (
        Download(
            "mnist", "MNIST", "Handwritten digits, 28x28 grey.", "MNIST",
            66_500_000, 60_000, 10_000,
            ("https://ossci-datasets.s3.amazonaws.com", "http://yann.lecun.com"), False, DIGITS,
        ),
        Download(
            "fashion-mnist", "Fashion-MNIST", "Articles of clothing, 28x28 grey.", "FashionMNIST",
            86_000_000, 60_000, 10_000,
            ("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com",), True, CLOTHES,
        ),
        Download(
            "cifar10", "CIFAR-10", "Animals and vehicles, 32x32 colour.", "CIFAR10",
            357_000_000, 50_000, 10_000, ("https://www.cs.toronto.edu",),
        ),
        Download(
            "svhn", "SVHN", "House numbers on photographs, 32x32 colour.", "SVHN",
            246_400_000, 73_257, 26_032, ("http://ufldl.stanford.edu",), False, DIGITS,
        ),
        Download(
            "eurosat", "EuroSAT", "Land seen by a satellite, 64x64 colour.", "EuroSAT",
            188_000_000, 21_600, 5_400, ("https://huggingface.co",),
        ),
    )
}  # fmt: skip


def download_datasets() -> dict[str, Dataset]:
    """All data sets that can be downloaded, by name; those that were downloaded before are available offline."""
    return {name: _dataset(download) for name, download in DOWNLOADS.items()}


def _dataset(download: Download) -> Dataset:
    folder = settings().home / "downloads" / f"{download.name}-{VERSION}"
    sizes, available = (download.n_train, download.n_test), counts(folder) != (None, None)
    entry = Entry(download.name, download.title, "download", download.description, *sizes, available)
    return Dataset(entry, lambda: VERSION, lambda: folder, partial(fetch, download), download.mirrored)


def fetch(download: Download, folder: Path, progress: Progress) -> None:
    """Download into `folder`; raises DownloadFailed, after which the caller removes the folder."""
    progress(0.0, f"Fetching {download.title}")
    if not answers(download.addresses):
        hosts = " or ".join(str(urlsplit(address).hostname) for address in download.addresses)
        raise DownloadFailed(failure(download, f"nothing answers at {hosts}. Please"))
    folder.mkdir(parents=True)
    raw = folder / "raw"
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command(download.name, folder), cwd=ROOT, stdout=log, stderr=log)
    arrived, since = 0, time.monotonic()
    try:
        while process.poll() is None:
            if (n_bytes := bytes_under(raw)) != arrived:
                arrived, since = n_bytes, time.monotonic()
            silent = time.monotonic() - since
            note = f", but nothing has arrived for {silent:.0f} s" if silent > QUIET_SECONDS else ""
            progress(min(arrived / download.n_bytes, 0.99), f"Fetching {download.title}{note}")
            time.sleep(0.2)
    finally:
        process.kill()  # if the download is interrupted here, nothing else would end the child process
        process.wait()
    if process.returncode:
        raise DownloadFailed(failure(download, "please")) from RuntimeError(
            (folder / "log").read_text(errors="replace")[-500:]
        )
    (folder / "log").unlink()


def failure(download: Download, why: str) -> str:
    """The sentence for someone whose download failed."""
    return (
        f"{download.title} could not be fetched: {why} check the internet connection and try again; "
        "digits, textures and shapes work offline."
    )


def command(name: str, folder: Path) -> list[str]:
    """The command line of the process that downloads."""
    return [sys.executable, "-m", "catalogue.sources.fetch", name, str(folder)]


def answers(addresses: Iterable[str]) -> bool:
    """Whether a connection is made in time to one of the addresses, or to the proxy that leads there."""
    answered = threading.Event()
    # In threads, because looking up a host name has no time limit of its own.
    threads = [threading.Thread(target=_try, args=(address, answered), daemon=True) for address in addresses]
    for thread in threads:
        thread.start()
    end = time.monotonic() + ANSWER_SECONDS
    while any(thread.is_alive() for thread in threads) and time.monotonic() < end:
        if answered.wait(0.05):
            break
    return answered.is_set()


def _try(address: str, answered: threading.Event) -> None:
    with suppress(OSError), socket.create_connection(_host_and_port(address), timeout=ANSWER_SECONDS):
        answered.set()


def _host_and_port(address: str) -> tuple[str, int]:
    """The host and port that a connection to this address is made to."""
    parts = urlsplit(address)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        parts = urlsplit(proxy if "//" in proxy else f"//{proxy}", scheme="http")
    return parts.hostname or "", parts.port or PORTS[parts.scheme]
