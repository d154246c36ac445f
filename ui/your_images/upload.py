"""Bringing one's own images: an archive, a folder, files or camera shots of a named class."""

import logging
import shutil
from collections.abc import Callable
from typing import IO, Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from catalogue import Progress
from ui.common.page import name_uploaders, plain
from ui.common.visitor import visitor
from ui.your_images.data_sets import open_upload
from uploads.folder import Upload, uploads
from uploads.images import brought
from uploads.limits import UnusableUpload, in_words, limits
from uploads.names import harmless
from uploads.receiving import packed, receive

Files = list[tuple[str, IO[bytes]]]

WAYS = {"archive": "A zip or tar", "folder": "A folder", "files": "Files of a class", "camera": "Camera"}
EXAMPLE = """
    cats/1.jpg  cats/2.jpg …
    dogs/1.jpg  dogs/2.jpg …
"""
MB = 2**20

logger = logging.getLogger(__name__)


def is_collecting() -> bool:
    """Whether the visitor brings images little by little, so that the ways to bring them stay in sight."""
    return st.session_state.get("way") in ("files", "camera")


def bring(upload: Upload | None) -> None:
    """All the ways to bring images, into a new data set or to those of one; the page goes on when they are read."""
    way = st.segmented_control(
        "How do you bring them?", list(WAYS), default="archive", format_func=WAYS.__getitem__, key="way", required=True
    )
    BRINGERS[way](upload)
    name_uploaders()
    st.caption(f"{in_words(limits())} Whatever cannot be used is listed with the reason.")
    if sentence := st.session_state.pop("not_taken", None):
        st.warning(plain(sentence))


def bring_archive(upload: Upload | None) -> None:
    """One archive with a folder for each class."""
    st.markdown("One zip or tar file with **a folder for each class**, like this:")
    st.code(EXAMPLE.strip("\n"), language=None)
    given = st.file_uploader("A zip or tar file", key=_key("archive"), max_upload_size=_most_megabytes())
    if given:
        title = given.name.partition(".")[0]
        take(upload, title, given.name, [(given.name, given)], is_archive=True)


def bring_folder(upload: Upload | None) -> None:
    """A whole folder from the visitor's computer."""
    st.markdown("One folder in which **each class has a folder of its own**.")
    given = st.file_uploader(
        "A folder of folders",
        accept_multiple_files="directory",
        key=_key("folder"),
        max_upload_size=_most_megabytes(),
    )
    if given and st.button(f"Take these {len(given):,} files", type="primary", icon=":material/upload:"):
        title = given[0].name.replace("\\", "/").partition("/")[0]
        take(upload, title, "The folder", [(file.name, file) for file in given])


def bring_files(upload: Upload | None) -> None:
    """Several files that show one class."""
    label = st.text_input("What do these images show?", placeholder="cats", key=_key("label"), max_chars=100)
    given = st.file_uploader(
        "Images of it", accept_multiple_files=True, key=_key("files"), max_upload_size=_most_megabytes()
    )
    if given and not label.strip():
        st.info("Say what these images show: that is the name of their class.")
    elif given and st.button(f"Add {len(given):,} images", type="primary", icon=":material/add:"):
        take(upload, "", "The images", [(f"{_folder(label)}/{file.name}", file) for file in given])


def bring_shots(upload: Upload | None) -> None:
    """Shot after shot of one class."""
    label = st.text_input("What does the camera see?", placeholder="my cup", key="shot_label", max_chars=100)
    given = st.camera_input("Take an image", key=_key("shot"), disabled=not label.strip())
    if given:
        number = 1 + st.session_state.get("n_brought", 0)
        take(upload, "", "The shot", [(f"{_folder(label)}/shot {number}.jpg", given)])


BRINGERS: dict[str, Callable[[Upload | None], None]] = {
    "archive": bring_archive,
    "folder": bring_folder,
    "files": bring_files,
    "camera": bring_shots,
}


def take(upload: Upload | None, title: str, what: str, files: Files, *, is_archive: bool = False) -> None:
    """Have the files read into the data set, or into a new one of this title, and go on with it."""
    bar = st.progress(0.0, f"Reading {plain(harmless(what, 60))}")

    def show(part: float, told: str) -> None:
        bar.progress(min(part, 1.0), plain(told))

    kept, begun = uploads(), upload
    try:
        begun = begun or kept.begin(visitor(), title)
        kept.check_space()
        with kept.alone(begun):
            _read(begun, what, files, is_archive, show)
    except UnusableUpload as problem:
        st.session_state["not_taken"] = str(problem)
    except OSError:
        logger.exception("An upload could not be kept")
        st.session_state["not_taken"] = "The images could not be kept on this computer: please try again later."
    finally:  # also when the visitor leaves while it is read
        _let_go(files)
        if begun and begun != upload and not kept.deliveries(begun):
            kept.remove(begun.name)
            begun = None
    if begun:
        open_upload(begun.name)
    st.rerun()


def _read(begun: Upload, what: str, files: Files, is_archive: bool, progress: Progress) -> None:
    kept, arrived = uploads(), begun.folder / "arriving"
    delivery = kept.next_delivery(begun)
    try:
        if is_archive:
            with arrived.open("wb") as file:
                shutil.copyfileobj(files[0][1], file)
        else:
            packed(files, arrived)
        receive(arrived, what, delivery, progress)
    finally:
        arrived.unlink(missing_ok=True)
    n_images = int((brought(kept.deliveries(begun))["row"] >= 0).sum())
    if n_images > limits().images:
        shutil.rmtree(delivery)
        raise UnusableUpload(f"With these it would be {n_images:,} images, and {limits().images:,} are the most.")
    kept.choose(begun, version="")


def _let_go(files: Files) -> None:
    """Have Streamlit forget the bytes, which lie on disk now, and show empty widgets."""
    st.session_state["n_brought"] = st.session_state.get("n_brought", 0) + 1
    if running := get_script_run_ctx():
        manager: Any = running.uploaded_file_mgr  # the server's own kind can also forget
        for _, file in files:
            manager.remove_file(running.session_id, getattr(file, "file_id", ""))


def _folder(label: str) -> str:
    return harmless(label.replace("/", " ").replace("\\", " "))


def _key(way: str) -> str:
    """Another key after each delivery, so that the widget is empty again."""
    return f"{way}-{st.session_state.get('n_brought', 0)}"


def _most_megabytes() -> int:
    return max(1, limits().arrived_bytes // MB)
