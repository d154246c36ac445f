"""The question of luck: with how many of ten seeds the SVM looks better than the CNN."""

import pandas as pd

from analysis.classroom.answer import Answer, answer_at
from analysis.common.wording import count
from analysis.errors.disagreement import Disagreement
from analysis.errors.matched import match_sides
from analysis.errors.side import sides
from analysis.errors.words import all_seeds
from analysis.lesson.evidence import CONDITION, SIDES, Evidence

TEN = 10


def lucky(evidence: Evidence) -> list[Answer]:
    """The answer for each condition under which both sides learned with ten seeds."""
    groups = [group for _, group in evidence.curve_rows.groupby(CONDITION, sort=True)]
    return [_answer(evidence, tenfold) for group in groups if len(tenfold := _tenfold(group)) == 2 * TEN]


def _tenfold(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of both sides with the first ten seeds that both have."""
    alike = rows.drop_duplicates(["learner", "seed"])
    n_sides = alike.groupby("seed")["learner"].nunique()
    return alike[alike["seed"].isin(sorted(n_sides.index[n_sides == len(SIDES)])[:TEN])]


def _answer(evidence: Evidence, rows: pd.DataFrame) -> Answer:
    place, n_train = evidence.place(rows), int(rows["n_train"].iloc[0])
    found = Disagreement(match_sides(rows, *sides(rows)))
    ahead = float((found.table["gap"] < 0).sum())
    where = f"{place.where}, {count(n_train)} images"
    said = f"On {where} ({place.source}): {all_seeds(found)}"
    return answer_at(place, where, said, unit="seeds", low=ahead, value=ahead, high=ahead, n_train=n_train)
