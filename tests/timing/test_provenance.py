"""Where a row was measured, in words that always say something."""

import subprocess
from importlib.metadata import PackageNotFoundError

import pytest
import torch

from timing import provenance


def test_the_machine_is_what_computed(monkeypatch):
    """The name of a GPU comes before the processor's if it computed, and only then."""
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "Fast Card")

    assert provenance.machine("cuda") == f"Fast Card, {provenance.processor()}"
    assert provenance.machine("cpu") == provenance.processor()


def test_the_processor_has_a_name_and_a_number_of_cores():
    """The name is never empty."""
    name, _, cores = provenance.processor().rpartition(", ")

    assert name.strip()
    assert int(cores.removesuffix(" cores")) >= 1


def test_a_library_that_is_not_installed_has_no_version(monkeypatch):
    """scikit-learn-intelex exists on some platforms only; the other versions are listed without it."""

    def version(library):
        if library == "scikit-learn-intelex":
            raise PackageNotFoundError(library)
        return "7"

    monkeypatch.setattr(provenance, "version", version)
    found = provenance.versions.__wrapped__()

    assert set(found) == {"python", *provenance.LIBRARIES} - {"scikit-learn-intelex"}
    assert {found[library] for library in found if library != "python"} == {"7"}


@pytest.mark.parametrize("problem", [FileNotFoundError("git"), subprocess.CalledProcessError(128, "git")])
def test_without_git_there_is_no_commit(monkeypatch, problem):
    """A downloaded archive of the code can measure too."""

    def fail(*arguments, **options):
        raise problem

    monkeypatch.setattr(provenance.subprocess, "run", fail)

    assert provenance.commit.__wrapped__() == ""
