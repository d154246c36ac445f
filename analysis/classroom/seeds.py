"""Questions on seeds: with how many the SVM looks better than the CNN, and which image fools most of them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.classroom.answer import Answer, answer_at
from analysis.common.paired import right_of
from analysis.common.wording import count
from analysis.errors.disagreement import Disagreement, all_seeds
from analysis.errors.matched import match_sides, sides
from analysis.lesson.evidence import CONDITION, SIDES, Evidence

TEN = 10

PLACES = ("The first image", "The second image")
FEWEST_SEEDS = 3


def lucky(evidence: Evidence) -> list[Answer]:
    """The answer for each condition under which both sides learned with ten seeds."""
    groups = [group for _, group in evidence.curve_rows.groupby(CONDITION, sort=True)]
    return [_lucky_answer(evidence, ten) for group in groups if len(ten := _with_ten_seeds(group)) == 2 * TEN]


def _with_ten_seeds(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of both sides with the first ten seeds that both have."""
    alike = rows.drop_duplicates(["learner", "seed"])
    n_sides = alike.groupby("seed")["learner"].nunique()
    return alike[alike["seed"].isin(sorted(n_sides.index[n_sides == len(SIDES)])[:TEN])]


def _lucky_answer(evidence: Evidence, rows: pd.DataFrame) -> Answer:
    place, n_train = evidence.place(rows), int(rows["n_train"].iloc[0])
    found = Disagreement(match_sides(rows, *sides(rows)))
    ahead = float((found.table["gap"] < 0).sum())
    where = f"{place.where}, {count(n_train)} images"
    said = f"On {where} ({place.source}): {all_seeds(found)}"
    return answer_at(place, where, said, unit="seeds", low=ahead, value=ahead, high=ahead, n_train=n_train)


def wrong_image(evidence: Evidence) -> list[Answer]:
    """A pair for each condition with several seeds on test images of known classes, those with most seeds first."""
    rows = evidence.curve_rows[evidence.curve_rows["learner"] == "svm"]
    groups = [group for _, group in rows.groupby(CONDITION, sort=True) if len(group) >= FEWEST_SEEDS]
    groups.sort(key=len, reverse=True)
    return [answer for group in groups for answer in _answers_of_pair(evidence, group)]


def pair(wrong: np.ndarray, y: np.ndarray) -> tuple[int, int] | None:
    """The image that most often fools the seeds, if it fools most of them, and one of its class that fools none.

    `wrong` (seeds, test images) says which seed is wrong, `y` are the classes. If several images qualify equally, the
    first of them is taken.
    """
    often, right = wrong.mean(axis=0), ~wrong.any(axis=0)
    usable = (often > 0.5) & np.isin(y, y[right])
    if not usable.any():
        return None
    fooling = int(np.where(usable, often, -1.0).argmax())
    return fooling, int(np.flatnonzero(right & (y == y[fooling]))[0])


def _answers_of_pair(evidence: Evidence, rows: pd.DataFrame) -> Iterator[Answer]:
    """The answer of one condition, if the classes are known and there is such a pair."""
    first, place = rows.iloc[0], evidence.place(rows)
    y = evidence.test_classes(place.dataset, str(first["data_version"]))
    if y is None or len(y) != first["n_test"]:
        return
    wrong = ~right_of(rows, len(y))
    found = pair(wrong, y)
    if found is None:
        return
    fooling, easy = found
    at = (fooling + easy) % 2  # the position varies from pair to pair, so that students cannot guess it
    where = f"{place.where}, {count(float(first['n_train']))} images"
    said = (
        f"On {where}, the SVM gets {PLACES[at].lower()} wrong with {count(int(wrong[:, fooling].sum()))} of "
        f"{count(len(rows))} seeds, and {PLACES[1 - at].lower()} right with all of them ({place.source})."
    )
    images = (easy, fooling) if at else (fooling, easy)
    about = f"{where} {place.origin} {images[0]} {images[1]}"
    # The right answer is the image that the SVM gets wrong.
    shown = {"choices": PLACES, "right": (at,), "images": images}
    yield answer_at(place, where, said, about=about, **shown, n_train=int(first["n_train"]))
