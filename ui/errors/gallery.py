"""The disagreement gallery: images that both got right, only one, or neither, with what each side predicted."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from analysis.common.wording import capitalised, count, counted
from analysis.errors.disagreement import Part, images_by_part
from catalogue.dataset import Images
from catalogue.test_classes import TestClasses
from charts.common.images import enlarged
from charts.errors.parts import labels
from ui.common.page import plain, show_image, show_table
from ui.common.pickers import pick_one
from ui.common.texts import text
from ui.errors.choice import Compared
from ui.errors.sure import sureness
from ui.errors.truth import Labels, images_here, pick_seed, predictions, test_classes

ON_A_PAGE = 18
SIDE = 128  # least pixels of an image's longer side on the screen


def show_gallery(compared: Compared) -> None:
    """The four parts of the test set to choose from, and the images of the chosen one."""
    truth = test_classes(compared.found.matched.scored)
    if truth is None:
        return
    images = images_here(compared.found.matched.scored)
    if images is None:
        st.info(text("errors/no_images").format(title=plain(compared.title)))
    show_part(compared, truth, images)


@st.fragment
def show_part(compared: Compared, truth: TestClasses, images: Images | None) -> None:
    """One of the four parts; only this function runs again when another part is chosen."""
    found = compared.found.matched
    titles = labels(found.names)
    who = {"first": titles["first"], "second": titles["second"], "neither": "Neither", "both": "Both"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        part: Part = pick_one("Who is right?", who, "errors_part")  # type: ignore[arg-type]
        seed = pick_seed(found, "errors_gallery_seed")
        place = found.seeds.index(seed)
        rows = images_by_part(found.first[place], found.second[place])[part]
        sure = sureness(compared, seed) if images is not None else None
        if sure is not None:
            rows = rows[np.argsort(-sure[rows], kind="stable")]  # nan comes last
        shown = pick_page(rows) if images is not None else rows
    st.markdown(f"**{plain(titles[part])}: {count(len(rows))} of {counted(found.scored.n_test, 'test image')}**")
    if images is not None:
        show_images(compared, images, shown, seed)
        if len(rows):
            st.caption(describe_order(sure, rows))
    show_classes(truth, rows)


def pick_page(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows on the page that the visitor picks; without a widget if one page holds them all."""
    n_pages = -(-len(rows) // ON_A_PAGE)
    if n_pages < 2:
        return rows
    if st.session_state.get("errors_page", 1) > n_pages:  # a page of a larger part, chosen before
        del st.session_state["errors_page"]
    page = st.number_input(f"Page, of {n_pages}", 1, n_pages, key="errors_page", bind="query-params", width=140)
    return rows[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]


def show_images(compared: Compared, images: Images, rows: NDArray[np.int64], seed: int) -> None:
    """Images with their class and what was predicted."""
    predicted = predictions(compared, seed)
    if predicted is None or not len(rows):
        return
    with st.container(horizontal=True, gap="small"):
        for row in rows:
            words = caption(compared.found.matched.names, images.classes, int(images.y_test[row]), predicted, row)
            alt = f"Test image {row + 1}, {images.classes[images.y_test[row]]}"
            with st.container(width=SIDE + 22, gap=None):
                show_image(enlarged(images.X_test[row], SIDE), alt)
                st.caption(words)


def describe_order(sure: NDArray[np.float64] | None, rows: NDArray[np.int64]) -> str:
    """The order in which the images are shown."""
    if sure is None:
        return (
            "In the order of the test set. They cannot be sorted by confidence, because results record only the "
            "predicted class."
        )
    words = "The surest first: in the order of the larger of both models' calibrated probabilities."
    if n := int(np.isnan(sure[rows]).sum()):
        words += f" The last {count(n)}, which the models were not asked about, are in the order of the test set."
    return words


def caption(
    names: tuple[str, str], classes: tuple[str, ...], true: int, predicted: tuple[Labels, Labels], row: int
) -> str:
    """The true class, `**4**`, and a line for each side with its prediction, `SVM: 9`, escaped for Markdown."""
    lines = [
        f"{capitalised(name.removeprefix('the '))}: {plain(classes[labels_of[row]])}"
        for name, labels_of in zip(names, predicted, strict=True)
    ]
    return f"**{plain(classes[true])}**  \n" + "  \n".join(lines)


def show_classes(truth: TestClasses, rows: NDArray[np.int64]) -> None:
    """How many images of each class are in this part, folded."""
    n, total = (np.bincount(y, minlength=len(truth.classes)) for y in (truth.y_test[rows], truth.y_test))
    table = pd.DataFrame(
        {"class": truth.classes, "n": [f"{count(a)} of {count(b)}" for a, b in zip(n, total, strict=True)]}
    )
    table = table.iloc[np.argsort(-n, kind="stable")]
    with st.expander("How many images of each class are in this part?"):
        show_table(table, {"class": "Class", "n": "Images"}, "Images of each class in this part")
