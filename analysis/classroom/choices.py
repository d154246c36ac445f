"""Questions with choices: who is ahead in a race after some time, and which feature family is worth most."""

import pandas as pd

from analysis.classroom.answer import Answer, answer_at
from analysis.common.wording import count, listed, uncapitalised
from analysis.features.ablation import ablate
from analysis.lesson.evidence import CONDITION, Evidence, Place, family_alone
from analysis.race.finding import describe_moment
from analysis.race.lead import standing_at

WHO = ("Handcrafted features with an SVM", "The CNN", "Too close to call")
LEARNERS = {"svm": 0, "cnn": 1, None: 2}
"""The number of the right choice for each learner that is clearly ahead, and for None."""

FEWEST_FAMILIES = 3


def ahead_after(evidence: Evidence, seconds: float) -> list[Answer]:
    """The answer of each race that lasted for `seconds` and in which somebody had learned something by then."""
    found = []
    for place, pair in evidence.contests:
        if pair.horizon < seconds:
            continue
        standing = standing_at(pair, seconds)
        if not any(standing.learned):
            continue
        said = f"{place.where}, {place.source}: {uncapitalised(describe_moment(pair, seconds))}"
        right, budget = (LEARNERS[standing.leader],), float(pair.facts["budget"])
        found.append(answer_at(place, place.where, said, choices=WHO, right=right, recipe="", budget=budget))
    return found


def best_family(evidence: Evidence) -> list[Answer]:
    """Which family alone is the most accurate; all that are not clearly worse than the best are right."""
    rows = evidence.results[evidence.results["learner"] == "svm"]
    rows = rows.assign(family=rows["settings"].map(family_alone))
    groups = evidence.each(rows[rows["family"] != ""], CONDITION)
    return [_family_answer(evidence, *one) for one in groups if one[1]["family"].nunique() >= FEWEST_FAMILIES]


def _family_answer(evidence: Evidence, place: Place, group: pd.DataFrame) -> Answer:
    names, n_train = list(group["family"].unique()), int(group["n_train"].iloc[0])
    where = f"{evidence.name(place.dataset)}, {count(n_train)} images, {place.recipe} training"
    table = ablate(group, names).table
    right = tuple(int(number) for number in table.index[table["leads"].astype(bool)])
    labels = tuple(evidence.name(family) for family in names)
    best = listed([f"{labels[number]} ({100 * table['alone'][number]:.1f} %)" for number in right])
    more = "are the most accurate, too close to call among them when each works alone"
    more = "is the most accurate family when it works alone" if len(right) == 1 else more
    said = f"On {where}, {best} {more} ({place.source})."
    return answer_at(place, where, said, choices=labels, right=right, n_train=n_train)
