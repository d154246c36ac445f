"""Fetched data sets: whole or not there at all, fetched once, and stopped when told to."""

import socket
import sys
import threading
import time
import types
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import catalogue
from catalogue import DownloadFailed
from catalogue.sources import downloads
from catalogue.sources.downloads import DOWNLOADS
from catalogue.sources.fetch import fetch_arrays

pytestmark = pytest.mark.slow

WRITE_TOY = """
import sys, numpy as np
from pathlib import Path
from catalogue.arrays import Arrays, save
X, y = np.zeros((4, 20, 20, 1), np.uint8), np.array([0, 1, 0, 1])
save(Path(sys.argv[1]), Arrays(X, y, X, y, ("0", "1")))
"""


def files_of(home):
    """What lies among the downloads, locks apart."""
    return [path.name for path in (home / "downloads").rglob("*") if path.suffix != ".lock"]


@pytest.fixture
def reachable(monkeypatch):
    """Something answers, whether or not this machine has a network."""
    monkeypatch.setattr(downloads, "answers", lambda _: True)


@pytest.mark.usefixtures("reachable")
def test_fetched_once_then_there_without_a_network(home, monkeypatch):
    """After the first load the entry is available, and the second load starts no process."""
    monkeypatch.setattr(downloads, "command", lambda _, folder: [sys.executable, "-c", WRITE_TOY, str(folder)])
    told = []
    first = catalogue.load("mnist", lambda part, words: told.append((part, words)))
    monkeypatch.setattr(downloads, "command", lambda *_: pytest.fail("fetched twice"))
    assert np.array_equal(catalogue.load("mnist").y_train, first.y_train)
    assert told[0] == (0.0, "Fetching MNIST")
    assert told[-1] == (1.0, "MNIST is ready")
    assert [entry.available for entry in catalogue.entries() if entry.name in ("mnist", "svhn")] == [True, False]
    assert not first.mirrored
    assert "log" not in files_of(home)


def test_within_five_seconds_a_machine_without_a_network_says_that_nothing_answers(monkeypatch):
    """Names are looked up without a limit, and packets may be lost: the visitor need not wait for either."""
    over = threading.Event()

    def lost(*_, **__):
        over.wait(60)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", lost)
    start = time.monotonic()
    with pytest.raises(DownloadFailed, match=r"CIFAR-10 could not be fetched: nothing answers at www\.cs\."):
        catalogue.load("cifar10")

    assert time.monotonic() - start < 5
    over.set()  # or the thread would end, and fail, in the middle of another test


def test_one_address_that_answers_is_enough(monkeypatch):
    """Directly, or through a proxy; a mirror that is gone does not matter."""
    monkeypatch.setattr(downloads, "getproxies", dict)
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        assert downloads.answers(["http://127.0.0.1:9", f"http://{host}:{port}/some/file"])
        monkeypatch.setattr(downloads, "getproxies", lambda: {"https": f"http://{host}:{port}"})
        assert downloads.answers(["https://nowhere.invalid"])
    assert not downloads.answers(["http://127.0.0.1:9"])


def test_the_addresses_are_torchvision_s():
    """A moved mirror would make every download fail before it begins."""
    source = "".join(path.read_text() for path in Path(find_spec("torchvision").origin).parent.glob("datasets/*.py"))

    assert all(address in source for one in DOWNLOADS.values() for address in one.addresses)


@pytest.mark.usefixtures("reachable")
def test_a_bar_that_does_not_move_says_why(monkeypatch):
    """A server that has answered and then sends nothing."""
    monkeypatch.setattr(downloads, "QUIET_SECONDS", 0.3)
    monkeypatch.setattr(downloads, "command", lambda *_: [sys.executable, "-c", "import time; time.sleep(1.5); 1 / 0"])
    told = []
    with pytest.raises(DownloadFailed):
        catalogue.load("mnist", lambda _, words: told.append(words))

    assert "Fetching MNIST, but nothing has arrived for 1 s" in told


@pytest.mark.usefixtures("reachable")
def test_without_a_network_one_sentence_and_no_leftovers(home, monkeypatch):
    """The real process, whose way out is barred, fails with advice and leaves nothing behind."""
    for variable in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(DownloadFailed, match=r"MNIST could not be fetched: .* work offline") as caught:
        catalogue.load("mnist")
    assert "\n" not in str(caught.value)
    assert files_of(home) == []


@pytest.mark.usefixtures("reachable")
def test_stopping_ends_the_process_and_leaves_nothing(home, monkeypatch):
    """What the progress callback raises stops the fetching."""
    processes = []
    start = downloads.subprocess.Popen
    monkeypatch.setattr(
        downloads.subprocess, "Popen", lambda *args, **kw: processes.append(start(*args, **kw)) or processes[-1]
    )
    monkeypatch.setattr(downloads, "command", lambda *_: [sys.executable, "-c", "import time; time.sleep(100)"])

    def stop(part, words):
        if processes:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        catalogue.load("mnist", stop)
    assert processes[0].returncode is not None
    assert files_of(home) == []


class Fake:
    """Stands for a torchvision data set of two images a part."""

    classes = ("a", "b")

    def __init__(self, _root, **options):
        assert options["download"]
        self.data, self.targets = self.images, [0, 1]


@pytest.mark.parametrize(
    ("name", "stored", "expected"),
    [
        ("mnist", (2, 28, 28), (2, 28, 28, 1)),
        ("fashion-mnist", (2, 28, 28), (2, 28, 28, 1)),
        ("cifar10", (2, 32, 32, 3), (2, 32, 32, 3)),
        ("svhn", (2, 3, 32, 32), (2, 32, 32, 3)),
    ],
)
def test_torchvision_arrays_become_ours(tmp_path, monkeypatch, name, stored, expected):
    """Whatever torchvision stores, images are (n, h, w, c) bytes and labels int64."""
    images = np.arange(np.prod(stored), dtype=np.uint8).reshape(stored)
    fake = type("Fake", (Fake,), {"images": images})
    module = types.SimpleNamespace(datasets=types.SimpleNamespace(**{DOWNLOADS[name].torchvision_name: fake}))
    monkeypatch.setitem(sys.modules, "torchvision", module)
    fetch_arrays(DOWNLOADS[name], tmp_path / "raw", tmp_path / "made")
    arrays = catalogue.arrays.read(tmp_path / "made")
    assert (arrays.X_train.shape, arrays.y_test.tolist()) == (expected, [0, 1])
    channels = arrays.X_train[0, 0, 0].tolist()
    assert channels == (images[0, :, 0, 0] if name == "svhn" else images[0, 0, 0].reshape(-1)[: expected[-1]]).tolist()


def test_eurosat_is_read_as_the_folder_it_is(tmp_path, monkeypatch, pack, image):
    """EuroSAT has no test part of its own: one in five is put aside."""

    def eurosat(root, download):
        pack(root / "eurosat" / "2750", {f"{name}/{n}.png": image(50 * n) for name in "ab" for n in range(5)})

    module = types.SimpleNamespace(datasets=types.SimpleNamespace(EuroSAT=eurosat))
    monkeypatch.setitem(sys.modules, "torchvision", module)
    fetch_arrays(DOWNLOADS["eurosat"], tmp_path / "raw", tmp_path / "made")
    arrays = catalogue.arrays.read(tmp_path / "made")
    assert (len(arrays.y_train), len(arrays.y_test), arrays.classes) == (8, 2, ("a", "b"))
