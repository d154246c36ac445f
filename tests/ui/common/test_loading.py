"""A data set is loaded once for all visitors, whoever leaves meanwhile."""

from threading import Event

import pytest

import catalogue
from catalogue import DownloadFailed
from ui.common.loading import Loading, read


class LeftError(Exception):
    """What ends a visitor's script."""


def test_who_leaves_stops_nothing_and_who_waits_sees_how_far_it_is():
    """The next visitor gets the images of the same loading, which was begun once."""
    begun, may_begin, may_end, seen = [], Event(), Event(), []

    def load(progress):
        begun.append(1)
        assert may_begin.wait(20)
        progress(0.5, "Read 10 images")
        assert may_end.wait(20)
        return "images"

    def leave(part, text):
        seen.append((part, text))
        raise LeftError

    def look(part, text):
        seen.append((part, text))
        if part:
            may_end.set()

    loading = Loading(load, "Reading digits")
    with pytest.raises(LeftError):
        loading.images(leave)
    assert seen == [(0.0, "Reading digits")]
    may_begin.set()

    assert loading.images(look) == "images"
    assert (0.5, "Read 10 images") in seen
    assert begun == [1]
    assert not loading.has_failed


def test_all_who_wait_are_told_why_it_failed():
    """So that each page says it."""

    def load(progress):
        raise DownloadFailed("No connection.")

    loading = Loading(load, "Reading digits")
    for _ in range(2):
        with pytest.raises(DownloadFailed, match="No connection"):
            loading.images(lambda part, text: None)
    assert loading.has_failed


def test_what_failed_is_tried_again_by_the_next_visit(monkeypatch):
    """And what was loaded is not loaded again."""
    answers = [DownloadFailed("No connection."), "images", AssertionError("loaded twice")]

    def load(name, progress):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(catalogue, "load", load)
    entry = next(iter(catalogue.entries()))
    with pytest.raises(DownloadFailed):
        read(entry)
    assert [read(entry), read(entry)] == ["images", "images"]
