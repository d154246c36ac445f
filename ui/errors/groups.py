"""How each side does in every group, such as indoors and outdoors, if folders or a table name the groups."""

from functools import partial

import streamlit as st

from analysis.common.wording import count, counted
from analysis.errors.classes import ByClass, worst_in_words
from analysis.errors.groups import Groups, Opportunity, by_group, comparable_groups, opportunity, opportunity_in_words
from catalogue.test_classes import TestClasses
from charts.errors.recall import describe_recall, recall_figure
from ui.common.chart import show_panel
from ui.common.pickers import pick_one
from ui.common.texts import text
from ui.errors.choice import Compared
from ui.errors.truth import groups_here

COMPARED = {"classes": "Classes", "groups": "Groups"}


def pick_groups(compared: Compared, truth: TestClasses) -> Groups | None:
    """The groups of the test images if the visitor chose to compare them; without a widget if there are none."""
    groups = comparable_groups(groups_here(compared.found.matched.scored), truth.y_test)
    if groups is None:
        return None
    return groups if pick_one("Compare", COMPARED, "errors_groups") == "groups" else None


def show_groups(compared: Compared, truth: TestClasses, groups: Groups) -> None:
    """The worst group of each side, every group's accuracy, and the equal-opportunity gap."""
    names = compared.found.matched.names
    key = f"{compared.key} {hash((groups.names, groups.numbers.tobytes()))}"
    sides, gaps = _sides_and_gaps(key, compared, truth, groups)
    sentences = [worst_in_words(side, name, groups.names, "group") for side, name in zip(sides, names, strict=True)]
    sentences += [opportunity_in_words(gap, name, groups.names) for gap, name in zip(gaps, names, strict=True)]
    finding = " ".join(dict.fromkeys(sentences))
    draw = partial(recall_figure, sides, groups.names, names, compared.learners, noun="group")
    caption = f"{describe_recall(sides, len(compared.found.table), 'group')} {_left_out_note(groups)}".strip()
    show_panel("groups", finding, caption, draw)
    with st.expander("Is it fair to every group?"):
        st.markdown(text("errors/groups"))


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


@st.cache_resource(max_entries=64, show_spinner=False)
def _sides_and_gaps(
    key: str,  # noqa: ARG001
    _compared: Compared,
    _truth: TestClasses,
    _groups: Groups,
) -> tuple[tuple[ByClass, ByClass], tuple[Opportunity, Opportunity]]:
    sides = _compared.found.matched.first, _compared.found.matched.second
    first, second = (by_group(right, _groups) for right in sides)
    one, other = (opportunity(right, _truth.y_test, _groups) for right in sides)
    return (first, second), (one, other)
