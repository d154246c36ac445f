"""Every test of the catalogue has a home of its own, and images small enough to make on the spot."""

import io
import tarfile
import zipfile

import numpy as np
import pytest
from PIL import Image

from settings import settings


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """An empty home and an empty folder of data sets."""
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("CROSSOVER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CROSSOVER_DATA", str(tmp_path / "data"))
    settings.cache_clear()
    yield tmp_path / "home"
    settings.cache_clear()


@pytest.fixture
def data(tmp_path, home):
    """The folder that CROSSOVER_DATA names."""
    return tmp_path / "data"


@pytest.fixture
def image():
    """Make a PNG of one grey value, or of a colour, as bytes."""

    def make(value=0, size=(20, 20), mode="L", form="PNG", **options):
        buffer = io.BytesIO()
        Image.new(mode, size, value).save(buffer, form, **options)
        return buffer.getvalue()

    return make


@pytest.fixture
def pack():
    """Write files {place: bytes} as a folder or as the archive that the path's ending names."""

    def write(path, files):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path, "w") as archive:
                for place, content in files.items():
                    archive.writestr(place, content)
        elif ".tar" in path.name or path.suffix == ".tgz":
            with tarfile.open(
                path, f"w:{ {'.tar': '', '.tgz': 'gz'}.get(path.suffix, path.suffix[1:]) }".replace(" ", "")
            ) as archive:
                for place, content in files.items():
                    member = tarfile.TarInfo(place)
                    member.size = len(content)
                    archive.addfile(member, io.BytesIO(content))
        else:
            for place, content in files.items():
                (path / place).parent.mkdir(parents=True, exist_ok=True)
                (path / place).write_bytes(content)
        return path

    return write


@pytest.fixture
def two_classes(image):
    """Files of classes "2" and "10", three training images and one test image each; the grey value tells which."""
    return {
        f"{part}/{label}/{number}.png": image(100 * (label == "10") + 50 * (part == "test") + number)
        for part, numbers in (("train", (10, 9, 1)), ("test", (1,)))
        for label in ("10", "2")
        for number in numbers
    }


@pytest.fixture
def greys():
    """The grey values of plain images, in their order."""
    return lambda X: np.asarray(X)[:, 0, 0, 0].tolist()
