"""A visitor's own data sets: their titles, the one that the page shows, and its deletion."""

import time
from contextlib import suppress

import streamlit as st

from catalogue import Entry, version
from catalogue.entries import UnknownDataset
from catalogue.sources.own import is_own, whole
from experiments.store.jobs import PENDING
from settings import settings
from ui.common.page import plain
from ui.common.source import own_titles, store
from ui.common.visitor import visitor
from ui.your_images import deletion
from uploads.folder import Upload, uploads

PARAMETER = "yours"
NEW = ""


def own_entries() -> list[Entry]:
    """The visitor's data sets that are ready for training, as entries like those of the catalogue."""
    titles = own_titles()
    return [
        Entry(upload.name, f"{titles[upload.name]} (yours)", "own", "Your own images.", None, None, available=True)
        for upload in uploads().of(visitor())
        if is_ready(upload)
    ]


def own_entry(upload: Upload) -> Entry | None:
    """The entry of this upload; None unless it is ready for training."""
    return next((entry for entry in own_entries() if entry.name == upload.name), None)


def pick_upload() -> Upload | None:
    """The upload in the address, or else the one chosen last, in training or newest; a widget offers the others."""
    name = st.query_params.get(PARAMETER)
    if name is None:  # on return from another page, whose address does not carry it
        name = st.session_state.get(PARAMETER)
        if name is None:
            name = name_in_training() or newest_name()
        open_upload(name)
    try:
        upload = uploads().open(name, visitor()) if name else None
    except KeyError:
        st.info(
            "These images cannot be opened: they were deleted, or they were uploaded in another browser. "
            "Images can be opened only in the browser in which they were uploaded."
        )
        upload = None
    st.session_state[PARAMETER] = upload.name if upload else NEW
    mine = own_titles()
    if mine:
        names = {NEW: "New images", **{own_name: plain(title) for own_name, title in mine.items()}}
        chosen = upload.name if upload else NEW
        st.session_state["own"] = chosen
        st.pills(
            "Your images", list(names), format_func=names.__getitem__, key="own", on_change=_open_own, required=True
        )
    return upload


def name_in_training() -> str:
    """The name of the visitor's data set whose training waits or runs; "" without one."""
    jobs = store().jobs(visitor())
    pending = jobs.loc[jobs["status"].isin(PENDING), "dataset"]
    return next((whole(name) for name in pending if is_own(name)), NEW)


def newest_name() -> str:
    """The name of the visitor's newest upload; "" without one."""
    return next((upload.name for upload in uploads().of(visitor())), NEW)


def open_upload(name: str) -> None:
    """Show this upload on the page from the next run on; "" shows none."""
    st.session_state[PARAMETER] = name
    if name:
        st.query_params[PARAMETER] = name
    else:
        st.query_params.pop(PARAMETER, None)


def _open_own() -> None:
    open_upload(st.session_state["own"] or NEW)


def is_ready(upload: Upload) -> bool:
    """Whether the images were prepared, so that models can be trained on them."""
    try:
        return bool(upload.choices.get("version")) and version(upload.name) == upload.choices["version"]
    except UnknownDataset:
        return False


def keep_or_delete(upload: Upload) -> None:
    """Where the images are stored, for how long, and the button that deletes them with all that was made from them."""
    with st.expander("Where are my images, and who can see them?"):
        hours = max(1, round((upload.expires_at - time.time()) / 3600))
        st.markdown(
            f"They are stored on the computer that serves this page, and nowhere else. Only this browser can open "
            f"them; the address of this page is not enough. In {hours} {'hour' if hours == 1 else 'hours'} they are "
            f"deleted automatically ({settings().keep_uploads_hours:g} hours after the upload), with both models, "
            "all results and the download."
        )
        with st.popover("Delete everything now", icon=":material/delete:"):
            st.markdown("This deletes your images, both models, all results and the download. It cannot be undone.")
            st.button("Yes, delete", type="primary", key="delete", on_click=delete_upload, args=(upload,))


def delete_upload(upload: Upload) -> None:
    """Delete the images with all that was made from them; the page then says so."""
    with suppress(KeyError):  # the button was pressed twice
        deletion.delete(uploads().open(upload.name, visitor()).name)
    open_upload(NEW)
    st.session_state["deleted"] = upload.title


def show_deleted() -> None:
    """Say once that everything was deleted."""
    if title := st.session_state.pop("deleted", None):
        st.success(f"Deleted: {plain(title)}, with all images, models, results and the download.")
