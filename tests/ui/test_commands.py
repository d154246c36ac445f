"""Every command that a page shows is one that the command line takes."""

import os
import re
import subprocess
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest
import streamlit as st
import typer

import bundle.__main__
import catalogue
import experiments.__main__ as command_line
import experiments.recording.command as recording
import uploads.__main__
from analysis.lesson.register import CLAIMS
from bundle.deployment.row import keep
from catalogue import targets
from tests.analysis.lesson.told import evidence
from tests.bundle.deployment.test_row import ROW
from tests.ui.features.test_features import add, invented_cue_board, measured_families
from tests.ui.part import PAGES, open_page
from tests.ui.race import test_page as race
from tests.ui.timing.test_timing import TABS, measured_here, rows_of
from timing.operations.register import chosen
from ui.lesson import repeat
from ui.your_images.take_home import reproducing_script

pytestmark = pytest.mark.slow

PARTS = {"timing": TABS, "features": ["Each family", "Cue board", "First filters of a CNN"]}
INLINE = r"`(python -m [^`]+)`"
PYTHON = """#!/bin/sh
printf '%s\\0' $# "$@" >> '{noted}'
"""
"""Notes how many arguments it was given, and each."""


@pytest.fixture
def run(tmp_path):
    """Run a command in a shell whose Python only notes its arguments; these, of every call."""

    def run(command):
        noted = tmp_path / "noted"
        noted.write_text("")
        python = tmp_path / "python"
        python.write_text(PYTHON.format(noted=noted))
        python.chmod(0o755)
        path = f"{tmp_path}:{os.environ['PATH']}"
        subprocess.run(["sh", "-euc", command, "sh", "my-images.zip"], check=True, env={**os.environ, "PATH": path})
        return calls(noted.read_text().split("\0"))

    return run


def calls(words):
    """The arguments of each call."""
    found = []
    while words[0]:
        end = int(words[0]) + 1
        found.append(words[1:end])
        words = words[end:]
    return found


@pytest.fixture
def parse(monkeypatch):
    """Have the command's own parser read the arguments, and plan what it would measure; nothing is measured."""
    planned = []
    load = cache(catalogue.load)
    here = {entry.name for entry in catalogue.entries() if entry.source == "embedded"}
    monkeypatch.setattr(command_line, "measure_and_print", lambda experiments, *_: planned.extend(experiments))
    monkeypatch.setattr(command_line.probes, "rows", lambda _, experiments: planned.extend(experiments) or [])
    monkeypatch.setattr(
        command_line, "read", lambda name: load("digits" if name in here or "prepared" in name else name)
    )

    def parse(dash_m, module, *arguments):
        assert dash_m == "-m"
        if module in ("bundle", "uploads"):
            app = {"bundle": bundle.__main__.app, "uploads": uploads.__main__.app}[module]
            typer.main.get_command(app).make_context(module, list(arguments))
        elif module == "timing":
            assert recording.parser().parse_args(arguments[1:])
        elif arguments[0] == "time":
            time = typer.main.get_command(command_line.app).commands["time"]
            chosen(time.make_context("time", list(arguments[1:])).params["operation"])
        elif arguments[0] == "approximate":
            approximate = typer.main.get_command(command_line.app).commands["approximate"]
            given = approximate.make_context("approximate", list(arguments[1:])).params
            assert set(given["target"]) <= {*targets.NAMES, targets.DRAWN}
        else:
            assert module == "experiments"
            command_line.app(list(arguments), standalone_mode=False)
            assert planned

    return parse


def shown(name, **address):
    """The commands in the code blocks and sentences of a page."""
    page = open_page(name, **address)
    assert not page.exception
    sentences = " ".join(element.value for kind in (page.info, page.markdown) for element in kind)
    return [block.value for block in page.code if "python" in block.value] + re.findall(INLINE, sentences)


def every_command():
    """The commands of every page and tab."""
    return {
        command
        for name in PAGES
        for part in PARTS.get(name, [None])
        for command in shown(name, **({"part": part} if part else {}))
    }


def test_every_command_that_a_page_shows_is_taken(run, parse, measured):
    """With nothing measured and with rows of every kind, loops unrolled, down to the experiments that are planned."""
    commands = every_command()
    measured("digits", "live", sizes=(100, 500, 2000))
    measured("textures", "two-core-machine", sizes=(100, 500))
    measured_families()
    add(invented_cue_board(), n_test=2000)
    race.add(race.planned())
    measured_here(*rows_of(), replace(rows_of()[0], operation="hog"))
    keep(replace(ROW, dataset="digits"))
    st.cache_data.clear()
    st.cache_resource.clear()
    commands |= every_command()

    told = " ".join(commands)
    assert all(what in told for what in ("experiments run", "experiments race", "experiments time", "bundle", "for "))
    for command in sorted(commands):
        taken = run(command)
        assert taken, command
        for arguments in taken:
            parse(*arguments)


def test_every_command_of_the_lesson_is_taken(run, parse):
    """Also those in cards that are folded, for the data set that is always there."""
    for claim in CLAIMS:
        line = repeat.command(claim, claim.verdict(evidence()))
        taken = run(line) if line else []
        assert taken or not claim.judge, claim.name
        for arguments in taken:
            parse(*arguments)


def test_the_script_that_measures_own_images_again_is_taken(run, parse):
    """Preparing the files and every turn of a cross-validation, with a title that is no shell."""
    made = {"together": True, "own_parts": False, "side": 32, "n_folds": 3}
    rows = pd.DataFrame({"learner": ["svm", "cnn"], "recipe": "quick", "n_train": 100, "seed": 0})
    taken = run(reproducing_script(SimpleNamespace(title="cats; exit 1\n", choices=made), rows))

    assert [call[1] for call in taken] == ["uploads", *["experiments"] * 3]
    assert taken[0][2] == "my-images.zip"
    for arguments in taken:
        parse(*arguments)
