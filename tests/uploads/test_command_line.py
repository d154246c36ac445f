"""`python -m uploads`: what the page does with an archive, from a terminal."""

import subprocess
import sys
import zipfile

import pytest

import catalogue
from settings import ROOT
from tests.uploads.delivered import drawn


def ran(*arguments):
    """The finished command."""
    command = [sys.executable, "-m", "uploads", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.mark.slow
def test_an_archive_is_prepared_and_found_by_its_path(tmp_path):
    """Each fold is a data set whose path `python -m experiments` takes; a second time the folder is in the way."""
    archive = tmp_path / "my images.zip"
    with zipfile.ZipFile(archive, "w") as content:
        for number in range(20):
            content.writestr(f"{'ab'[number % 2]}/{number}.png", drawn(number))
    done = ran(archive, "--output", tmp_path / "prepared", "--side", "32")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines(keepends=True)[-1] == (
        f"Prepared 20 images in {tmp_path / 'prepared'}: each is tested once, in 5 folds (cross-validation).\n"
    )
    found = catalogue.load(str(tmp_path / "prepared" / "arrays" / "2"))
    assert found.shape == (32, 32, 3)
    assert (len(found.X_train), len(found.X_test)) == (16, 4)
    again = ran(archive, "--output", tmp_path / "prepared")
    assert (again.returncode, again.stdout) == (2, "")
    assert "exists already" in again.stderr


@pytest.mark.slow
def test_own_folders_train_and_test_are_counted(tmp_path):
    """The last line says how many images are for training and how many for the test."""
    for number in range(16):
        place = tmp_path / "mine" / ("test" if number % 4 > 1 else "train") / "ab"[number % 2] / f"{number}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(drawn(number))
    done = ran(tmp_path / "mine", "--output", tmp_path / "prepared")
    assert "from train/, tested with test/" in done.stdout
    assert done.stdout.endswith(f"16 images in {tmp_path / 'prepared'}: 8 for training and 8 for the test.\n")


@pytest.mark.slow
def test_what_cannot_be_read_is_one_line(tmp_path):
    """No stack trace, status 2."""
    (tmp_path / "notes.zip").write_text("no archive", encoding="utf-8")
    done = ran(tmp_path / "notes.zip", "--output", tmp_path / "prepared")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "notes.zip"]
