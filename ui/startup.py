"""What the server does before its first visitor, and after its last."""

import ctypes
import logging
import platform
import threading

import streamlit as st

from experiments.engine.takeover import Takeover
from settings import settings
from ui.common import pickers, source
from ui.common.chart import draw_once
from ui.data_size.curve import comparison, draw_accuracy
from ui.first_models import bring_first_models
from ui.lesson.rows import judged_lesson
from ui.your_images import deletion

# `pickers` are imported only so that no visitor waits for their imports.
__all__ = ["close", "get_ready", "pickers"]
JUDGED_AFTER = 3.0  # seconds
"""When the lesson's claims are judged, so that its first visitor need not wait for that."""

MMAP_THRESHOLD, TRIM_THRESHOLD, ARENA_MAX = -3, -1, -8
"""Numbers of glibc's `mallopt`."""
LARGE = 262_144
"""A freed block of at least this many bytes goes back to the system."""

logger = logging.getLogger(__name__)


def get_ready() -> None:
    """Open the table and the engine, draw the first page's curve into the caches, and start the background threads."""
    give_back_memory()
    recorded = source.recorded_rows()
    if not recorded.empty:
        # the data set that the home page selects at first
        is_first = recorded["dataset"] == min(recorded["dataset"])
        shown = comparison(recorded[is_first & (recorded["learner"] != "pretrained")])
        draw_once(f"accuracy {shown.key}", draw_accuracy(shown))
    for problem in source.problems():
        logger.warning(problem)
    engine = source.engine()
    if settings().first_models:
        bring_first_models(engine)
    takeover()
    judge_lesson()
    deletion.expiry()


def give_back_memory() -> None:
    """Make freed memory go back to the system; otherwise a busy moment would cost memory until the server ends.

    By default glibc keeps ever larger blocks, in an arena for each thread. Other C libraries are left as they are.
    """
    if platform.libc_ver()[0] == "glibc":
        library = ctypes.CDLL(None)
        for option, value in ((MMAP_THRESHOLD, LARGE), (TRIM_THRESHOLD, LARGE), (ARENA_MAX, 1)):
            library.mallopt(option, value)


@st.cache_resource(show_spinner=False, on_release=threading.Timer.cancel)
def judge_lesson() -> threading.Timer:
    """Judge the lesson's claims a little later, because on few cores it would delay the first visitor's chart."""
    timer = threading.Timer(JUDGED_AFTER, judged_lesson)
    timer.daemon = True
    timer.start()
    return timer


@st.cache_resource(show_spinner=False, on_release=Takeover.close)
def takeover() -> Takeover:
    """The thread that takes over the experiments of another server that shares the database and has died."""
    return Takeover(source.engine())


def close() -> None:
    """Stop what was started; unfinished experiments are queued again for the next server."""
    st.cache_resource.clear()
