"""Questions with choices: who is ahead in a race after some time, and which feature family is worth most."""

import json

import pandas as pd

from analysis.classroom.answer import Answer
from analysis.common.wording import count, listed
from analysis.features.ablation import ablate
from analysis.lesson.evidence import Evidence
from analysis.race.finding import describe_moment
from analysis.race.lead import standing_at

WHO = ("Handcrafted features with an SVM", "The CNN", "Too close to call")
LEARNERS = {"svm": 0, "cnn": 1, None: 2}
"""The number of the choice by who is clearly ahead."""

SECOND, MINUTE = 1.0, 60.0
FEWEST_FAMILIES = 3
SIZE = ["dataset", "data_version", "n_train", "recipe", "origin"]


def second(evidence: Evidence) -> list[Answer]:
    """Who is ahead after one second."""
    return ahead_after(evidence, SECOND)


def minute(evidence: Evidence) -> list[Answer]:
    """Who is ahead after one minute."""
    return ahead_after(evidence, MINUTE)


def ahead_after(evidence: Evidence, seconds: float) -> list[Answer]:
    """The answer of each race that lasted for `seconds` and in which somebody had learned something by then."""
    found = []
    for place, pair in evidence.contests:
        if pair.horizon < seconds or not any((standing := standing_at(pair, seconds)).learned):
            continue
        told = describe_moment(pair, seconds)
        said = f"{place.where}, {place.source}: {told[0].lower()}{told[1:]}"
        key, right = f"{place.where} {place.origin}", (LEARNERS[standing.leader],)
        lasted = float(pair.facts["budget"])
        found.append(
            Answer(key, place.where, said, place.dataset, place.origin, choices=WHO, right=right, budget=lasted)
        )
    return found


def best_family(evidence: Evidence) -> list[Answer]:
    """Which family alone is the most accurate; all that are not clearly worse than the best are right."""
    rows = evidence.results[evidence.results["learner"] == "svm"]
    families = rows["settings"].map(_family)
    found = []
    for (dataset, _, n_train, recipe, origin), group in rows[families != ""].groupby(SIZE, sort=True):
        names = list(dict.fromkeys(group["settings"].map(_family)))
        if len(names) >= FEWEST_FAMILIES:
            where = f"{evidence.name(str(dataset))}, {count(float(n_train))} images, {recipe} training"
            found.append(_family_answer(evidence, group, names, where, str(dataset), str(origin)))
    return found


def _family_answer(
    evidence: Evidence, group: pd.DataFrame, names: list[str], where: str, dataset: str, origin: str
) -> Answer:
    table = ablate(group, names).table
    right = tuple(int(number) for number in table.index[table["leads"].astype(bool)])
    labels = tuple(evidence.name(family) for family in names)
    best = listed([f"{labels[number]} ({100 * table['alone'][number]:.1f} %)" for number in right])
    more = "is the most accurate family" if len(right) == 1 else "are the most accurate, too close to call among them"
    said = f"On {where}, {best} {more} when it works alone ({evidence.place(group).source})."
    if len(right) > 1:
        said = said.replace("when it works alone", "when each works alone")
    first = group.iloc[0]
    recipe, n_train = str(first["recipe"]), int(first["n_train"])
    return Answer(
        f"{where} {origin}", where, said, dataset, origin, choices=labels, right=right, recipe=recipe, n_train=n_train
    )


def _family(settings: str) -> str:
    """The family of a row that used this one alone; empty for any other row."""
    chosen = json.loads(settings or "{}")
    items = chosen if isinstance(chosen, dict) else dict(chosen)
    return str(items["only"]) if set(items) == {"only"} else ""
