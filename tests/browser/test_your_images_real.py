"""Real images through the browser: a part of CIFAR-10 gives what the command line gives."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import expect

from settings import ROOT
from tests.browser.steps import go, idle, press_away

PATIENCE = 240_000
ARCHIVE = ROOT.parent / "shared" / "data" / "cifar10-jpeg.tar.xz"
N_EACH = 60
"""The test images of a class that are taken."""
N_TRAIN = 100


def part(archive: Path, target: Path) -> Path:
    """The first test images of the archive as a zip of class folders, as a visitor would pack them."""
    taken = Counter()
    with tarfile.open(archive, "r|xz") as tar, zipfile.ZipFile(target, "w") as packed:
        for member in tar:
            place = Path(member.name)
            label = place.parent.name
            if member.isreg() and "test" in place.parts and taken[label] < N_EACH:
                taken[label] += 1
                packed.writestr(f"{label}/{place.name}", tar.extractfile(member).read())
    return target


def by_hand(archive: Path, folder: Path, home: Path, n_train: int) -> dict[str, float]:
    """The accuracies that the two commands of the download's reproduce.sh give."""
    variables = {**os.environ, "CROSSOVER_HOME": str(home), "CROSSOVER_ENGINE": "inline"}
    command = [sys.executable, "-m", "uploads", str(archive), "--output", str(folder), "--side", "0"]
    subprocess.run(command, cwd=ROOT, env=variables, check=True, capture_output=True, timeout=120)
    command = [sys.executable, "-m", "experiments", "run", "--dataset", str(folder / "arrays" / "1"), "--json"]
    command += ["--learner", "svm", "--learner", "cnn", "--n-train", str(n_train), "--seeds", "1"]
    done = subprocess.run(command, cwd=ROOT, env=variables, check=True, capture_output=True, text=True, timeout=280)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["learner"]: row["accuracy"] for row in rows}


def test_real_images_give_what_the_command_line_gives(page, server, home, tmp_path):
    """Hundreds of images go in, both learners train, and each is right as often as without a browser."""
    if not ARCHIVE.exists():
        pytest.skip(f"{ARCHIVE.name} is not beside the project")
    archive = part(ARCHIVE, tmp_path / "part.zip")
    go(page, server, f"your_images?seeds=1&sizes={N_TRAIN}&sizes={N_TRAIN}")
    page.locator("input[type=file]").set_input_files(archive)
    expect(page.get_by_role("heading", name="600 images in 10 classes")).to_be_visible(timeout=PATIENCE)
    idle(page)
    own_name = re.search(r"yours=(own-[0-9a-f]{32})", page.url)[1]
    press_away(page.get_by_role("button", name="Prepare for training"))
    toggle = page.get_by_test_id("stCheckbox").filter(has_text="Pretrained features too")
    toggle.locator("label").click(timeout=PATIENCE)  # the command line below trains the two others
    expect(toggle.get_by_role("switch")).not_to_be_checked()
    idle(page)
    page.get_by_role("button", name="Run", exact=True).click(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Pack the download")).to_be_visible(timeout=280_000)
    with sqlite3.connect(home / "results.sqlite") as database:
        query = "select learner, accuracy from results where dataset = ? and n_train = ? and seed = 0"
        measured = dict(database.execute(query, (own_name, N_TRAIN)).fetchall())
    assert set(measured) == {"svm", "cnn"}
    assert measured == by_hand(archive, tmp_path / "prepared", tmp_path / "home", N_TRAIN)
