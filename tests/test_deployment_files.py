"""The files that deploy agree with each other and the settings; `browser/test_deployment.py` runs their commands."""

import json
import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml
from packaging.requirements import Requirement

from experiments.store.results import Store
from settings import ROOT, variables
from tests.postgres import find, is_usable, served
from tests.proxy import CONFIGURATION, PATH

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
REQUIREMENTS = ("requirements.txt", "requirements-cluster.txt")
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
DEPLOYING = (ROOT / "docs" / "deploying.md").read_text("utf-8")
MADE = "deploy/database.sql"
"""What a new database server is told."""
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="hadolint has no package for Windows")
@pytest.mark.parametrize(
    "command", ["check-jsonschema --builtin-schema vendor.compose-spec compose.yaml", "hadolint Dockerfile"]
)
def test_linters_find_nothing(command):
    """The compose file is what its specification allows, and the image is built as is advised."""
    name, *words = command.split()
    program = Path(sys.executable).with_name(name)
    done = subprocess.run([program, *words], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_setting_in_the_files_exists():
    """A variable that nobody reads would be a wish."""
    named = set(re.findall(r"CROSSOVER_(\w+)", (ROOT / "compose.yaml").read_text("utf-8") + DOCKERFILE))
    assert named
    assert named <= {name.upper() for name in variables()}


def test_the_image_and_the_app_run_one_command():
    """The image's own command is that of the first replica; it is not root, and its home is a volume that all share."""
    command = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.M)
    assert [yaml.safe_load(one) for one in command] == [SERVICES["app-one"]["command"]]
    assert re.search(r"useradd .*--uid 1000 .*\nUSER 1000\n.*\nCMD", DOCKERFILE, re.S)
    assert all(SERVICES[name]["volumes"] == ["home:/data"] for name in ("app-one", "app-two", "worker"))


def test_the_proxy_leads_to_both_replicas_and_only_its_port_is_open():
    """Name, port and path of a replica are the same in the proxy's file, in its command and in its health check."""
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert "./deploy/nginx.conf:/etc/nginx/nginx.conf:ro" in SERVICES["proxy"]["volumes"]
    found = set(re.findall(r"server (app-\w+):(\d+)", CONFIGURATION.read_text("utf-8")))
    assert {name for name, _ in found} == {name for name in SERVICES if name.startswith("app-")}
    for name, port in found:
        environment = SERVICES[name]["environment"]
        assert f"--server.port={port}" in SERVICES[name]["command"]
        assert environment["STREAMLIT_SERVER_BASE_URL_PATH"] == PATH
        assert environment["HEALTH_URL"] == f"http://127.0.0.1:{port}{PATH}/_stcore/health"


def test_the_image_has_torch_without_cuda_unless_it_is_asked_for():
    """An argument names the one index that torch may come from; the document says which gives CUDA."""
    default = re.search(r"^ARG TORCH_INDEX=(.*)$", DOCKERFILE, re.M)[1]
    (install,) = re.findall(r"pip install .*torch==.*", DOCKERFILE)
    assert default == "https://download.pytorch.org/whl/cpu"
    assert '--index-url "$TORCH_INDEX"' in install
    assert re.search(r"--build-arg\s+TORCH_INDEX=https://download.pytorch.org/whl/cu\d+", DEPLOYING)


def test_the_database_user_of_the_containers_has_one_database_and_no_other_rights(tmp_path):
    """What a new server is told makes one that no other database lets in, and leaves no superuser with a password."""
    if not is_usable():
        pytest.skip("no Postgres: install postgresql to run its tests")
    assert f"./{MADE}:/docker-entrypoint-initdb.d/{Path(MADE).name}:ro" in SERVICES["database"]["volumes"]
    assert not {"POSTGRES_USER", "POSTGRES_DB"} & set(SERVICES["database"]["environment"])
    app = sa.make_url(SERVICES["app-one"]["environment"]["CROSSOVER_DATABASE_URL"].replace("${", "").replace("}", ""))
    with served(find(), "postgres") as database:
        place = sa.make_url(database())
        told = ["psql", "-v", "ON_ERROR_STOP=1", "-h", place.host, "-p", str(place.port), "-U", "postgres"]
        subprocess.run([*told, "-f", ROOT / MADE], env=os.environ | {"POSTGRES_PASSWORD": "it's"}, check=True)
        own = place.set(username=app.username, database=app.database)
        with closing(Store(own.render_as_string(hide_password=False))) as store:
            assert store.n_rows() == 0
            with store.database.connect() as connection:
                rights = "rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
                is_mine = sa.text(f"SELECT {rights} FROM pg_roles WHERE rolname = current_user")
                assert not any(connection.execute(is_mine).one())
        with sa.create_engine(place, poolclass=sa.NullPool).connect() as connection:
            with_password = sa.text("SELECT rolname FROM pg_authid WHERE rolpassword IS NOT NULL")
            assert list(connection.scalars(with_password)) == [app.username]
        for name in ("postgres", "template1"):
            with pytest.raises(sa.exc.OperationalError, match="permission denied for database"):
                sa.create_engine(own.set(database=name)).connect()


def test_no_secret_is_in_the_files():
    """A password is a variable without a default."""
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "DATABASE_URL" in name:
                assert "${POSTGRES_PASSWORD:?" in value


def test_the_lock_holds_what_is_required_and_hashes_of_all_of_it():
    """Each requirement is pinned within its bounds; torch, which has two kinds of files, where it is installed."""
    pinned = dict(re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, re.M)) | dict(
        re.findall(r"(torch\w*)==([\d.]+)", DOCKERFILE)
    )
    required = [Requirement(line) for name in REQUIREMENTS for line in lines(name) if not line.startswith("-r")]
    assert len(required) > 30
    for one in required:
        assert one.specifier.contains(pinned[re.sub("[._]", "-", one.name)]), one
    assert all("--hash=sha256:" in one for one in re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.M)[1:])
    assert "--require-hashes -r requirements.lock" in DOCKERFILE


def lines(name):
    """The lines of a file of requirements that are no comments."""
    text = (ROOT / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_what_starts_it_elsewhere_uses_what_there_is():
    """The service of one machine runs the image's command; the container for developers has targets of the Makefile."""
    unit = (ROOT / "deploy" / "crossover.service").read_text("utf-8")
    command = re.search(r"^ExecStart=/opt/crossover/.venv/bin/(.*)$", unit, re.M)[1].split()
    assert command[:4] == SERVICES["app-one"]["command"][:4]
    assert set(re.findall(r"CROSSOVER_(\w+)=", unit)) <= {name.upper() for name in variables()}
    developing = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("$(VENV)", ".venv")
    for name in ("postCreateCommand", "postAttachCommand"):
        assert f"\n{developing[name].removeprefix('make ')}:" in makefile


def test_a_hosted_space_has_what_it_asks_for():
    """The front matter in the document is YAML, and names the port of the image."""
    front = yaml.safe_load(re.search(r"^ *---\n(.*?)\n *---$", DEPLOYING, re.M | re.S)[1])
    assert front["sdk"] == "docker"
    assert f"--server.port={front['app_port']}" in DOCKERFILE
