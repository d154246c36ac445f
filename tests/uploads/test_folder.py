"""Uploads: whose they are, when they expire, and that nobody else gets at them."""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from catalogue.files.folder import bytes_under
from catalogue.sources.own import is_own
from settings import settings
from uploads import folder
from uploads.folder import LEFTOVER_SECONDS, UNTITLED, is_gone, uploads
from uploads.limits import UnusableUpload

pytestmark = pytest.mark.slow

HOUR = 3600


@pytest.fixture
def setting(monkeypatch):
    """Sets an environment variable for one test, and has it read."""

    def set_one(name: str, value: object) -> None:
        monkeypatch.setenv(f"CROSSOVER_{name.upper()}", str(value))
        settings.cache_clear()

    return set_one


@pytest.fixture
def later(monkeypatch):
    """Moves the clock."""
    began = time.time()
    return lambda hours: monkeypatch.setattr(folder.time, "time", lambda: began + hours * HOUR)


def everything(home):
    """The paths of all files in the home's uploads, but for the lock."""
    return sorted(str(path.relative_to(home)) for path in (home / "uploads").rglob("*") if path.name != ".lock")


def test_an_upload_can_be_opened_by_its_owner_alone(home):
    """The name is unguessable and no secret of its own: without the owner it opens nothing."""
    mine = uploads().begin("ann", "Cats")
    assert is_own(mine.name)
    assert mine.folder == home / "uploads" / mine.name
    assert uploads().open(mine.name, "ann") == mine
    for stranger in ("bob", "", "an", "ann ", "Änn", "\ud800x"[1:]):
        with pytest.raises(KeyError):
            uploads().open(mine.name, stranger)


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such rights")
def test_other_users_of_the_machine_read_no_uploads(home):
    """Their folder is open for the user of the server alone."""
    uploads().begin("ann", "cups")

    assert (home / "uploads").stat().st_mode & 0o077 == 0


def test_a_name_of_another_form_opens_and_removes_nothing():
    """Visitors send names, which may be paths."""
    before = uploads().begin("ann", "Cats")
    for name in ("", "..", "../uploads", "own-", "own-" + "A" * 32, "own-" + "0" * 32, "digits"):
        with pytest.raises(KeyError):
            uploads().open(name, "ann")
        if not is_own(name):
            with pytest.raises(KeyError):
                uploads().remove(name)
    assert uploads().of("ann") == [before]


def test_a_fold_belongs_to_whom_the_whole_belongs():
    """A fold's name opens its data set for the owner, and for nobody else."""
    mine = uploads().begin("ann", "Cats")
    assert uploads().open(f"{mine.name}.3", "ann") == mine
    with pytest.raises(KeyError):
        uploads().open(f"{mine.name}.3", "bob")


def test_each_visitor_lists_their_own_newest_first(later):
    """Nobody lists another's."""
    first, other = uploads().begin("ann", "1"), uploads().begin("bob", "2")
    later(1)
    last = uploads().begin("ann", "3")
    assert uploads().of("ann") == [last, first]
    assert uploads().of("bob") == [other]
    assert uploads().of("cleo") == []
    assert uploads().names() == sorted([first.name, other.name, last.name])


def test_choices_are_added_and_stay():
    """What was chosen before stays unless it is chosen anew."""
    begun = uploads().begin("ann", "Cats")
    uploads().choose(begun, size=32, folds=5)
    now = uploads().choose(begun, size=64, version="a")
    assert now.choices == {"size": 64, "folds": 5, "version": "a"}
    assert uploads().open(begun.name, "ann") == now


def test_choices_made_at_once_all_stay():
    """Two tabs choose different things, and neither is lost."""
    begun = uploads().begin("ann", "Cats")
    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(lambda n: uploads().choose(begun, **{f"choice{n}": n}), range(12)))
    assert len(uploads().open(begun.name, "ann").choices) == 12
    assert sorted(path.name for path in begun.folder.iterdir()) == ["about.json", "deliveries"]


def test_nothing_can_be_chosen_for_what_is_gone(home):
    """A page that stayed open, or a process that went on writing, cannot make a deleted upload again."""
    begun = uploads().begin("ann", "Cats")
    uploads().remove(begun.name)
    for left in ("", "arrays/1"):
        (begun.folder / left).mkdir(parents=True, exist_ok=True)
        assert is_gone(begun.name)
        with pytest.raises(UnusableUpload, match="These images were deleted meanwhile; please upload them again"):
            uploads().choose(begun, size=32)
        assert everything(home) == []


def test_nothing_can_be_chosen_for_what_expired(later):
    """The page says that it is gone; the next round of deletions takes it away, with rows and models."""
    begun = uploads().begin("ann", "Cats")
    later(25)
    with pytest.raises(UnusableUpload):
        uploads().choose(begun, size=32)
    assert uploads().expired() == [begun.name]


def test_deliveries_are_numbered_in_their_order():
    """The tenth comes after the ninth, and half a delivery is none."""
    begun = uploads().begin("ann", "Cats")
    for _ in range(11):
        begun.next_delivery().mkdir()
    (begun.folder / "deliveries" / "12.partial").mkdir()
    assert [path.name for path in begun.deliveries()] == [str(n) for n in range(1, 12)]
    assert not begun.next_delivery().exists()


def test_what_expired_is_neither_listed_nor_opened(setting, later):
    """The present setting decides."""
    begun = uploads().begin("ann", "Cats")
    later(23)
    assert uploads().of("ann") == [begun]
    assert uploads().expired() == []
    setting("keep_uploads_hours", 22)
    assert begun.expires_at == begun.created_at + 22 * HOUR
    assert uploads().of("ann") == []
    assert uploads().expired() == [begun.name]
    with pytest.raises(KeyError):
        uploads().open(begun.name, "ann")


def test_a_damaged_folder_is_nobodys_and_expired(setting):
    """What does not say whose it is, and since when, is shown to nobody and deleted."""
    setting("upload_max_kept", 99)
    for about in (
        *("", "{", "[]", "null", "{}", "[" * 100_000),
        '{"owner": "ann"}',
        '{"owner": 1, "title": "x", "brought_at": 1, "choices": {}}',
        '{"owner": "ann", "title": "x", "brought_at": "soon", "choices": {}}',
        '{"owner": "ann", "title": "x", "brought_at": Infinity, "choices": {}}',
        '{"owner": "ann", "title": "x", "brought_at": NaN, "choices": {}}',
        '{"owner": "ann", "title": "x", "brought_at": 1e12, "choices": []}',
        '{"owner": "", "title": "x", "brought_at": 1e12, "choices": {}}',
    ):
        begun = uploads().begin("ann", "Cats")
        (begun.folder / "about.json").write_text(about)
        assert uploads().of("ann") == uploads().of("") == []
        assert uploads().expired() == [begun.name]
        uploads().remove(begun.name)


def test_an_upload_of_an_older_version_opens():
    """Its number of images was called n_pictures; all else that it says has the name that it always had."""
    begun = uploads().begin("ann", "Cats")
    about = json.loads((begun.folder / "about.json").read_text())
    assert set(about) == {"owner", "title", "brought_at", "choices"}
    about["choices"] = {"version": "a", "n_pictures": 40, "n_folds": 5}
    (begun.folder / "about.json").write_text(json.dumps(about))
    assert uploads().open(begun.name, "ann").choices == {"version": "a", "n_images": 40, "n_folds": 5}


def test_a_folder_that_cannot_be_read_just_now_is_not_expired(monkeypatch):
    """Too many open files for a moment must not cost anybody their images."""
    begun = uploads().begin("ann", "Cats")

    def fail(*arguments, **named):
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as patched:
        patched.setattr(folder.Path, "read_text", fail)
        assert uploads().of("ann") == []
        assert uploads().expired() == []
    assert uploads().of("ann") == [begun]


def test_removing_leaves_nothing_and_may_be_done_twice(home):
    """Not a file of it stays, and the others stay."""
    mine, other = uploads().begin("ann", "Cats"), uploads().begin("bob", "Dogs")
    mine.next_delivery().mkdir()
    (mine.next_delivery().parent / "1" / "originals.zip").write_bytes(b"x" * 100)
    uploads().remove(f"{mine.name}.2")
    uploads().remove(mine.name)
    assert everything(home) == [f"uploads/{other.name}" + end for end in ("", "/about.json", "/deliveries")]
    assert bytes_under(uploads().folder) == (other.folder / "about.json").stat().st_size


def test_a_visitor_keeps_so_many_and_no_more(setting, later):
    """One sentence says what to do; deleting one, or time, makes room again."""
    setting("upload_max_kept", 2)
    first = uploads().begin("ann", "1")
    uploads().begin("ann", "2")
    with pytest.raises(
        UnusableUpload, match="You have 2 sets of images here, and more are not possible; please delete one"
    ):
        uploads().begin("ann", "3")
    uploads().begin("bob", "1")
    uploads().remove(first.name)
    uploads().begin("ann", "3")
    later(25)
    uploads().begin("ann", "4")


def test_two_tabs_at_once_do_not_keep_more(setting):
    """Of many who begin together only a limited number get in."""
    setting("upload_max_kept", 3)

    def begin(_):
        try:
            return uploads().begin("ann", "x")
        except UnusableUpload:
            return None

    with ThreadPoolExecutor(8) as tabs:
        begun = [one for one in tabs.map(begin, range(8)) if one]
    assert len(begun) == len(uploads().of("ann")) == 3


def test_the_disk_share_of_all_visitors_is_a_limit(setting):
    """The uploads of all visitors count."""
    setting("upload_max_total_bytes", 5_000)
    other = uploads().begin("bob", "Dogs")
    (other.folder / "export.zip").write_bytes(b"x" * 5_000)
    with pytest.raises(UnusableUpload, match="This server has no room for more images now"):
        uploads().begin("ann", "Cats")


def test_leftovers_of_killed_processes_go_after_a_day(home):
    """What was being removed goes at once, what was being begun after a day, what is whole stays."""
    begun = uploads().begin("ann", "Cats")
    old, new, file = (home / "uploads" / f"{name}.partial" for name in ("old", "new", "file"))
    going = home / "uploads" / f"{begun.name[:-1]}0.{'0' * 32}.partial"
    for path in (old, new, going):
        path.mkdir()
        (path / "part").write_text("x")
    file.write_text("x")
    for path in (old, file):
        os.utime(path, (time.time() - LEFTOVER_SECONDS - 9,) * 2)
    uploads().tidy()
    assert {path.name for path in (home / "uploads").iterdir()} == {begun.name, "new.partial", ".lock"}


def test_an_empty_home_has_no_data_sets(home):
    """Asking makes no folder."""
    assert uploads().of("ann") == uploads().names() == uploads().expired() == []
    assert bytes_under(uploads().folder) == 0
    uploads().tidy()
    assert not home.exists()


def test_a_title_is_one_short_line_of_visible_letters(setting):
    """Whatever a visitor calls it, pages can show it, and it is written down as it is shown."""
    setting("upload_max_kept", 99)
    for called, title in (
        ("Cats", "Cats"),
        ("  Cats\n and\tdogs ", "Cats and dogs"),
        ("", UNTITLED),
        (" \u200b\u202e\x00\x1b", UNTITLED),
        ("Kätzchen 🐈", "Kätzchen 🐈"),
        ("gpj.\u202etxe", "gpj.txe"),
        ("x" * 5_000, "x" * 59 + "…"),
        ("\ud800cats", "\ufffdcats"),
    ):
        begun = uploads().begin("ann", called)
        assert begun.title == json.loads((begun.folder / "about.json").read_text())["title"] == title
