"""What sentences call the learners, and in which order."""

from collections.abc import Sequence

import pandas as pd

NAMES = {
    "svm": "handcrafted features",
    "cnn": "the CNN",
    "pretrained": "pretrained features",
    "raw_svm": "the SVM on raw pixels",
    "majority": "the majority class",
    "swap": "a cell of the swap board",
}
"""What sentences about accuracy call the learners."""

PLURAL = {"svm", "pretrained"}
"""Learners whose names in sentences about accuracy are plural."""

MODELS = {"svm": "the SVM", "cnn": "the CNN"}
"""What sentences about time call the learners: by their models, in the order in which sentences list them."""

PLURAL_MODELS = {"pretrained"}
"""Learners whose names in sentences about time are plural."""

SHORT = {"svm": "SVM", "cnn": "CNN", "pretrained": "pretrained"}
"""In brackets, beside a number."""

ORDER = (*MODELS, "pretrained", "raw_svm", "majority")
"""The order of the learners in every sentence, list and table, whichever leads."""


def name(learner: str) -> str:
    """What a sentence calls a learner: its own name, unless it has an entry."""
    return NAMES.get(learner, learner)


def model(learner: str) -> str:
    """What a sentence about time, or about one model, calls a learner."""
    return MODELS.get(learner, name(learner))


def model_clause(learner: str, plural: str, singular: str) -> str:
    """`pretrained features are`, `the SVM is`: what `model` calls a learner, with its verb."""
    return f"{model(learner)} {plural if learner in PLURAL_MODELS else singular}"


def shares(learners: Sequence[str], written: Sequence[str]) -> str:
    """`SVM 93 %, CNN 41 %`: each learner's accuracy, always in the same order."""
    pairs = sorted(zip(learners, written, strict=True), key=lambda pair: rank(pair[0]))
    return ", ".join(f"{SHORT.get(learner, name(learner))} {share}" for learner, share in pairs)


def rank(learner: str) -> int:
    """The place of a learner in `ORDER`; a learner that is not in it comes last."""
    return ORDER.index(learner) if learner in ORDER else len(ORDER)


def by_rank(column: pd.Series) -> pd.Series:
    """A key for sorting a table: by the learners' usual order, by any other column as it is."""
    return column.map(rank) if column.name == "learner" else column


def clause(learner: str, plural: str, singular: str = "") -> str:
    """`handcrafted features lead`, `the CNN leads`: a learner with its verb, whose singular adds an s by default."""
    return f"{name(learner)} {plural if learner in PLURAL else singular or f'{plural}s'}"
