"""The files that deploy agree with each other and the settings; `browser/test_deployment.py` runs their commands."""

import re

import yaml

from settings import ROOT, variables
from tests.proxy import CONFIGURATION, PATH

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def test_every_setting_in_the_files_exists():
    """A variable that nobody reads would be a wish."""
    named = set(re.findall(r"CROSSOVER_(\w+)", (ROOT / "compose.yaml").read_text("utf-8") + DOCKERFILE))
    assert named
    assert named <= {name.upper() for name in variables()}


def test_the_image_and_the_app_run_one_command():
    """The image's own command is that of the first replica; it is not root, and its home is a volume that all share."""
    command = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.M)
    assert [yaml.safe_load(one) for one in command] == [SERVICES["app-one"]["command"]]
    assert DOCKERFILE.index("USER crossover") < DOCKERFILE.index("\nCMD")
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


def test_no_secret_is_in_the_files():
    """A password is a variable without a default."""
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "DATABASE_URL" in name:
                assert "${POSTGRES_PASSWORD:?" in value
