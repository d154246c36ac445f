"""The true classes of the test images behind shipped rows, for machines that do not have the images."""

import base64
import json
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalogue.register import load
from settings import ROOT

FOLDER = ROOT / "recorded" / "test_classes"


@dataclass(frozen=True, eq=False)
class TestClasses:
    """The names of the classes, and the class number of every test image, in the order of the test set."""

    __test__ = False  # by its name, pytest would take it for a class of tests

    classes: tuple[str, ...]
    y_test: NDArray[np.int64]


def recorded(dataset: str, version: str, folder: Path = FOLDER) -> TestClasses | None:
    """The test classes of a data set in this version, from its file; None if there is no such file."""
    path = folder / f"{Path(dataset).name}.json"
    if not path.is_file():
        return None
    content = json.loads(path.read_text("utf-8"))
    if (content["dataset"], content["version"]) != (dataset, version):
        return None
    numbers = np.frombuffer(zlib.decompress(base64.b64decode(content["y_test"])), "<u2")
    return TestClasses(tuple(content["classes"]), numbers.astype(np.int64))


def record(dataset: str, folder: Path = FOLDER) -> None:
    """Write the file of a data set whose images are on this machine."""
    images = load(dataset)
    numbers = base64.b64encode(zlib.compress(images.y_test.astype("<u2").tobytes(), 9)).decode()
    content = {"dataset": images.name, "version": images.version, "classes": images.classes, "y_test": numbers}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{images.name}.json").write_text(f"{json.dumps(content)}\n", "utf-8")
