"""The files that deploy: the commands that compose.yaml holds, as plain processes, measure a sweep once."""

import os
import re
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import yaml

from experiments.store.results import Store
from settings import ROOT, variables
from tests.browser.conftest import free_port, wait_until_up

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def test_every_setting_in_the_files_exists():
    """A variable that nobody reads would be a wish."""
    named = set(re.findall(r"CROSSOVER_(\w+)", (ROOT / "compose.yaml").read_text("utf-8") + DOCKERFILE))
    assert named
    assert named <= {name.upper() for name in variables()}


def test_the_image_and_the_app_run_one_command():
    """The image's own command is that of the app; it is not root, and its home is a volume that the worker shares."""
    command = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.M)
    assert [yaml.safe_load(one) for one in command] == [SERVICES["app"]["command"]]
    assert DOCKERFILE.index("USER crossover") < DOCKERFILE.index("\nCMD")
    assert SERVICES["app"]["volumes"] == SERVICES["worker"]["volumes"] == ["home:/data"]
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["app"]


def test_no_secret_is_in_the_files():
    """A password is a variable without a default."""
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "URL" in name:
                assert "${POSTGRES_PASSWORD:?" in value


@contextmanager
def running(service, folder, changes, environment):
    """The command of a service as a process, with what is called otherwise on one machine."""
    words = [changes.get(word, word) for word in SERVICES[service]["command"]]
    program = str(Path(sys.executable).parent / words[0])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CROSSOVER_")}
    process = subprocess.Popen(
        [program, *words[1:]], cwd=folder, env={**kept, **environment}, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_its_commands_measure_a_sweep_once(tmp_path, postgres):
    """App, scheduler and worker as compose starts them: what is asked for is in Postgres, measured by the worker."""
    at, web = f"127.0.0.1:{free_port()}", free_port()
    url = postgres()
    environment = {
        "CROSSOVER_HOME": str(tmp_path / "home"),
        "CROSSOVER_ENGINE": f"tcp://{at}",
        "CROSSOVER_DATABASE_URL": url,
        "CROSSOVER_FIRST_MODELS": "false",
    }
    assert {*environment} - {"CROSSOVER_FIRST_MODELS"} == {*SERVICES["app"]["environment"]}
    changes = {
        "--port=8786": f"--port={at.split(':')[1]}",
        "--server.port=8501": f"--server.port={web}",
        "tcp://scheduler:8786": f"tcp://{at}",
        "--nworkers=auto": "--nworkers=1",
    }
    with ExitStack() as stack:
        stack.enter_context(running("scheduler", tmp_path, changes, environment))
        stack.enter_context(running("worker", ROOT, changes, {**environment, "OMP_NUM_THREADS": "1"}))
        stack.enter_context(running("app", ROOT, changes, environment))
        wait_until_up(f"http://127.0.0.1:{web}/_stcore/health")
        words = ["run", "--dataset", "digits", "--learner", "majority", "--n-train", "50", "--seeds", "6"]
        command = [sys.executable, "-m", "experiments", *words]
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=200
        )
    store = Store(url)
    rows = store.rows(origin="live")
    store.close()
    assert done.returncode == 0, done.stderr
    assert len(rows) == len(set(rows["id"])) == 6
    assert set(rows["threads"]) == {1}
