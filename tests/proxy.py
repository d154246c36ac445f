"""Debian's nginx for tests, with the file that deploys: only its addresses and its folder are others."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from settings import ROOT

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
PATH = "/crossover"
"""Under which the file serves the app."""


def find() -> str | None:
    """The program, which Debian keeps where only root looks."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def install() -> None:
    """Debian's nginx, if apt is here and we may use it."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "nginx-light"], check=False, stdout=subprocess.DEVNULL)


@contextmanager
def proxied(folder: Path, port: int, one: int, two: int) -> Iterator[str]:
    """The proxy at this port before two replicas at theirs: the address of the app."""
    file = folder / "nginx.conf"
    file.write_text(written(folder, port, one, two), "utf-8")
    process = subprocess.Popen([find() or "nginx", "-c", str(file), "-e", "stderr", "-g", "daemon off;"])
    try:
        yield f"http://127.0.0.1:{port}{PATH}"
    finally:
        process.terminate()
        process.wait(20)


def written(folder: Path, port: int, one: int, two: int) -> str:
    """The file that deploys, with these ports of this machine, and temporary files in the folder."""
    text = CONFIGURATION.read_text("utf-8")
    changes = {
        "/tmp/": f"{folder}/",
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "app-one:8501": f"127.0.0.1:{one}",
        "app-two:8502": f"127.0.0.1:{two}",
        ":8501$": f":{one}$",
        ":8502$": f":{two}$",
        "worker_processes auto;": "worker_processes 1;",
    }
    for before, after in changes.items():
        assert before in text, f"{CONFIGURATION.name} has no {before}"
        text = text.replace(before, after)
    assert not re.search(r"app-|:850\d", text)
    return text


if __name__ == "__main__":
    if not find():
        install()
    if not find():
        print("\n*** No nginx: ITS TESTS WILL NOT RUN. Install nginx and try again. ***\n", file=sys.stderr)
