"""A home in which both learners have learned a few digits, measured and kept as the engine does it, for all tests."""

import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest

import catalogue
from bundle.exchange import Agreement
from bundle.opened import OpenedModel, open_models
from bundle.pack import pack
from experiments.kept.run_and_keep import run_and_keep
from experiments.spec import Experiment, sweep
from experiments.store.results import Store
from models.register import Context, build
from settings import settings

TITLE = "Digits & <b>more</b> 🐈"
REPRODUCE = "#!/bin/sh\n# 'quoted' \\ $HOME `ls` ünïcode\npython -m experiments run --dataset digits\n"


@pytest.fixture(scope="session")
def learned_home(tmp_path_factory):
    """Digits, two sizes, one seed, both learners; the models are kept."""
    home = tmp_path_factory.mktemp("bundle")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CROSSOVER_HOME", str(home))
        settings.cache_clear()
        store = Store(settings().results_url)
        for experiment in sweep("digits", ["svm", "cnn"], [100, 400], 1, device="cpu"):
            store.add(run_and_keep(experiment))
    settings.cache_clear()
    return home


@pytest.fixture
def learned(home, learned_home, monkeypatch):
    """That home, in the settings of one test."""
    monkeypatch.setenv("CROSSOVER_HOME", str(learned_home))
    settings.cache_clear()
    return learned_home


@pytest.fixture
def ids(learned):
    """The kept models with most training images, the CNN first: the order must not matter."""
    return tuple(Experiment("digits", learner, 400, device="cpu").id for learner in ("cnn", "svm"))


@pytest.fixture
def rows(learned) -> pd.DataFrame:
    """The measurements."""
    return Store(settings().results_url).rows()


@pytest.fixture(scope="session")
def models(learned_home) -> dict[str, OpenedModel]:
    """Both of them, opened, with their predictions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CROSSOVER_HOME", str(learned_home))
        settings.cache_clear()
        found = open_models(
            "digits", [Experiment("digits", learner, 400, device="cpu").id for learner in ("cnn", "svm")]
        )
        assert all(one.n_correct for one in found.values())
    settings.cache_clear()
    return found


@pytest.fixture(scope="session")
def pretrained() -> OpenedModel:
    """Pretrained features that have learned a hundred digits, with sixty test images, as each takes a while."""
    whole = catalogue.load("digits")
    chosen = catalogue.subset(whole, 100, seed=0)
    changes = {"X_train": whole.X_train[chosen], "y_train": whole.y_train[chosen]}
    images = replace(whole, X_test=whole.X_test[:60], y_test=whole.y_test[:60], **changes)
    experiment = Experiment("digits", "pretrained", 100, device="cpu", data_version=images.version)
    return OpenedModel(experiment, build("pretrained", Context()).fit(images.X_train, images.y_train), images)


@dataclass(frozen=True)
class Export:
    """A zip, the agreement of its ONNX files, and the folder where it was unpacked."""

    zip: Path
    agreement: Agreement
    folder: Path


@pytest.fixture(scope="session")
def export(learned_home, tmp_path_factory) -> Export:
    """The whole export of the digits, unpacked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CROSSOVER_HOME", str(learned_home))
        settings.cache_clear()
        asked = tuple(Experiment("digits", learner, 400, device="cpu").id for learner in ("cnn", "svm"))
        target = tmp_path_factory.mktemp("export") / "export.zip"
        agreement = pack("digits", TITLE, asked, Store(settings().results_url).rows(), REPRODUCE, target)
    settings.cache_clear()
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(target) as archive:
        archive.extractall(folder)
    return Export(target, agreement, folder)
