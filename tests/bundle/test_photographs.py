"""Ninety photographs of three classes: all three learners train, and predict at home as they do here."""

import zipfile

import numpy as np
import pytest
from PIL import Image
from skimage import data

import catalogue
from bundle.opened import open_models
from bundle.pack import pack
from catalogue.images.one_image import one_image
from experiments.kept.run_and_keep import run_and_keep
from experiments.spec import sweep
from experiments.store.results import Store
from settings import settings
from tests.bundle.test_predict import predict, table
from uploads.__main__ import main as prepare

pytestmark = pytest.mark.slow

PHOTOGRAPHS = {"astronaut": data.astronaut, "cat": data.chelsea, "coffee": data.coffee}
LEARNERS = ["svm", "cnn", "pretrained"]
N_EACH, SIDE = 30, 72


def crops(folder):
    """Thirty pieces of each photograph, in a folder for each."""
    random = np.random.default_rng(3)
    for name, load in PHOTOGRAPHS.items():
        photograph = load()
        (folder / name).mkdir(parents=True)
        for number in range(N_EACH):
            top, left = (random.integers(0, length - SIDE) for length in photograph.shape[:2])
            piece = photograph[top : top + SIDE, left : left + SIDE]
            Image.fromarray(piece).save(folder / name / f"{number:02}.png")
    return folder


def test_no_label_differs_at_home(tmp_path):
    """From the command that prepares the images to the script that is taken home, on each of the ninety."""
    files = sorted(crops(tmp_path / "photographs").rglob("*.png"))
    prepare([tmp_path / "photographs"], tmp_path / "prepared")
    dataset = str(tmp_path / "prepared" / "arrays" / "1")
    store = Store(settings().results_url)
    experiments = sweep(dataset, LEARNERS, [60], 1, data_version=catalogue.version(dataset), device="cpu")
    for one in experiments:
        store.add(run_and_keep(one))
    ids = tuple(one.id for one in experiments)
    pack(dataset, "Photographs", ids, store.rows(), "#!/bin/sh\n", tmp_path / "export.zip")
    with zipfile.ZipFile(tmp_path / "export.zip") as archive:
        archive.extractall(tmp_path / "home")
    models = open_models(dataset, ids)
    shape, classes = models["svm"].images.shape, models["svm"].images.classes
    decoded = np.stack([one_image(path.read_bytes(), path.name, shape) for path in files])
    here = {learner: [classes[label] for label in one.model.predict(decoded)] for learner, one in models.items()}
    lines = {line["file"]: line for line in table(predict(tmp_path / "home", tmp_path / "photographs"))}

    assert sorted(here) == sorted(LEARNERS)
    assert {learner: [lines[str(path)][learner] for path in files] for learner in LEARNERS} == here
    right = np.mean([label == path.parent.name for label, path in zip(here["pretrained"], files, strict=True)])
    assert right > 0.9
