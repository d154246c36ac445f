"""The README tells the truth: its commands, settings and folders are those of the code."""

import re
import sys

import pytest
from PIL import Image

from experiments import __main__ as experiments
from settings import ROOT, variables

pytestmark = pytest.mark.slow

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_first_commands_are_targets_of_the_makefile():
    """A newcomer types exactly two commands, and both exist."""
    first = re.search(r"```\n(.*?)```", README, re.DOTALL).group(1).split("\n")[:-1]
    assert first == ["make run", "make test"]
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {command.split()[1] for command in first} <= set(targets)


def test_every_setting_is_documented_and_every_documented_one_exists():
    """The table of variables and the settings are the same."""
    documented = set(re.findall(r"^\| `(CROSSOVER_\w+)`", README, re.MULTILINE))
    assert documented == {f"CROSSOVER_{name.upper()}" for name in variables()}


def test_every_folder_and_file_named_exists():
    """Every path in the README and in CONTRIBUTING exists, and no folder of code is missing from the README's table."""
    folders = dict(re.findall(r"^\| `([\w/]+/)` \|(.*)\|$", README, re.MULTILINE))
    inner = {f"{folder}{name}" for folder, text in folders.items() for name in re.findall(r"`(\w+/)`", text)}
    text = README.partition("## Where things are")[2] + CONTRIBUTING
    whole = set(re.findall(r"`([\w.]+/[\w./]*(?:/|\.py|\.md))`", text))
    named = {name for name in whole | set(folders) | inner if "<" not in name}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    assert {f"{path.parent.name}/" for path in ROOT.glob("*/__init__.py")} <= set(folders)


def test_every_command_exists_with_the_options_named(monkeypatch, capsys):
    """Each subcommand that the README calls is one of the command line's, and so is each option it gives."""
    lines = re.findall(r"^python -m experiments .*$", README, re.MULTILINE)
    helps = {}
    for subcommand in {line.split()[3] for line in lines}:
        monkeypatch.setattr(sys, "argv", ["experiments", subcommand, "--help"])
        with pytest.raises(SystemExit):
            experiments.main()
        helps[subcommand] = capsys.readouterr().out

    assert lines
    for line in lines:
        assert all(option in helps[line.split()[3]] for option in re.findall(r"--[\w-]+", line)), line


def test_the_picture_shows_the_pages_that_there_are():
    """The README's picture was taken when the pages were those of today; otherwise `make picture` takes it anew."""
    with Image.open(ROOT / re.search(r"!\[[^]]*\]\(([^)]+)\)", README).group(1)) as picture:
        pages = picture.text["pages"].splitlines()
    navigation = (ROOT / "ui" / "shell" / "navigation.py").read_text()
    assert pages == re.findall(r'\("\w+", "([^"]+)", "\w+"\)', navigation)
    assert len(pages) == len(list((ROOT / "pages").glob("*.py")))
