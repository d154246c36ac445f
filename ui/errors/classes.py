"""Which classes each side fails: accuracy by class, and which class is taken for which."""

from functools import partial

import streamlit as st

from analysis.common.confusion import Counts, confusion
from analysis.errors.classes import ByClass, by_class, worst_in_words
from catalogue.test_classes import TestClasses
from charts.errors.difference import describe_difference, difference_figure
from charts.errors.recall import describe_recall, recall_figure
from ui.common.chart import for_visitor, show_chart, show_panel
from ui.common.confusion import Tested, choose_cell, show_behind, show_matrices
from ui.common.texts import text
from ui.errors.choice import Compared
from ui.errors.groups import pick_groups, show_groups
from ui.errors.truth import images_here, pick_seed, predictions, test_classes


def show_classes(compared: Compared) -> None:
    """The worst classes, every class's accuracy, and the confusion matrices of one seed."""
    truth = test_classes(compared.found.matched.scored)
    if truth is None:
        return
    if groups := pick_groups(compared, truth):
        show_groups(compared, truth, groups)
        return
    found = _by_class(f"{compared.key} {len(truth.classes)}", compared, truth)
    names = compared.found.matched.names
    sentences = [worst_in_words(side, name, truth.classes) for side, name in zip(found, names, strict=True)]
    finding = " ".join(dict.fromkeys(sentences))
    draw = partial(recall_figure, found, truth.classes, names, compared.learners)
    show_panel("recall", finding, describe_recall(found, len(compared.found.table)), draw, compared.key)
    with st.expander("Is it fair to every class?"):
        st.markdown(text("errors/classes"))
    show_confusions(compared, truth)


@st.cache_resource(max_entries=64, show_spinner=False)
def _by_class(key: str, _compared: Compared, _truth: TestClasses) -> tuple[ByClass, ByClass]:  # noqa: ARG001
    found = _compared.found.matched
    first, second = (by_class(right, _truth.y_test, len(_truth.classes)) for right in (found.first, found.second))
    return first, second


@st.fragment
def show_confusions(compared: Compared, truth: TestClasses) -> None:
    """Both matrices of one seed, their difference, and the images behind a cell if they are here."""
    found = compared.found.matched
    st.subheader("Which class is taken for which?", anchor=False)
    seed = pick_seed(found, "errors_seed")
    predicted = predictions(compared, seed)
    if predicted is None:
        return
    by_side = dict(zip(keys(compared), predicted, strict=True))
    counts = {side: confusion(truth.y_test, labels, len(truth.classes)) for side, labels in by_side.items()}
    images = images_here(found.scored)
    show_matrices(truth.classes, counts, "errors", f"{seed} {compared.key}", can_open=images is not None)
    if found.is_same:
        return
    both = counts[keys(compared)[0]], counts[keys(compared)[1]]
    show_difference(compared, truth, both, seed, can_open=images is not None)
    if images:
        show_behind(Tested(images.classes, images.X_test, truth.y_test, by_side), "errors")


def keys(compared: Compared) -> tuple[str, str]:
    """What each side is called above its matrix: its learner, or its full name if both have the same learner."""
    first, second = compared.learners
    return compared.learners if first != second else compared.found.matched.names


def show_difference(
    compared: Compared, truth: TestClasses, counts: tuple[Counts, Counts], seed: int, *, can_open: bool
) -> None:
    """The second matrix minus the first; with `can_open`, a click on a cell chooses the classes of its images."""
    names = compared.found.matched.names
    caption = describe_difference(counts, truth.classes, names)
    st.markdown("**The difference**")
    draw = partial(difference_figure, counts, truth.classes, names, compared.learners)
    on_pick = partial(choose_cell, "errors", None) if can_open else None
    show_chart(for_visitor(draw, f"difference {seed} {compared.key}"), "difference", caption, caption, on_pick)
