"""The question of who breaks first: which side loses a quarter of its accuracy at the smaller change of the images."""

import pandas as pd

from analysis.classroom.answer import Answer
from analysis.common.wording import count
from analysis.lesson.evidence import SIDES, Evidence
from analysis.robustness.finding import first_break, who_breaks_first
from analysis.robustness.losses import losses

WHO = ("Handcrafted features with an SVM", "The CNN", "Both at the same step", "Neither loses that much")
SAME, NEITHER = 2, 3
CONDITION = ["dataset", "data_version", "n_test", "n_train", "recipe", "origin"]
"""Rows that agree in all of these are asked about together."""


def breaks_first(evidence: Evidence) -> list[Answer]:
    """The answer for each condition under which both sides were asked about the same changed images."""
    if evidence.changed.empty:
        return []
    changed = evidence.changed[evidence.changed["learner"].isin(SIDES)]  # the choices are about these two
    groups = [rows for _, rows in changed.groupby(CONDITION, sort=True)]
    return [_answer(evidence, rows) for rows in groups if set(SIDES) <= set(rows["learner"])]


def _answer(evidence: Evidence, rows: pd.DataFrame) -> Answer:
    points, place = losses(rows), evidence.place(rows)
    where = f"{place.where}, {count(float(rows['n_train'].iloc[0]))} images"
    said = f"On {where} ({place.source}): {who_breaks_first(points)}"
    return Answer(
        f"{where} {place.origin}", where, said, place.dataset, place.origin, choices=WHO, right=(_first(points),)
    )


def _first(points: pd.DataFrame) -> int:
    """The number of the choice that is right."""
    levels = {side: broken.level for side in SIDES if (broken := first_break(points, side))}
    if not levels:
        return NEITHER
    first = [side for side, level in levels.items() if level == min(levels.values())]
    return SAME if len(first) > 1 else SIDES.index(first[0])
