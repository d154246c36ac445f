"""What an upload contains, shown before anything is trained on it, and the choices of size and split."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from analysis.common.margin import describe_margin
from charts.common.images import contact_sheet
from ui.common.address.levels import AUTOMATIC, describe_level
from ui.common.page import plain, progress_bar, show_image
from ui.common.pickers import pick_one
from ui.your_images.workflow import mark_step
from uploads.folder import Upload
from uploads.images import own_size
from uploads.inspection import Inspection, inspect
from uploads.limits import UnusableUpload, limits
from uploads.prepare import SIZES, Choices, prepare
from uploads.split import FEWEST_TESTED, Split, has_own_parts, refusal

MOST_CLASSES, MOST_EXAMPLES = 12, 8
N_PREVIEW = 6
MIRROR = {"auto": "If the images show that it helps", "yes": "Yes", "no": "No"}
MIRROR_WHY = (
    "A mirrored cat is a cat, and training on it too helps; a mirrored arrow points the other way. Unless you say "
    "yes or no, the training images decide: each is compared with the others, with and without their mirror images."
)
COLUMNS: dict[str, Any] = {"label": "Class", "n": st.column_config.NumberColumn("Images", format="localized")}
PARTS = {"train": "For training", "test": "For the test"}
LEFT_OUT = {"place": "File", "refused": "Why it is left out"}


def show_inspection(upload: Upload) -> None:
    """The report, the choices, and the button that prepares the images; or what is still missing."""
    mark_step("Prepare")
    level = st.session_state.get(f"classes-at-{upload.name}") or None
    with progress_bar() as progress:
        found = inspect(upload, progress, level)
    show_understood(found, upload.name)
    if found.can_be_trained_on:
        st.header(f"{len(found.images):,} images in {len(found.classes)} classes", anchor=False)
        show_classes(found)
        show_findings(found)
    else:
        so_far = f"{found.n_read} {'image' if found.n_read == 1 else 'images'} so far. " if found.n_read else ""
        st.info(f"{so_far}Two classes or more are needed, each with two images or more.")
    show_refused(found)
    if found.can_be_trained_on:
        offer_to_prepare(found, upload, level)


def offer_to_prepare(found: Inspection, upload: Upload, level: int | None) -> None:
    """The choices and the button, which is disabled if a sentence says why nothing can be learned."""
    choices = replace(choose(found, upload.name), classes_at=level)
    chosen = found.split(choices)
    gaps = found.report.gaps if choices.own_parts else []
    sentence = refusal(chosen, limits().classes)
    if sentence and not gaps:  # `show_understood` has shown the gaps
        st.warning(plain(sentence))
    elif not gaps:
        show_margin(chosen)
    icon = ":material/done_all:"
    if st.button("Prepare for training", type="primary", icon=icon, key="prepare", disabled=bool(sentence or gaps)):
        make_ready(upload, choices)


def show_understood(found: Inspection, key: str) -> None:
    """How the folders were understood, as a sentence and as a tree, and the choice of another level for the classes."""
    report = found.report
    if not (report.levels or report.taken):
        return
    st.markdown(f":material/account_tree: {plain(report.understood)}")
    for sentence in [*report.losses, *report.gaps]:
        st.warning(plain(sentence))
    if not report.levels:
        return
    with st.expander("The folders as they were read"):
        st.code("\n".join(report.tree), language=None)
        if len(report.levels) > 1:
            named = {level: describe_level(level, folders) for level, folders in report.levels.items()}
            st.selectbox(
                "Which folders name the classes?",
                [0, *named],
                format_func=lambda level: named.get(level, AUTOMATIC),
                key=f"classes-at-{key}",
            )


def show_classes(found: Inspection) -> None:
    """How many images each class has, and what the first ones look like."""
    table = found.classes
    for label in table["label"][:MOST_CLASSES]:
        rows = found.images.loc[found.images["label"] == label, "row"].to_numpy()
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(label)}** {len(rows):,}", width=140)
            show_image(strip(found, rows[:MOST_EXAMPLES]), f"The first images of {label}")
    if len(table) > MOST_CLASSES:
        st.caption(f"The first {MOST_CLASSES} of {len(table)} classes. All of them:")
    parts = PARTS if has_own_parts(found.images) else {}
    if len(table) > MOST_CLASSES or parts:
        order = ["label", "n", *parts]
        st.dataframe(table, column_config=COLUMNS | parts, column_order=order, hide_index=True, alt="Classes")


def strip(found: Inspection, rows: Sequence[int] | NDArray[np.int64]) -> NDArray[np.uint8]:
    """Thumbnails of these images."""
    return apart(found.thumbnails[rows])


def apart(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Images in a row, a little apart: two alike would look like one wide image."""
    return contact_sheet(images, gap=4, columns=len(images), side=1)


def show_findings(found: Inspection) -> None:
    """What to know before training."""
    if found.warning:
        st.warning(plain(found.warning))
    if not found.findings:
        if not found.warning:
            st.markdown("Nothing unusual was found: no copies, no very small classes, no odd sizes or colours.")
        return
    st.subheader("What to know before training", anchor=False)
    for finding in found.findings:
        st.markdown(f":material/info: {plain(finding.sentence)}")
        if finding.rows:
            show_image(strip(found, list(finding.rows)), finding.sentence)


def show_refused(found: Inspection) -> None:
    """Every file that is left out, with the reason."""
    refused = found.files[found.files["refused"] != ""]
    if len(refused):
        verb = "is" if len(refused) == 1 else "are"
        with st.expander(f"{len(refused):,} of {len(found.files):,} files {verb} left out: see why"):
            st.markdown("\n".join(f"- {plain(line.strip())}" for line in found.report.details()))
            st.dataframe(refused, column_config=LEFT_OUT, column_order=list(LEFT_OUT), hide_index=True, alt="Left out")


def choose(found: Inspection, key: str) -> Choices:
    """The size of the images, and how they are split."""
    st.subheader("How should the images be prepared?", anchor=False)
    own = own_size(found.images)
    names = {0: f"As they are ({own[0]}×{own[1]})"} if own else {}
    names |= {side: f"{side}×{side}" for side in SIZES if own != (side, side)}
    first = 0 if own else 64
    side = pick_one("Size that the learners see", names, f"side-{key}", default=first, in_address=False)
    preview(found, side)
    together = own_parts = True
    if found.has_copies:
        why = "A model has memorised its training images, so copies of them in the test make it look too good."
        together = st.toggle("Keep copies together in training or test", value=True, key=f"together-{key}", help=why)
    if has_own_parts(found.images):
        enough = found.split(Choices(together=False)).n_tested >= FEWEST_TESTED
        own_parts = st.toggle("Test on my folder “test” only", value=enough, key=f"own_parts-{key}")
    label = "Mirror images in thorough training"
    mirror = pick_one(label, MIRROR, f"mirror-{key}", help=MIRROR_WHY, in_address=False)
    return Choices(side, together, own_parts, {"yes": True, "no": False}.get(mirror))


def preview(found: Inspection, side: int) -> None:
    """Some images at the chosen size, pixel by pixel."""
    samples = found.samples(N_PREVIEW, side)
    if samples:
        scale = max(1, 96 // samples[0].shape[0])
        rgb = [np.stack([image] * 3, axis=-1) if image.ndim == 2 else image for image in samples]
        large = np.stack(rgb).repeat(scale, axis=1).repeat(scale, axis=2)
        show_image(apart(large), "Some images at this size", "What the learners will see, pixel by pixel")


def show_margin(chosen: Split) -> None:
    """How small a difference the test can show."""
    if chosen.n_folds > 1:
        how = (
            f"One test set would be small, so **every image is tested once**, in {chosen.n_folds} folds: each fold is "
            "tested by models that were trained on the others (cross-validation)."
        )
    else:
        how = f"{len(chosen.y) - chosen.n_tested:,} images for training and {chosen.n_tested:,} for the test."
    st.markdown(f"{how} {describe_margin(chosen.n_tested)}")
    if chosen.worth:
        st.warning(plain(chosen.worth))


def make_ready(upload: Upload, choices: Choices) -> None:
    """Prepare the images, with progress; if that fails, say why."""
    try:
        with progress_bar() as progress:
            prepare(upload, choices, progress)
    except UnusableUpload as problem:
        st.warning(plain(str(problem)))
    else:
        st.rerun()
