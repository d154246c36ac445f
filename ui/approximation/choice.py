"""The choices at the top of the page: what is approximated, and how many hidden layers the networks have."""

from dataclasses import dataclass

import streamlit as st

from analysis.approximation.names import LAYERS, TARGETS, label
from catalogue.targets import DRAWN
from ui.approximation.pad import draw_curve
from ui.common.pickers import pick, pick_one

FIRST = "bump"
"""The target to begin with: both kinds of features win at some size, and seeds matter."""


@dataclass(frozen=True)
class Choice:
    """A target, the heights if it is drawn, and the number of hidden layers."""

    target: str
    heights: tuple[float, ...]
    depth: int

    @property
    def command(self) -> str:
        """The command line that measures the same."""
        words = ["python -m experiments approximate", f"--target {self.target}", f"--depth {self.depth}"]
        if self.heights:
            words.append(f'--heights "{" ".join(f"{height:g}" for height in self.heights)}"')
        return " ".join([*words, "--json"])


def choose() -> Choice:
    """The visitor's choice; if the drawing cannot be read, the page ends with a sentence that says why."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = list(TARGETS).index(FIRST)
        target = pick("Target", list(TARGETS), "target", 300, first=first, write=label)
        depth = pick_depth()
    return Choice(target, draw_curve() if target == DRAWN else (), depth)


def pick_depth() -> int:
    """How many hidden layers the network has."""
    return pick_one(
        "Hidden layers",
        {depth: words.partition(" ")[0].capitalize() for depth, words in LAYERS.items()},
        "layers",
        help="The hidden units of a network are spread evenly over its layers.",
    )
