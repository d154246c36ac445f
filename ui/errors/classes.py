"""Which classes and groups each side fails: the accuracy of each, and which class is taken for which."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from analysis.common.confusion import Counts, confusion
from analysis.common.wording import count, counted
from analysis.errors.classes import ByClass, by_class, worst_in_words
from analysis.errors.groups import Groups, by_group, comparable_groups, opportunity, opportunity_in_words
from catalogue.test_classes import TestClasses
from charts.errors.difference import describe_difference, difference_figure
from charts.errors.recall import describe_recall, recall_figure
from ui.common.chart import for_visitor, show_chart, show_panel
from ui.common.confusion import Tested, choose_cell, show_behind, show_matrices
from ui.common.pickers import pick_one
from ui.common.texts import fold_text
from ui.errors.choice import Compared
from ui.errors.truth import groups_here, images_here, pick_seed, predictions, test_classes

COMPARED = {"classes": "Classes", "groups": "Groups"}


def show_classes(compared: Compared) -> None:
    """The worst classes, every class's accuracy, and the confusion matrices of one seed; or the same of groups."""
    found = compared.found.matched
    truth = test_classes(found.scored)
    if truth is None:
        return
    if groups := pick_groups(compared, truth):
        show_groups(compared, truth, groups)
        return
    first, second = (by_class(right, truth.y_test, len(truth.classes)) for right in (found.first, found.second))
    show_recall(compared, (first, second), truth.classes, "class", key=compared.key)
    fold_text("errors/classes", "Is it fair to every class?")
    show_confusions(compared, truth)


def pick_groups(compared: Compared, truth: TestClasses) -> Groups | None:
    """The groups of the test images if the visitor chose to compare them; without a widget if there are none."""
    groups = comparable_groups(groups_here(compared.found.matched.scored), truth.y_test)
    if groups is None:
        return None
    return groups if pick_one("Compare", COMPARED, "errors_groups") == "groups" else None


def show_groups(compared: Compared, truth: TestClasses, groups: Groups) -> None:
    """The worst group of each side, such as indoors, every group's accuracy, and the equal-opportunity gap."""
    found = compared.found.matched
    sides = found.first, found.second
    first, second = (by_group(right, groups) for right in sides)
    gaps = [opportunity(right, truth.y_test, groups) for right in sides]
    sentences = [opportunity_in_words(gap, name, groups.names) for gap, name in zip(gaps, found.names, strict=True)]
    show_recall(compared, (first, second), groups.names, "group", sentences, _left_out_note(groups))
    fold_text("errors/groups", "Is it fair to every group?")


def show_recall(
    compared: Compared,
    sides: tuple[ByClass, ByClass],
    labels: Sequence[str],
    noun: str,
    more: Sequence[str] = (),
    note: str = "",
    key: str = "",
) -> None:
    """Each side's worst class or group, and the accuracy of every one.

    `more` sentences follow in the finding, `note` ends the caption; for `key` see `for_visitor`.
    """
    names = compared.found.matched.names
    worst = [worst_in_words(side, name, labels, noun) for side, name in zip(sides, names, strict=True)]
    draw = partial(recall_figure, sides, labels, names, compared.learners, noun=noun)
    caption = f"{describe_recall(sides, len(compared.found.table), noun)} {note}".strip()
    show_panel(f"recall-{noun}", " ".join(dict.fromkeys([*worst, *more])), caption, draw, key)


def _left_out_note(groups: Groups) -> str:
    """A sentence on the test images that are in none of these groups; empty if every image is in one."""
    n = int((~groups.is_in_one).sum())
    if not n:
        return ""
    belong = "belongs" if n == 1 else "belong"
    return (
        f"{count(n)} of {counted(len(groups.numbers), 'test image')} {belong} to no group that can be compared (two "
        "groups must share two classes)."
    )


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
