"""What was brought, looked at before anything is trained on it, and how it is made alike and divided."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from analysis.common.meter import meter
from catalogue import Progress
from catalogue.images.decode import at_size
from ui.common.page import plain, show_image
from uploads.division import FEWEST_TESTED, Division, divide, is_divided
from uploads.folder import Upload, uploads
from uploads.images import brought, contents, thumbnails
from uploads.limits import UnusableUpload
from uploads.prepare import SIZES, Choices, own_side
from uploads.preparing import compared, prepared
from uploads.report import Finding, classes, findings
from uploads.similar import alike, kept_groups

MANY = 1_000  # images: fewer are compared with each other in no time
MOST_CLASSES, MOST_EXAMPLES = 12, 8
N_PREVIEW = 6
MOST_PIXELS = 4_000_000
COLUMNS: dict[str, Any] = {"label": "Class", "n": st.column_config.NumberColumn("Images", format="localized")}
PARTS = {"train": "For training", "test": "For the test"}
LEFT_OUT = {"place": "File", "refused": "Why it is left out"}


def look(upload: Upload) -> None:
    """The report, the choices, and the button that makes the images ready; or what is still needed for that."""
    deliveries = uploads().deliveries(upload)
    files = brought(deliveries)
    images = files[files["refused"] == ""].reset_index(drop=True)
    if images["label"].nunique() < 2:
        n_read = int((files["row"] >= 0).sum())
        so_far = f"{n_read} {'image' if n_read == 1 else 'images'} so far. " if n_read else ""
        st.info(f"{so_far}Two classes or more are needed, each with two images or more.")
        show_left_out(files)
        return
    small, plainly = thumbnails(deliveries), divide(images)
    groups = grouped(upload, deliveries, files)[images["row"]]
    st.header(f"{len(images):,} images in {images['label'].nunique()} classes", anchor=False)
    show_classes(images, small)
    show_findings(findings(images, groups, plainly), small)
    show_left_out(files)
    choices = choose(images, groups, plainly.n_tested >= FEWEST_TESTED, upload.name)
    show_meter(divide(images, groups if choices.together else None, choices.own_parts))
    if st.button("Make them ready to train", type="primary", icon=":material/done_all:", key="prepare"):
        make_ready(upload, choices)


def grouped(upload: Upload, deliveries: list[Path], files: pd.DataFrame) -> NDArray[np.int64]:
    """Which images show the same; of many, they are compared in a process of its own, with progress."""
    n_images = int((files["row"] >= 0).sum())
    if n_images > MANY and not kept_groups(upload.folder, len(deliveries)).exists():
        bar = st.progress(0.0, "Looking for copies")

        def show(part: float, told: str) -> None:
            bar.progress(part, plain(told))

        try:
            with uploads().alone(upload):
                compared(uploads(), upload, show)
        except UnusableUpload as problem:
            st.warning(f"Copies could not be looked for. {plain(str(problem))}")
            return np.arange(n_images)
        finally:
            bar.empty()
    return alike(upload.folder, deliveries, files)


def show_classes(images: pd.DataFrame, small: NDArray[np.uint8]) -> None:
    """How many there are of each class, and what the first ones look like."""
    table = classes(images)
    for label in table["label"][:MOST_CLASSES]:
        rows = images.loc[images["label"] == label, "row"].to_numpy()
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(label)}** {len(rows):,}", width=140)
            show_image(np.hstack(list(small[rows[:MOST_EXAMPLES]])), f"The first images of {label}")
    if len(table) > MOST_CLASSES:
        st.caption(f"The first {MOST_CLASSES} of {len(table)} classes. All of them:")
    if len(table) > MOST_CLASSES or is_divided(images):
        parts = PARTS if is_divided(images) else {}
        order = ["label", "n", *parts]
        st.dataframe(table, column_config=COLUMNS | parts, column_order=order, hide_index=True, alt="Classes")


def show_findings(found: list[Finding], small: NDArray[np.uint8]) -> None:
    """What one should know before training."""
    if not found:
        st.markdown("Nothing odd was found: no copies, no lonely classes, all images alike in size and colour.")
        return
    st.subheader("What you should know before training", anchor=False)
    for finding in found:
        st.markdown(f":material/info: {plain(finding.sentence)}")
        if finding.rows:
            show_image(np.hstack(list(small[list(finding.rows)])), finding.sentence)


def show_left_out(files: pd.DataFrame) -> None:
    """Every file that is not used, with the reason."""
    refused = files[files["refused"] != ""]
    if len(refused):
        with st.expander(f"{len(refused):,} of {len(files):,} files are left out: see why"):
            st.dataframe(refused, column_config=LEFT_OUT, column_order=list(LEFT_OUT), hide_index=True, alt="Left out")


def choose(images: pd.DataFrame, groups: NDArray[np.int64], enough: bool, key: str) -> Choices:
    """How large the images shall be, and how they are divided."""
    st.subheader("How shall they be made alike?", anchor=False)
    own = own_side(images)
    names = {0: f"As they are ({own[0]}×{own[1]})"} if own else {}
    names |= {side: f"{side}×{side}" for side in SIZES if own != (side, side)}
    usual = 0 if own else 64
    side = st.segmented_control(
        "Size that both learners see",
        list(names),
        default=usual,
        format_func=names.__getitem__,
        required=True,
        key=f"side-{key}",
    )
    preview(images, side)
    together = own_parts = True
    if len(np.unique(groups)) < len(groups):
        why = "A copy of a training image in the test would be answered from memory."
        together = st.toggle("Keep images that show the same on one side", value=True, key=f"together-{key}", help=why)
    if is_divided(images):
        own_parts = st.toggle("Test on my folder “test” only", value=enough, key=f"own_parts-{key}")
    return Choices(side, together, own_parts)


def preview(images: pd.DataFrame, side: int) -> None:
    """Some images at the chosen size, pixel by pixel."""
    small = images[images["width"] * images["height"] <= MOST_PIXELS]  # this process serves others too
    if small.empty:
        return
    some = small.iloc[np.linspace(0, len(small) - 1, min(N_PREVIEW, len(small))).astype(int)]
    made = [at_size(content, side) for content in contents(some)]
    scale = max(1, 96 // made[0].shape[0])
    whole = [np.broadcast_to(one[..., np.newaxis], (*one.shape, 3)) if one.ndim == 2 else one for one in made]
    large = np.hstack(whole).repeat(scale, axis=0).repeat(scale, axis=1)
    show_image(large, "Some images at this size", "What both learners will see, pixel by pixel")


def show_meter(division: Division) -> None:
    """How much the test will be able to tell."""
    if division.n_folds > 1:
        st.markdown(
            f"One test part would be small, so **every image is tested once**, in {division.n_folds} turns in "
            f"which the others are learnt from (cross-validation). {meter(division.n_tested)}"
        )
    else:
        n_learnt = len(division.y) - division.n_tested
        st.markdown(f"{n_learnt:,} images to learn from and {division.n_tested:,} to test. {meter(division.n_tested)}")


def make_ready(upload: Upload, choices: Choices) -> None:
    """Decode and divide, with progress; what cannot be is said."""
    bar = st.progress(0.0, "Making the images alike")

    def show(part: float, told: str) -> None:
        bar.progress(min(part, 1.0), plain(told))

    reporter: Progress = show
    try:
        prepared(uploads(), upload, choices, reporter)
    except UnusableUpload as problem:
        bar.empty()
        st.warning(plain(str(problem)))
        return
    st.rerun()
