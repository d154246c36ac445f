"""Questions on changed images: which side loses a quarter of its accuracy first, and by which change."""

from collections.abc import Callable

import pandas as pd

from analysis.classroom.answer import Answer, answer_at
from analysis.common.wording import count
from analysis.lesson.evidence import CONDITION, SIDES, Evidence, Place
from analysis.robustness.finding import BREAKS, first_break, who_breaks_first
from analysis.robustness.losses import losses
from analysis.robustness.names import CHANGES, named

WHO = ("Handcrafted features with an SVM", "The CNN", "Both at the same step", "Neither loses that much")
SAME, NEITHER = 2, 3
SHORT = ("The SVM", "The CNN")
MOST_CHANGES = 3
NEVER = 9
"""The level of a change that never breaks a side: later than the last step of any change."""

Asked = tuple[tuple[str, ...], tuple[int, ...]]
"""The choices, and the numbers of the right ones."""


def breaks_first(evidence: Evidence) -> list[Answer]:
    """Who breaks first, for each condition under which both sides were tested on the same changed images."""
    return _answers(evidence, lambda points: (WHO, (_first(points),)))


def fooled_by(evidence: Evidence) -> list[Answer]:
    """Who breaks first and by which change, for each condition under which at least one side breaks."""
    return _answers(evidence, _whom_by_what)


def _answers(evidence: Evidence, ask: Callable[[pd.DataFrame], Asked]) -> list[Answer]:
    if evidence.changed.empty:
        return []
    changed = evidence.changed[evidence.changed["learner"].isin(SIDES)]  # the choices name no other learner
    groups = evidence.each(changed, CONDITION)
    found = [_answer(place, rows, ask) for place, rows in groups if set(SIDES) <= set(rows["learner"])]
    return [answer for answer in found if answer.right]


def _answer(place: Place, rows: pd.DataFrame, ask: Callable[[pd.DataFrame], Asked]) -> Answer:
    points, n_train = losses(rows), int(rows["n_train"].iloc[0])
    choices, right = ask(points)
    where = f"{place.where}, {count(n_train)} images"
    finding = f"On {where} ({place.source}): {who_breaks_first(points)}"
    return answer_at(place, where, finding, choices=choices, right=right, n_train=n_train)


def _first(points: pd.DataFrame) -> int:
    """The number of the choice that is right."""
    levels = {side: broken.level for side in SIDES if (broken := first_break(points, side))}
    if not levels:
        return NEITHER
    first = [side for side, level in levels.items() if level == min(levels.values())]
    return SAME if len(first) > 1 else SIDES.index(first[0])


def _whom_by_what(points: pd.DataFrame) -> Asked:
    """Each side with the change that breaks one of them first, and with two that do so late; the earliest are right."""
    broken = points[points["lost_low"] >= BREAKS].groupby(["learner", "change"])["level"].min()
    breaks = [first for side in SIDES if (first := first_break(points, side))]
    if not breaks:
        return (), ()
    first_change = min(breaks, key=lambda first: first.level).change
    earliest = {change: min(broken.get((side, change), NEVER) for side in SIDES) for change in points["change"]}
    late = [change for change in earliest if change != first_change]
    late.sort(key=lambda change: (earliest[change] == NEVER, -earliest[change]))
    changes = sorted([first_change, *late[: MOST_CHANGES - 1]], key=list(CHANGES).index)
    levels = [broken.get((side, change), NEVER) for side in SIDES for change in changes]
    choices = tuple(f"{who}, by {named(change).clause}" for who in SHORT for change in changes)
    return choices, tuple(number for number, level in enumerate(levels) if level == min(levels))
