"""Uploading images: an archive, a folder, single files, or camera shots of one class."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analysis.common.wording import counted
from catalogue.files.names import harmless
from catalogue.layout.named import places_by_names
from catalogue.layout.names import natural
from catalogue.layout.understood import listed
from settings import settings
from ui.common.page import name_uploaders, plain, progress_bar, show_refusal
from ui.common.pickers import pick_one
from ui.common.texts import text
from ui.common.visitor import visitor
from ui.common.window import is_framed
from ui.your_images.data_sets import delete_upload, open_upload
from ui.your_images.workflow import mark_step
from uploads.folder import Upload, uploads
from uploads.images import thumbnails
from uploads.limits import UnusableUpload, in_words, limits
from uploads.receive import Files, add_images, take_back

WAYS = {"archive": "A zip or tar", "folder": "A folder", "files": "Single files", "camera": "Camera"}
EXAMPLE = """
    cats/1.jpg  cats/2.jpg …
    dogs/1.jpg  dogs/2.jpg …
"""
NAMED = "`cat1.jpg`, `dog1.jpg`"
STORED = "Your images stay on the computer that serves this page; only this browser can open them, and after"
MB = 2**20
FRAMED = (
    "This page is shown inside another one, where many browsers block uploads. If yours fails, please open this page "
    "in a tab of its own."
)

logger = logging.getLogger(__name__)


def is_collecting() -> bool:
    """Whether the visitor adds images little by little, so that the upload form should stay visible."""
    return st.session_state.get("way") in ("files", "camera")


def show_upload(upload: Upload | None) -> None:
    """All ways to add images to an upload, or to a new one; the page reruns when they are read."""
    mark_step("Collect")
    if is_framed():
        st.info(FRAMED)
    way = pick_one("How do you want to add images?", WAYS, "way", in_address=False)
    hours = settings().keep_uploads_hours
    st.caption(f"{STORED} {hours:g} hours they are deleted.")
    FORMS[way](upload)
    name_uploaders()
    if upload:
        offer_to_take_back(upload)
    what = f"{in_words(limits())} Files that cannot be used are listed with the reason."
    with st.expander("What can be uploaded, and who can see it?"):
        st.markdown(f"{text('your_images/upload').format(hours=hours)}\n\n{what}")
    show_refusal("not_added")


def offer_to_take_back(upload: Upload) -> None:
    """A button that removes what was added last, such as a blurred shot or images of a misnamed class.

    Beside it is the number of all images: after a press it is in sight, and the report further down often is not.
    """
    deliveries = upload.deliveries()
    if deliveries:
        numbers = [len(thumbnails([delivery])) for delivery in deliveries]
        label = f"Take back what was added last ({counted(numbers[-1], 'image')})"
        with st.container(horizontal=True, vertical_alignment="center"):
            last = (upload, deliveries[-1])
            warning = None if len(deliveries) > 1 else "Nothing else was added, so this deletes the data set."
            st.button(label, icon=":material/undo:", on_click=_take_back, args=last, key="take_back", help=warning)
            st.caption(f"{counted(sum(numbers), 'image')} so far")


def _take_back(upload: Upload, delivery: Path) -> None:
    try:
        take_back(upload, delivery)
    except UnusableUpload as problem:
        st.session_state["not_added"] = str(problem)
    else:
        if not upload.deliveries():
            delete_upload(upload)


def upload_archive(upload: Upload | None) -> None:
    """One archive with a folder for each class."""
    st.markdown("One zip or tar file with **a folder for each class**, as below, or one Parquet table of images.")
    st.code(EXAMPLE.strip("\n"), language=None)
    given = _uploader("A zip, tar or Parquet file", "archive")
    if given:
        add(upload, given.name.partition(".")[0], given.name, [(given.name, given)], is_archive=True)


def upload_folder(upload: Upload | None) -> None:
    """A whole folder from the visitor's computer."""
    st.markdown(f"One folder in which **each class has a folder of its own**, or files named after it ({NAMED}).")
    given = _uploader("A folder of folders", "folder", "directory")
    if given and st.button(f"Add these {len(given):,} files", type="primary", icon=":material/upload:"):
        title = given[0].name.replace("\\", "/").partition("/")[0]
        add(upload, title, "The folder", [(file.name, file) for file in given])


def upload_files(upload: Upload | None) -> None:
    """Several files that show one class, or whose names contain their classes."""
    label = st.text_input("What do these images show?", placeholder="cats", key=_key("label"), max_chars=100)
    given = _uploader("Images of it", "files", True)
    folder = f"{_folder(label)}/" if label.strip() else ""
    if given and not folder:
        labels = {place.label for place in places_by_names([(harmless(file.name),) for file in given])} - {""}
        if not labels:
            st.info(f"Please say what these images show, one class at a time, unless their names say it ({NAMED}).")
            return
        st.info(plain(f"The names of the files tell {len(labels)} classes: {listed(sorted(labels, key=natural))}."))
    if given and st.button(f"Add {len(given):,} images", type="primary", icon=":material/add:"):
        add(upload, "", "The images", [(f"{folder}{file.name}", file) for file in given])


def upload_shots(upload: Upload | None) -> None:
    """Photos of one class, one after the other."""
    label = st.text_input("What does the camera see?", placeholder="my cup", key="shot_label", max_chars=100)
    if not label.strip():
        st.info("Please say what the camera will see, one class at a time; then it starts.")
        return
    given = st.camera_input("Take a photo", key=_key("shot"))
    if given:
        number = 1 + st.session_state.get("n_attempts", 0)
        add(upload, "", "The shot", [(f"{_folder(label)}/shot {number}.jpg", given)])


FORMS: dict[str, Callable[[Upload | None], None]] = {
    "archive": upload_archive,
    "folder": upload_folder,
    "files": upload_files,
    "camera": upload_shots,
}


def add(upload: Upload | None, title: str, called: str, files: Files, *, is_archive: bool = False) -> None:
    """Add the files to the upload, or to a new one of this title, and show it; sentences call the files `called`."""
    begun = upload
    try:
        with progress_bar() as progress:
            progress(0.0, f"Reading: {harmless(called, 60)}")
            begun = begun or uploads().begin(visitor(), title)
            add_images(begun, called, files, progress, is_archive=is_archive)
    except UnusableUpload as problem:
        st.session_state["not_added"] = str(problem)
    except OSError:
        logger.exception("An upload could not be stored")
        st.session_state["not_added"] = "The images could not be stored on this server: please try again later."
    finally:  # also when the visitor leaves meanwhile
        _release(files)
        if begun and begun != upload and not begun.deliveries():
            uploads().remove(begun.name)
            begun = None
    if begun:
        open_upload(begun.name)
    st.rerun()


def _release(files: Files) -> None:
    """Have Streamlit drop the files, because they are on disk now, and show empty widgets."""
    st.session_state["n_attempts"] = st.session_state.get("n_attempts", 0) + 1
    if running := get_script_run_ctx():
        manager: Any = running.uploaded_file_mgr  # the real server's manager can also remove files
        for _, file in files:
            manager.remove_file(running.session_id, getattr(file, "file_id", ""))


def _folder(label: str) -> str:
    return harmless(label.replace("/", " ").replace("\\", " "))


def _key(way: str) -> str:
    """A key that changes with each delivery, so that the widget is empty again."""
    return f"{way}-{st.session_state.get('n_attempts', 0)}"


def _uploader(label: str, way: str, multiple: bool | Literal["directory"] = False) -> Any:
    """The widget that receives files, up to the server's limit; a list of files where it takes `multiple` ones."""
    most = max(1, limits().arrived_bytes // MB)
    return st.file_uploader(label, accept_multiple_files=multiple, key=_key(way), max_upload_size=most)
