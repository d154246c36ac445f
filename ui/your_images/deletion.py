"""Visitors' own images are forgotten: on demand, and by and by when their time is over."""

import logging
import threading
from contextlib import suppress

import streamlit as st

from experiments.engine.dispatch import Engine
from ui.common import source
from ui.data_size import curve

EVERY_SECONDS = 600.0
PATIENCE_SECONDS = 10.0

logger = logging.getLogger(__name__)


def forget(name: str) -> None:
    """Delete a visitor's data set, with all that was made of it and what this server remembers of it.

    Whether it is the visitor's is for the page to ask. ValueError for a name of another form.
    """
    source.engine().forget(name)
    drop_remembered()


def drop_remembered() -> None:
    """Have this process and the desk drop images and answers, which would otherwise outlive their files."""
    st.cache_data.clear()
    source.drop_images()
    curve.drop()
    with suppress(ValueError, OSError):  # a worker that was lost remembers nothing
        source.inference_worker().ask("explain.verbs:forget")  # nobody need wait for it


class Forgetting:
    """A thread that forgets what is expired, at once and then every few minutes, until it is closed."""

    def __init__(self, engine: Engine, every_seconds: float = EVERY_SECONDS) -> None:
        self.engine = engine
        self.every_seconds = every_seconds
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="forgetting", daemon=True)

    def start(self) -> None:
        """Begin; the first round is now."""
        self._thread.start()

    def close(self) -> None:
        """End, after the round that is on, unless that takes long."""
        self._closing.set()
        self._thread.join(PATIENCE_SECONDS)

    def _run(self) -> None:
        is_first = True
        while not self._closing.is_set():
            try:
                forgotten = self.engine.forget_expired()
                if forgotten and not is_first and not self._closing.is_set():  # a new server remembers nothing
                    drop_remembered()
            except Exception:
                logger.exception("Images whose time is over could not be deleted; this is tried again")
            is_first = False
            self._closing.wait(self.every_seconds)


@st.cache_resource(show_spinner=False, on_release=Forgetting.close)
def forgetting() -> Forgetting:
    """The thread of this server; it ends when the server does."""
    started = Forgetting(source.engine())
    started.start()
    return started
