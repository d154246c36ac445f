"""Deletes visitors' own images when the visitor says so, and expired images, GPU rows and rooms by itself."""

import logging
import threading
import time
from contextlib import suppress

import streamlit as st

from experiments.engine.dispatch import Engine
from experiments.store.classrooms import Classrooms
from timing.visitors import folder
from ui.common import source
from ui.common.chart import draw_once
from ui.common.loading import loading
from ui.common.page import encoded
from ui.data_size.curve import cached_comparison

EVERY_SECONDS = 600.0
PATIENCE_SECONDS = 10.0

logger = logging.getLogger(__name__)


def delete(name: str) -> None:
    """Delete a visitor's data set with all that was made from it, and clear the caches that hold parts of it.

    The caller has checked that it is the visitor's. ValueError for a name that no visitor's data set can have.
    """
    source.engine().delete_dataset(name)
    clear_caches()


def clear_caches() -> None:
    """Have this process and the inference worker drop images and outputs, which must not outlive their files."""
    st.cache_data.clear()
    source.all_rows()  # reading again drops the deleted rows from memory
    # A deleted file of images would occupy the disk for as long as it is open.
    for cached in (loading, encoded, cached_comparison, draw_once):
        cached.clear()
    with suppress(ValueError, OSError):  # a worker that was lost has no caches
        source.inference_worker().ask("explain.verbs:clear_caches")  # nobody need wait for it


class Expiry:
    """A thread that deletes expired data sets, GPU rows and rooms, at once and every few minutes, until closed."""

    def __init__(self, engine: Engine, every_seconds: float = EVERY_SECONDS) -> None:
        self.engine = engine
        self.every_seconds = every_seconds
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="expiry", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End after the current round, unless that takes long."""
        self._closing.set()
        self._thread.join(PATIENCE_SECONDS)

    def _run(self) -> None:
        is_first = True
        while not self._closing.is_set():
            try:
                deleted = self.engine.delete_expired()
                if deleted and not is_first and not self._closing.is_set():  # the caches of a new server are empty
                    clear_caches()
                folder.expire(time.time())
                Classrooms(source.store().database).delete_ended()
            except Exception:
                logger.exception("Expired images, rows or rooms could not be deleted; the next round tries again")
            is_first = False
            self._closing.wait(self.every_seconds)


@st.cache_resource(show_spinner=False, on_release=Expiry.close)
def expiry() -> Expiry:
    """The thread of this server; it ends when the server does."""
    return Expiry(source.engine())
