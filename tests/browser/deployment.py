"""The services of compose.yaml as plain processes of one machine, each started again when it ends, as compose does."""

import os
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import sqlalchemy as sa
import yaml

from settings import ROOT
from tests.browser.conftest import free_port, wait_until_up
from tests.proxy import PATH, proxied

SERVICES = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]


class Service:
    """A service's command, with what is called otherwise on one machine; it runs until `stop`, however it ends."""

    def __init__(self, name, folder, changes, environment):
        words = [changes.get(word, word) for word in SERVICES[name]["command"]]
        self.command = [str(Path(sys.executable).parent / words[0]), *words[1:]]
        kept = {key: value for key, value in os.environ.items() if not key.startswith("CROSSOVER_")}
        wanted = {key: environment.get(key, value) for key, value in SERVICES[name].get("environment", {}).items()}
        self.environment = {**kept, "CROSSOVER_FIRST_MODELS": "false", **wanted}
        self.folder = folder
        self.n_starts = 0
        self._stopping = threading.Event()
        self._start()
        self._thread = threading.Thread(target=self._restart, daemon=True)
        self._thread.start()

    def _start(self):
        self.process = subprocess.Popen(
            self.command, cwd=self.folder, env=self.environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        self.n_starts += 1

    def _restart(self):
        while not self._stopping.is_set():
            self.process.wait()
            if not self._stopping.wait(0.2):
                self._start()

    def kill(self):
        """SIGKILL to its process and all that it started."""
        for one in [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]:
            one.kill()

    def stop(self):
        """End it for good."""
        self._stopping.set()
        self.process.terminate()
        self._thread.join(30)


class Deployment:
    """A scheduler that knows nothing of the project, two workers, two replicas and the proxy, on one database."""

    def __init__(self, folder, url):
        self.folder, self.url = folder, url
        self.scheduler, self.web = free_port(), {"one": free_port(), "two": free_port()}
        self.services = {}
        self.address = ""

    @contextmanager
    def up(self):
        """All of it, until the end."""
        with ExitStack() as stack:
            self._serve(stack, "scheduler", "scheduler", self.folder)
            for name in ("worker-1", "worker-2"):
                self._serve(stack, name, "worker", ROOT)
            for name in self.web:
                self._serve(stack, name, f"app-{name}", ROOT)
            self.address = stack.enter_context(proxied(self.folder, free_port(), **self.web))
            for port in self.web.values():
                wait_until_up(f"http://127.0.0.1:{port}{PATH}/_stcore/health")
            yield self

    def _serve(self, stack, name, service, folder):
        at = f"tcp://127.0.0.1:{self.scheduler}"
        changes = {
            "--port=8786": f"--port={self.scheduler}",
            "tcp://scheduler:8786": at,
            "--nworkers=auto": "--nworkers=1",
            "--server.port=8501": f"--server.port={self.web['one']}",
            "--server.port=8502": f"--server.port={self.web['two']}",
        }
        environment = {
            "CROSSOVER_HOME": str(self.folder / "home"),
            "CROSSOVER_ENGINE": at,
            "CROSSOVER_DATABASE_URL": self.url,
        }
        self.services[name] = Service(service, folder, changes, environment)
        stack.callback(self.services[name].stop)

    def end_connections(self):
        """Have the database end every connection but this one; how many those were."""
        database = sa.create_engine(self.url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        with database.connect() as connection:
            return len(connection.execute(sa.text(f"SELECT pg_terminate_backend(pid) {others}")).all())
