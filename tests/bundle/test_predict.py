"""The script that a visitor takes home: in another folder, without our other code, it predicts as the app does."""

import csv
import io
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import catalogue
from catalogue.images.one_image import one_image
from tests.bundle.test_sources import header
from tests.uploads.forged import heic

pytestmark = pytest.mark.slow
N = 200


def predict(folder, *words, python=sys.executable, cwd=None):
    """Run the script of this folder from elsewhere, without our code on any path."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CROSSOVER"))}
    environment |= {"NUMBA_CACHE_DIR": str(folder / "numba"), "PYTHONWARNINGS": "error"}
    command = [str(python), str(folder / "predict.py"), *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd or folder.parent, env=environment)


def table(run):
    """What it printed, a dictionary per line; it must have succeeded without any message."""
    assert (run.returncode, run.stderr) == (0, "")
    return list(csv.DictReader(io.StringIO(run.stdout)))


def save(digit, path, kind):
    """A digit as a file of one of five kinds, three of which change its size, its colours or both."""
    image = Image.fromarray(digit[..., 0])
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "large":
        image.resize((90, 70)).save(path.with_suffix(".jpg"), quality=80)
    elif kind == "transparent":
        image.convert("RGBA").resize((40, 40)).save(path.with_suffix(".webp"), lossless=True)
    elif kind == "deep":
        Image.fromarray(digit[..., 0].astype(np.uint16) * 257).save(path.with_suffix(".tif"))
    else:
        image.save(path.with_suffix(".gif" if kind == "palette" else ".png"))


@pytest.fixture(scope="session")
def images(tmp_path_factory):
    """200 digits as files of many kinds, in folders within folders with names of all sorts."""
    digits = catalogue.load("digits").X_test[:: 1_500 // N][:N]
    folder = tmp_path_factory.mktemp("images") / "my images 🐈"
    kinds = ("as it is", "large", "transparent", "deep", "palette")
    for number, digit in enumerate(digits):
        save(digit, folder / ("ünder" if number % 3 else "a/b c") / f"{number:03}", kinds[number % len(kinds)])
    return folder


@pytest.fixture(scope="session")
def taken_home(export, tmp_path_factory):
    """A copy of the files; where they lie, the inner loops are compiled once."""
    return shutil.copytree(export.folder, tmp_path_factory.mktemp("elsewhere") / "taken home")


def names(paths, models):
    """The classes that the app predicts for each file, by path and learner."""
    images = models["svm"].images
    decoded = np.stack([one_image(path.read_bytes(), path.name, images.shape) for path in paths])
    labels = {learner: one.model.predict(decoded) for learner, one in models.items()}
    return {
        str(path): {learner: images.classes[of_one[number]] for learner, of_one in labels.items()}
        for number, path in enumerate(paths)
    }


def shown(lines):
    """What the script printed, in the same form."""
    return {line["file"]: {learner: line[learner] for learner in ("svm", "cnn")} for line in lines}


def test_it_predicts_as_the_app_does(taken_home, images, models):
    """On 200 images of many kinds no label of either model differs."""
    files = [path for path in images.rglob("*") if path.is_file()]

    assert len(files) == N
    assert shown(table(predict(taken_home, images))) == names(files, models)


@pytest.fixture(scope="session")
def empty_environment(tmp_path_factory):
    """A new virtual environment with what the script's header lists, and the Python of it."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    install = [str(python), "-m", "pip", "install", "--quiet", *header()["dependencies"]]
    done = subprocess.run(install, capture_output=True, text=True, env=environment)
    if done.returncode and not os.environ.get("CI"):
        pytest.skip("the libraries of the script's header cannot be installed here")
    assert done.returncode == 0, done.stderr
    yield python
    shutil.rmtree(folder)


@pytest.mark.timeout(900)
def test_it_needs_only_what_its_header_lists(taken_home, images, models, empty_environment):
    """In an environment with only those libraries, a copy of the files predicts what the app does."""
    listed = subprocess.run([str(empty_environment), "-m", "pip", "list"], capture_output=True, text=True).stdout
    files = [path for path in images.rglob("*") if path.is_file()]

    assert "torch" not in listed and "onnxruntime" in listed
    assert shown(table(predict(taken_home, images, python=empty_environment))) == names(files, models)


@pytest.fixture
def odd(tmp_path):
    """A folder with two images and much that is none."""
    folder = tmp_path / "odd"
    (folder / "__MACOSX").mkdir(parents=True)
    Image.new("L", (28, 28), 200).save(folder / "=1+1.png")
    (folder / "notes.txt").write_text("no image")
    (folder / "page.jpg").write_text("<html><script>alert(1)</script></html>")
    (folder / "empty.png").write_bytes(b"")
    Image.effect_noise((28, 28), 80).save(folder / "whole.png")
    (folder / "phone.heic").write_bytes(heic(Image.effect_noise((64, 64), 80).convert("RGB")))
    (folder / "cut.png").write_bytes((folder / "whole.png").read_bytes()[:300])
    (folder / ".hidden.png").write_bytes(b"hidden")
    (folder / "__MACOSX" / "._a.png").write_bytes(b"of a Mac")
    return folder


def test_a_file_that_cannot_be_read_has_a_sentence(taken_home, odd):
    """The others, a phone's HEIC among them, are predicted all the same; hidden files are ignored."""
    lines = {Path(line["file"]).name: line for line in table(predict(taken_home, odd, "--model", "cnn"))}

    assert set(lines) == {"=1+1.png", "notes.txt", "page.jpg", "empty.png", "whole.png", "cut.png", "phone.heic"}
    for name in ("=1+1.png", "whole.png", "phone.heic"):
        assert lines[name]["problem"] == "" and lines[name]["cnn"].isdecimal()
    for name in ("notes.txt", "page.jpg", "empty.png", "cut.png"):
        assert lines[name]["cnn"] == ""
        assert lines[name]["problem"].startswith(name) and lines[name]["problem"].endswith(".")


def test_one_model_may_predict_alone(taken_home, odd):
    """The other has no column."""
    lines = table(predict(taken_home, odd, "--model", "svm"))

    assert list(lines[0]) == ["file", "svm", "problem"]


def test_no_cell_is_a_formula(taken_home, odd):
    """A file's name that a spreadsheet would run gets an apostrophe."""
    assert "'=1+1.png" in {line["file"] for line in table(predict(taken_home, ".", cwd=odd))}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Please run: python predict.py FOLDER [--model svm|cnn|pretrained]"),
        (["a", "b"], "Please run: python predict.py FOLDER [--model svm|cnn|pretrained]"),
        (["a", "--model", "tree"], "Please run: python predict.py FOLDER [--model svm|cnn|pretrained]"),
        ([".", "--model", "pretrained"], ". holds no files: please name the folder that the images are in."),
        (["nowhere"], "nowhere is not a folder: please name the folder that the images are in."),
        (["."], ". holds no files: please name the folder that the images are in."),
    ],
    ids=str,
)
def test_wrong_use_is_one_sentence(export, tmp_path, words, sentence):
    """On stderr, with status 2, and without a stack trace."""
    alone = tmp_path / "alone"
    shutil.copytree(export.folder, alone)
    (tmp_path / "empty").mkdir()
    command = [sys.executable, str(alone / "predict.py"), *words]
    run = subprocess.run(command, cwd=tmp_path / "empty", capture_output=True, text=True)

    assert (run.returncode, run.stdout, run.stderr) == (2, "", f"{sentence}\n")


@pytest.mark.parametrize("gone", ["classes.json", "cnn/network.onnx"])
def test_a_missing_file_is_one_sentence(export, odd, tmp_path, gone):
    """Whoever copies the script alone reads what is missing."""
    alone = shutil.copytree(export.folder, tmp_path / "alone")
    (alone / gone).unlink()
    run = predict(alone, odd, "--model", "cnn")

    assert run.returncode == 2
    assert run.stderr.startswith(gone) and run.stderr.count("\n") == 1


def test_a_missing_library_is_one_sentence(export, odd, tmp_path):
    """Without a stack trace."""
    alone = shutil.copytree(export.folder, tmp_path / "alone")
    shutil.rmtree(alone / "catalogue")
    run = predict(alone, odd)

    assert run.returncode == 2
    assert run.stderr == "catalogue is missing: keep all files together, and install what predict.py lists.\n"
