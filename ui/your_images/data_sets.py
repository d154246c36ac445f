"""A visitor's own data sets: which there are, which one the page is about, where it lies, and how it is deleted."""

import time
from collections import Counter
from contextlib import suppress

import streamlit as st

from catalogue import Entry, version
from catalogue.entries import UnknownDataset
from settings import settings
from ui.common.page import plain
from ui.common.visitor import visitor
from ui.your_images import deletion
from uploads.folder import Upload, uploads

PARAMETER = "yours"
NEW = ""


def own_titles() -> dict[str, str]:
    """What each of the visitor's data sets is called, by its name; of two that are called alike the older is 1."""
    mine = uploads().of(visitor())[::-1]
    n_called = Counter(upload.title for upload in mine)
    seen = Counter[str]()
    titles = {}
    for upload in mine:
        seen[upload.title] += 1
        number = f" {seen[upload.title]}" if n_called[upload.title] > 1 else ""
        titles[upload.name] = f"{upload.title}{number}"
    return titles


def own_entries() -> list[Entry]:
    """The visitor's data sets that are ready to be trained on, as the catalogue tells of others."""
    titles = own_titles()
    ready = [upload for upload in uploads().of(visitor()) if is_ready(upload)]
    return [
        Entry(upload.name, f"{titles[upload.name]} (yours)", "own", "Your own images.", None, None, available=True)
        for upload in ready
    ]


def pick_upload() -> Upload | None:
    """The data set that the address names, if it is this visitor's; the visitor's others to choose from."""
    name = st.query_params.get(PARAMETER, NEW)
    try:
        upload = uploads().open(name, visitor()) if name else None
    except KeyError:
        st.info(
            "There are no such images for you: they were deleted, or another browser brought them. "
            "Images can be opened only in the browser that brought them."
        )
        upload = None
    mine = own_titles()
    if mine:
        names = {NEW: "New images", **{one: plain(title) for one, title in mine.items()}}
        chosen = upload.name if upload else NEW
        st.session_state["own"] = chosen
        st.pills("Your images", list(names), format_func=names.__getitem__, key="own", on_change=_go, required=True)
    return upload


def open_upload(name: str) -> None:
    """Make this data set the one that the page is about."""
    if name:
        st.query_params[PARAMETER] = name
    else:
        st.query_params.pop(PARAMETER, None)


def _go() -> None:
    open_upload(st.session_state["own"] or NEW)


def is_ready(upload: Upload) -> bool:
    """Whether the images were made alike and divided, so that something can be trained on them."""
    try:
        return bool(upload.choices.get("version")) and version(upload.name) == upload.choices["version"]
    except UnknownDataset:
        return False


def keep_or_delete(upload: Upload) -> None:
    """Where the images are, for how long, and the button that deletes them with all that was made of them."""
    with st.expander("Where are my images, and who can see them?"):
        hours = max(1, round((upload.expires_at - time.time()) / 3600))
        st.markdown(
            f"They lie on the computer that serves this page and go nowhere else. Only this browser can open them; "
            f"whoever has only the address of this page cannot. In {hours} {'hour' if hours == 1 else 'hours'} they "
            f"are deleted by themselves ({settings().keep_uploads_hours:g} hours after they were brought), with both "
            "models, all results and the download."
        )
        with st.popover("Delete everything now", icon=":material/delete:"):
            st.markdown("This deletes your images, both models, all results and the download. It cannot be undone.")
            st.button("Yes, delete", type="primary", key="delete", on_click=_delete, args=(upload,))


def _delete(upload: Upload) -> None:
    with suppress(KeyError):  # pressed twice
        deletion.forget(uploads().open(upload.name, visitor()).name)
    open_upload(NEW)
    st.session_state["deleted"] = upload.title


def tell_deleted() -> None:
    """Say once that everything is gone."""
    if title := st.session_state.pop("deleted", None):
        st.success(f"{plain(title)} is deleted: images, models, results and download.")
