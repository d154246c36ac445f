"""Debian's Postgres for tests: found, or installed where that is possible; run by `make test` before the tests."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

USER = "postgres"
"""Whom root starts the server as, which refuses to run as root."""


def find() -> Path | None:
    """The folder of Postgres' programs on this machine."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return folders[0] if folders else None


def install() -> None:
    """Debian's Postgres, if apt is here and we may use it."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "postgresql"], check=False, stdout=subprocess.DEVNULL)


@contextmanager
def served(programs: Path, superuser: str = "crossover") -> Iterator[Callable[[], str]]:
    """A server on a free port in a temporary folder; what is yielded makes an empty database, and returns its URL."""
    folder, me = Path(tempfile.mkdtemp()), None
    if os.geteuid() == 0:
        me = USER
        shutil.chown(folder, me)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"-p {port} -k {folder} -c fsync=off -c listen_addresses=127.0.0.1 -c max_connections=200"

    def do(program: str, *words: str) -> None:
        command = [programs / program, "-D", folder / "data", *words]
        subprocess.run(command, check=True, user=me, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    do("initdb", "-A", "trust", "-U", superuser, "--no-sync")
    do("pg_ctl", "-o", options, "-l", str(folder / "log"), "-w", "start")
    address = f"postgresql+psycopg://{superuser}@127.0.0.1:{port}"
    server = sa.create_engine(f"{address}/postgres", isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)

    def database() -> str:
        name = f"test_{uuid.uuid4().hex}"
        with server.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        return f"{address}/{name}"

    try:
        yield database
    finally:
        do("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def is_usable() -> bool:
    """Whether tests can start it: it is here, and so is the user that root needs."""
    try:
        return find() is not None and (os.geteuid() != 0 or bool(pwd.getpwnam(USER)))
    except KeyError:
        return False


if __name__ == "__main__":
    if not is_usable():
        install()
    if not is_usable():
        print("\n*** No Postgres: ITS TESTS WILL NOT RUN. Install postgresql and try again. ***\n", file=sys.stderr)
