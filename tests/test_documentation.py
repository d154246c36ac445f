"""The README tells the truth: its commands, settings and folders are those of the code."""

import re
import subprocess
import sys

import pytest

from settings import ROOT, Settings

pytestmark = pytest.mark.slow

README = (ROOT / "README.md").read_text()


def test_the_first_commands_are_targets_of_the_makefile():
    """A newcomer types exactly two commands, and both exist."""
    first = re.search(r"```\n(.*?)```", README, re.DOTALL).group(1).split("\n")[:-1]
    assert first == ["make run", "make test"]
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {command.split()[1] for command in first} <= set(targets)


def test_every_setting_is_documented_and_every_documented_one_exists():
    """The table of variables and the settings are the same."""
    documented = set(re.findall(r"^\| `(CROSSOVER_\w+)`", README, re.MULTILINE))
    assert documented == {f"CROSSOVER_{name.upper()}" for name in Settings.model_fields}


def test_every_folder_and_file_named_exists():
    """Nothing in the table of folders is gone, and no package is missing from it."""
    named = set(re.findall(r"`([\w./]+(?:/|\.py|\.md))`", README))
    missing = [name for name in named if not (ROOT / name).exists() and not any(ROOT.glob(f"*/{name}"))]
    assert set(missing) <= {"train/", "test/"}  # how a data set of one's own is laid out
    packages = {f"{path.parent.name}/" for path in ROOT.glob("*/__init__.py")}
    assert packages <= named


def test_every_command_exists_with_the_options_named():
    """Each subcommand that the README calls is one of the command line's, and so is each option it gives."""
    lines = re.findall(r"^python -m experiments .*$", README, re.MULTILINE)
    helps = {}
    for subcommand in {line.split()[3] for line in lines}:
        asked = [sys.executable, "-m", "experiments", subcommand, "--help"]
        helps[subcommand] = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert lines
    for line in lines:
        assert all(option in helps[line.split()[3]] for option in re.findall(r"--[\w-]+", line)), line


def test_the_image_of_the_app_is_there():
    """The README's image is a file of this repository."""
    assert (ROOT / re.search(r"!\[[^]]*\]\(([^)]+)\)", README).group(1)).is_file()
