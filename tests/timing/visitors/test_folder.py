"""Visitors' reports on disk: one per browser, for a while, never among the server's own rows, whoever adds at once."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from settings import settings
from tests.timing.visitors.reports import report, sent_row
from timing.rows import files
from timing.visitors import folder

HOUR = 3600
ANN, BOB = "a" * 32, "b" * 32


def shared():
    """All reports of now."""
    return folder.reports(time.time())


def names(home):
    """The names of all files."""
    return sorted(path.name for path in (home / "timing" / "visitors").iterdir() if path.name != ".lock")


def age(visitor, hours):
    """Make a visitor's report older."""
    path = folder.folder() / f"{folder.name_of(visitor)}.json"
    then = time.time() - hours * HOUR
    os.utime(path, (then, then))


def test_two_add_and_everybody_sees_both(home):
    """In the home, one small file each."""
    assert shared() == {}
    folder.add(ANN, report())
    folder.add(BOB, report(vendor="intel"))

    assert shared() == {folder.name_of(ANN): report(), folder.name_of(BOB): report(vendor="intel")}
    assert len(names(home)) == 2


def test_a_file_does_not_tell_whose_it_is(home):
    """Neither its name nor its text holds the visitor, who may also have an odd name."""
    for visitor in (ANN, "../../escape", "", "Änn\n"):
        folder.add(visitor, report())
    whole = "".join(names(home)) + "".join(path.read_text() for path in folder.folder().glob("*.json"))

    assert len(names(home)) == 4
    assert ANN not in whole
    assert "escape" not in whole


def test_adding_again_replaces(home):
    """One set of rows a browser."""
    folder.add(ANN, report())
    folder.add(ANN, report(sent_row(seconds=0.5)))

    assert [one.rows[0].median_seconds for one in shared().values()] == [0.5]
    assert len(names(home)) == 1


def test_a_visitor_removes_their_own(home):
    """Once or twice, and nobody else's."""
    folder.add(ANN, report())
    folder.add(BOB, report())
    assert folder.has_added(ANN)
    for _ in range(2):
        folder.remove(ANN)

    assert not folder.has_added(ANN)
    assert list(shared()) == [folder.name_of(BOB)]


def test_a_report_lives_as_long_as_an_upload(home):
    """After the hours of the setting it is shown to nobody, and its file is gone."""
    folder.add(ANN, report())
    age(ANN, settings().keep_uploads_hours - 0.1)
    assert len(shared()) == 1
    age(ANN, settings().keep_uploads_hours + 0.1)
    assert not folder.has_added(ANN)
    assert shared() == {}
    assert names(home) == []


def test_adding_deletes_what_expired(home):
    """So that expired reports take nobody's place; so does what an interrupted writer left."""
    folder.add(ANN, report())
    age(ANN, 1_000)
    (folder.folder() / f"x{folder.PARTIAL}").write_text("{")
    folder.add(BOB, report())

    assert names(home) == [f"{folder.name_of(BOB)}.json"]


def test_a_full_chart_says_so(monkeypatch):
    """One more browser is refused, one that replaces its rows is not, and an expired one makes room."""
    monkeypatch.setattr(folder, "MOST_BROWSERS", 2)
    folder.add(ANN, report())
    folder.add(BOB, report())
    with pytest.raises(ValueError, match="2 browsers have added their rows here, and more are not possible"):
        folder.add("c", report())
    folder.add(BOB, report(vendor="intel"))
    age(ANN, 1_000)
    folder.add("c", report())

    assert set(shared()) == {folder.name_of(BOB), folder.name_of("c")}


def test_what_is_no_whole_report_is_left_out():
    """A damaged file, another kind of file, a folder: the others are shown."""
    folder.add(ANN, report())
    damaged = folder.folder() / f"{'0' * 32}.json"
    for text in (b"", b"{", b"\xff\xfe", b'{"rows": []}', report().to_json().replace("0.01", "-1").encode()):
        damaged.write_bytes(text)
        (folder.folder() / "notes.json").write_text(report().to_json())
        assert list(shared()) == [folder.name_of(ANN)]
    damaged.unlink()
    damaged.mkdir()
    assert list(shared()) == [folder.name_of(ANN)]


def test_many_add_at_once(monkeypatch):
    """Every report arrives whole, and never more than there is room for."""
    monkeypatch.setattr(folder, "MOST_BROWSERS", 12)

    def add(number):
        try:
            folder.add(f"visitor {number % 20}", report(sent_row(seconds=1 + number)))
        except ValueError:
            return False
        shared()
        return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(add, range(40)))

    assert len(shared()) == len(folder._files()) == 12
    assert sum(done) == 24


def test_they_are_never_among_the_servers_own_rows():
    """What was timed on this server is read from the folder above."""
    folder.add(ANN, report())

    assert files.read(files.here()) == []


def test_the_state_changes_with_every_change():
    """Whoever polls needs to open no file to learn that there is something new."""
    seen = [folder.state(time.time())]
    for change in (
        lambda: folder.add(ANN, report()),
        lambda: folder.add(BOB, report()),
        lambda: folder.add(ANN, report(vendor="intel")),
        lambda: folder.remove(ANN),
        lambda: age(BOB, 1_000),
    ):
        change()
        seen.append(folder.state(time.time()))
        assert seen[-1] == folder.state(time.time())

    assert seen[0] == seen[-1] == ()
    assert len(set(seen)) == 5
