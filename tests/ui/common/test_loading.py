"""A data set is loaded once for all visitors, whoever leaves meanwhile."""

from threading import Event

import pytest

from catalogue import DownloadFailed
from ui.common.loading import Loading


class LeftError(Exception):
    """What ends a visitor's script."""


def test_who_leaves_stops_nothing_and_who_waits_sees_how_far_it_is():
    """The next visitor gets the images of the same loading, which was begun once."""
    begun, may_end = [], Event()

    def load(progress):
        begun.append(1)
        progress(0.5, "Read 10 images")
        assert may_end.wait(20)
        return "images"

    def leave(part, text):
        raise LeftError

    seen = []

    def look(part, text):
        seen.append((part, text))
        may_end.set()

    loading = Loading(load)
    with pytest.raises(LeftError):
        loading.images(leave)

    assert loading.images(look) == "images"
    assert set(seen) == {(0.5, "Read 10 images")}
    assert begun == [1]
    assert not loading.has_failed


def test_all_who_wait_are_told_why_it_failed():
    """So that each page says it."""

    def load(progress):
        raise DownloadFailed("No connection.")

    loading = Loading(load)
    for _ in range(2):
        with pytest.raises(DownloadFailed, match="No connection"):
            loading.images(lambda part, text: None)
    assert loading.has_failed
