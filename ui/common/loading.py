"""Loading a data set once for all visitors: it goes on if one leaves, and all who wait see how far it is."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from functools import partial
from threading import Thread

import streamlit as st

import catalogue
from catalogue import Entry, Progress
from catalogue.dataset import Images
from ui.common.address import levels
from ui.common.page import progress_bar

POLL_SECONDS = 0.2


class Loading:
    """A data set that is being loaded, or has been."""

    def __init__(self, load: Callable[[Progress], Images], note: str) -> None:
        """Load in a thread, for which a server that stops does not wait; `note` is told until loading tells more."""
        self._images = Future[Images]()
        self._progress = 0.0, note
        Thread(target=self._run, args=(load,), daemon=True).start()

    @property
    def has_failed(self) -> bool:
        """Whether loading has ended without images."""
        return self._images.done() and self._images.exception() is not None

    def images(self, show: Progress) -> Images:
        """The images; `show` is told how far loading is until they are there. Raises what loading has raised."""
        while wait([self._images], POLL_SECONDS).not_done:
            show(*self._progress)
        return self._images.result()

    def _run(self, load: Callable[[Progress], Images]) -> None:
        try:
            self._images.set_result(load(self._note))
        except BaseException as problem:
            self._images.set_exception(problem)

    def _note(self, part: float, text: str) -> None:
        self._progress = part, text


def read(entry: Entry) -> Images:
    """The images of a data set, with a bar while they are read; what failed before is tried again."""
    key = entry.name, catalogue.version(entry.name)
    if loading(*key, entry.title).has_failed:
        loading.clear(*key)
    with progress_bar() as progress:
        return loading(*key, entry.title).images(progress)


@st.cache_resource(max_entries=3, show_spinner=False)
def loading(name: str, version: str, _title: str) -> Loading:  # noqa: ARG001  (a changed data set has another version)
    """The loading of a data set, begun by whoever asks first."""
    return Loading(partial(_load, name), f"Reading {_title}")


def _load(name: str, progress: Progress) -> Images:
    try:
        return catalogue.load(name, progress)
    finally:
        levels.known.clear()
