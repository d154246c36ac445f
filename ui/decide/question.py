"""What somebody has and needs: the choices at the top of the page, in the order of a thought."""

from collections.abc import Sequence

import streamlit as st

from analysis.decide.advice import Question
from analysis.decide.words import amount
from ui.common import source
from ui.common.pickers import pick

ANY = 0.0
"""Stands for no limit."""

SECONDS = (0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, ANY)
MILLISECONDS = (ANY, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0)
MEGABYTES = (ANY, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0, 100.0, 200.0)

FEWEST, USUAL, MOST = 2, 300, 10_000_000


LIKE_HELP = (
    "What looks most like your images? CIFAR-10 has small photographs of animals and vehicles; MNIST and the digits "
    "are handwriting. *Data sets* in the sidebar lists them all."
)
EXPLAIN_HELP = (
    "Where no difference in accuracy was shown, features with names, such as colours and edges, come before those that "
    "only pictures explain."
)
PRETRAINED_HELP = "A network that has already learned from 1.28 million photographs may turn your images into features."


def pick_like(datasets: Sequence[str]) -> str:
    """The data set that the visitor's images are like."""
    return pick("My images are like", datasets, "like", 230, write=source.title, help=LIKE_HELP)


def pick_question() -> Question:
    """Number of images, time to train, time to answer, megabytes, and the two yes-or-no questions."""
    n_images = st.number_input(
        "Training images there are", FEWEST, MOST, USUAL, key="have", bind="query-params", width=190
    )
    seconds = _limit("Time to train, at most", SECONDS, 60.0, "train", "seconds")
    milliseconds = _limit("Time per prediction", MILLISECONDS, ANY, "answer", "milliseconds")
    megabytes = _limit("Model, at most", MEGABYTES, ANY, "model", "megabytes")
    explain = st.checkbox("It must explain itself", key="explain", bind="query-params", help=EXPLAIN_HELP)
    pretrained = st.checkbox(
        "It may be pretrained", value=True, key="pretrained", bind="query-params", help=PRETRAINED_HELP
    )
    return Question(n_images, seconds, milliseconds, megabytes, explain, pretrained)


def _limit(label: str, values: Sequence[float], usual: float, key: str, cost: str) -> float | None:
    """One of the limits of a cost, or None for any."""

    def write(value: float) -> str:
        return amount(cost, value) if value else "any"

    return pick(label, values, key, 150, first=values.index(usual), write=write) or None
