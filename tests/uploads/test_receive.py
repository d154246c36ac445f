"""The process that reads an upload is watched: killed with all that it wrote when anyone or anything stops it."""

import io
import json
import signal
import time
import zipfile

import psutil
import pytest

from settings import settings
from tests.uploads.delivered import drawn
from tests.uploads.forged import GOOD, gzipped_zeros, image, zipped
from tests.uploads.visitor import Visitor
from uploads.children.copies import cache_of
from uploads.folder import uploads
from uploads.limits import UnusableUpload
from uploads.receive import add_images, pack, receive, take_back

PATIENCE = 30
DEAD = r"^my\.zip could not be processed completely: please upload fewer images, or pack them again\.$"


class Stopped(BaseException):
    """As Streamlit ends the script of a visitor who has left."""


@pytest.fixture
def folder(tmp_path):
    """Where the delivery shall appear."""
    (tmp_path / "deliveries").mkdir()
    return tmp_path / "deliveries" / "1"


@pytest.fixture
def arrived(tmp_path):
    """A good upload."""
    (tmp_path / "arrived").write_bytes(zipped(GOOD))
    return tmp_path / "arrived"


@pytest.fixture
def endless(tmp_path):
    """An upload that takes several seconds to be read."""
    (tmp_path / "endless").write_bytes(gzipped_zeros(2 * 10**9))
    return tmp_path / "endless"


@pytest.fixture
def set_to(monkeypatch):
    """Sets a limit for this test and for the processes that it starts."""

    def one(name, value):
        monkeypatch.setenv(f"CROSSOVER_UPLOAD_{name.upper()}", str(value))
        settings.cache_clear()

    yield one
    monkeypatch.undo()
    settings.cache_clear()


def readers():
    """The processes that we started and that read an upload."""
    found = [process for process in psutil.Process().children() if process.status() != psutil.STATUS_ZOMBIE]
    return [process for process in found if "uploads.children.read" in process.cmdline()]


def quiet(part, told):
    """Tell nobody."""


@pytest.mark.slow
def test_a_good_upload_becomes_a_delivery(arrived, folder):
    """By the process of its own; progress ends at the whole, and the upload itself is left to its owner."""
    told = []
    receive(arrived, "my.zip", folder, lambda part, words: told.append((part, words)))
    assert sorted(path.name for path in folder.iterdir()) == ["files.jsonl", "originals.zip", "thumbnails.npy"]
    assert told[-1] == (1.0, "Read 2 images")
    assert arrived.exists()
    assert not readers()


def test_a_delivery_is_written_once(arrived, folder):
    """What is there already is not touched."""
    folder.mkdir()
    (folder / "files.jsonl").write_text("kept")
    with pytest.raises(FileExistsError):
        receive(arrived, "my.zip", folder, quiet)
    assert (folder / "files.jsonl").read_text() == "kept"


@pytest.mark.slow
def test_whoever_is_interrupted_leaves_nothing(endless, folder):
    """Neither a file nor a process, whatever kind of exception ends the caller while the child still reads."""
    for fault in (Stopped, KeyboardInterrupt, RuntimeError):

        def stop(part, text, fault=fault):
            if folder.with_name("1.partial").exists():
                raise fault

        with pytest.raises(fault):
            receive(endless, "my.zip", folder, stop)
        assert not list(folder.parent.iterdir())
        assert not readers()


@pytest.mark.slow
def test_a_dead_reader_is_one_sentence(endless, folder):
    """Killed for its memory, crashed in an image library, or ended by the operator."""
    for how in (signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM):

        def strike(part, text, how=how):
            if folder.with_name("1.partial").exists():
                for reader in readers():
                    reader.send_signal(how)

        with pytest.raises(UnusableUpload, match=DEAD):
            receive(endless, "my.zip", folder, strike)
        assert not list(folder.parent.iterdir())


@pytest.mark.slow
def test_a_slow_upload_is_given_up(endless, folder, set_to):
    """After the seconds of the setting, with a sentence that says them."""
    set_to("max_seconds", 1.5)
    with pytest.raises(
        UnusableUpload, match=r"^my\.zip could not be processed within 1\.5 seconds: please upload fewer"
    ):
        receive(endless, "my.zip", folder, quiet)
    assert not list(folder.parent.iterdir())
    assert not readers()


@pytest.mark.slow
def test_settings_reach_the_reader(arrived, folder, set_to):
    """What the operator allows is what the child process allows."""
    for name, value, sentence in (
        ("max_images", 1, "holds more than 1 images"),
        ("max_files", 1, "holds more than 1 files"),
        ("max_bytes", 99, "has more than 99 bytes"),
        ("max_unpacked_bytes", 99, "unpacks to more than 99 bytes"),
        ("max_pixels", 99, "has more than 99 pixels"),
    ):
        usual = getattr(settings(), f"upload_{name}")
        set_to(name, value)
        with pytest.raises(UnusableUpload, match=sentence):
            receive(arrived, "my.zip", folder, quiet)
        assert not list(folder.parent.iterdir())
        set_to(name, usual)


@pytest.mark.slow
def test_a_title_is_only_text(arrived, folder, set_to):
    """An upload may be called like an option, a path or a page; the sentence says it shortened and on one line."""
    set_to("max_files", 1)
    for title, said in (
        ("--help", "--help"),
        ("a\0\n" + "b" * 99, "a " + "b" * 57 + "…"),
        ("../\udc80.zip", "\ufffd.zip"),
    ):
        with pytest.raises(UnusableUpload, match=f"^{said} holds more"):
            receive(arrived, title, folder, quiet)


@pytest.mark.slow
def test_no_reader_outlives_its_caller(tmp_path, endless):
    """When the server itself is killed, the reading process ends when it next tells how far it is."""
    visitor = Visitor(tmp_path)
    (tmp_path / "1").mkdir()
    content, content_of_one = io.BytesIO(), image(1, (100, 100))
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(1_500):
            archive.writestr(f"cats/{number}.png", content_of_one)
    (tmp_path / "1" / "arrived").write_bytes(content.getvalue())
    print(json.dumps([str(tmp_path / "1" / "arrived"), "my.zip"]), file=visitor.process.stdin, flush=True)
    partial = tmp_path / "1" / "deliveries" / "1.partial"
    wait_until(partial.exists)
    (reader,) = psutil.Process(visitor.process.pid).children()
    visitor.process.kill()
    visitor.leaves()
    wait_until(lambda: not reader.is_running() or reader.status() == psutil.STATUS_ZOMBIE)
    assert not list(partial.parent.iterdir())


def wait_until(true):
    """Wait, but not for ever."""
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.02)


@pytest.mark.slow
def test_ten_thousand_images_stay_small_in_memory(tmp_path):
    """10,000 of 100x100 pixels are streamed: the reader needs little more than for two."""
    visitor, different = Visitor(tmp_path), [image(number, (100, 100), form="JPEG") for number in range(50)]
    files = {f"{number % 10}/{number}.jpg": different[number % 50] for number in range(10_000)}
    idle = visitor.uploads(zipped(GOOD), "good.zip")["peaks"]
    came = visitor.uploads(zipped(files, zipfile.ZIP_STORED), "many.zip")
    visitor.leaves()
    assert (came["sentence"], len(came["files"])) == ("", 10_000)
    assert came["peaks"][0] - idle[0] < 100
    assert came["peaks"][1] - idle[1] < 50


PLACES = ["cats/1.png", "/root.png", "../up.png", "Kätzchen/👩.png", "n" * 300, "back\\slash.png", "C:\\a.png"]


def test_loose_files_become_one_archive(tmp_path):
    """With their places as given and their bytes unchanged, nothing compressed anew."""
    pack(((place, io.BytesIO(place.encode())) for place in PLACES), tmp_path / "arrived")
    with zipfile.ZipFile(tmp_path / "arrived") as archive:
        assert {info.orig_filename: archive.read(info).decode() for info in archive.infolist()} == dict(
            zip(PLACES, PLACES, strict=True)
        )
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


def test_a_place_that_no_zip_can_store_is_changed(tmp_path):
    """No file is lost, or taken for a folder, because of its name."""
    for place in ("a\0b.png", "\udcff.png", "cats/", "", "x" * 70_000):
        pack([(place, io.BytesIO(b"1"))], tmp_path / "arrived")
        with zipfile.ZipFile(tmp_path / "arrived") as archive:
            (info,) = archive.infolist()
            assert archive.read(info) == b"1"
            assert not info.is_dir()


@pytest.fixture
def upload():
    """An empty upload."""
    return uploads().begin("ann", "Cats")


def left_in(upload):
    """What lies where deliveries are."""
    return list((upload.folder / "deliveries").iterdir())


def test_too_many_loose_bytes_are_refused(tmp_path, set_to, upload):
    """Exactly the limit is; one more is one sentence, and no file is left."""
    set_to("max_bytes", 1_000)
    pack([("a", io.BytesIO(bytes(400))), ("b", io.BytesIO(bytes(600)))], tmp_path / "arrived")
    assert (tmp_path / "arrived").exists()
    with pytest.raises(UnusableUpload, match=r"^These files have more than 1000 bytes in all: please upload fewer"):
        add_images(upload, "my files", [("a", io.BytesIO(bytes(400))), ("b", io.BytesIO(bytes(601)))], quiet)
    assert not left_in(upload)


def test_too_many_loose_files_are_refused(set_to, upload):
    """They are counted as they come."""
    set_to("max_files", 2)
    with pytest.raises(UnusableUpload, match=r"^These are more than 2 files: please upload fewer at once\.$"):
        add_images(upload, "my files", ((str(number), io.BytesIO(b"1")) for number in range(10**9)), quiet)
    assert not left_in(upload)


def test_packing_that_is_interrupted_leaves_nothing(upload):
    """A visitor may leave while files are still being sent."""

    class Leaving(io.BytesIO):
        def read(self, _n=-1):
            raise Stopped

    with pytest.raises(Stopped):
        add_images(upload, "my files", [("a", io.BytesIO(b"1")), ("b", Leaving())], quiet)
    assert not left_in(upload)


@pytest.mark.slow
def test_images_are_added_one_delivery_after_the_other(set_to, upload):
    """Loose files as an archive, which must be prepared again; too many are refused, and what was there stays."""
    upload = uploads().choose(upload, version="old")
    add_images(upload, "my files", [(place, io.BytesIO(content)) for place, content in GOOD.items()], quiet)
    add_images(upload, "my.zip", [("my.zip", io.BytesIO(zipped({"cats/2.png": drawn(1)})))], quiet, is_archive=True)
    lines = [(one / "files.jsonl").read_text(encoding="utf-8").splitlines() for one in upload.deliveries()]
    assert [[json.loads(line)["place"] for line in some] for some in lines] == [list(GOOD), ["cats/2.png"]]
    assert uploads().open(upload.name, "ann").choices["version"] == ""
    set_to("max_images", 3)
    with pytest.raises(UnusableUpload, match="These would make 4 images in all; the limit is 3"):
        add_images(upload, "one more", [("cats/3.png", io.BytesIO(drawn(2)))], quiet)
    with pytest.raises(UnusableUpload, match="is empty"):
        add_images(upload, "nothing", [("nothing.zip", io.BytesIO())], quiet, is_archive=True)
    assert len(upload.deliveries()) == 2
    assert sorted(path.name for path in upload.folder.iterdir() if path.name != ".busy") == ["about.json", "deliveries"]


@pytest.mark.slow
def test_what_was_added_last_can_be_taken_back(upload):
    """That alone, once, and with its cached groups; not while another tab uses the images, or once they are gone."""
    for number in range(2):
        add_images(upload, "one", [(f"cats/{number}.png", io.BytesIO(drawn(number)))], quiet)
    first, second = upload.deliveries()
    groups = cache_of(upload.folder, 2)
    groups.write_bytes(b"of two deliveries")
    uploads().choose(upload, version="old")
    with upload.alone(), pytest.raises(UnusableUpload, match="Another tab"):
        take_back(upload, second)
    take_back(upload, second)
    take_back(upload, second)

    assert left_in(upload) == [first] and not groups.exists()
    assert uploads().open(upload.name, "ann").choices["version"] == ""
    uploads().remove(upload.name)
    with pytest.raises(UnusableUpload, match="were deleted meanwhile"):
        take_back(upload, first)
    assert not upload.folder.exists()
