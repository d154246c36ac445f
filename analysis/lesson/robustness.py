"""The verdict on robustness: what changed images cost the CNN, and whether they cost handcrafted features more."""

import pandas as pd

from analysis.lesson.evidence import SIDES, Evidence, Place
from analysis.lesson.verdict import Answer, Condition, Verdict, judge
from analysis.lesson.words import ONE_SEED
from analysis.robustness.finding import difference, share
from analysis.robustness.losses import means

HURTS = 0.1
"""The claim holds if the CNN certainly loses this share of its accuracy on average over all changes."""


def robustness(evidence: Evidence) -> Verdict:
    """Whether changed images cost the CNN much, on each data set, size and recipe that both learners have."""
    groups = evidence.each(evidence.changed, ["origin", "dataset", "data_version", "n_train", "recipe"])
    return judge([_condition(*one) for one in groups], "it loses accuracy, but handcrafted features lose more")


def _condition(place: Place, rows: pd.DataFrame) -> Condition | None:
    """What one data set, size and recipe says; None if a learner is missing."""
    table = means(rows).drop_duplicates("learner", keep="last").set_index("learner")
    if not set(SIDES) <= set(table.index):
        return None
    svm, cnn = (table.loc[learner] for learner in SIDES)
    more, half = difference(svm, cnn)
    answer: Answer = "open"
    if cnn["lost_low"] >= HURTS:
        answer = "partly" if more > half else "yes"
    elif cnn["lost_high"] < HURTS:
        answer = "no"
    measured = (
        f"changed images cost the CNN {share(cnn)} of its accuracy on average, handcrafted features {share(svm)}, "
        f"after {cnn['n_train']:,} training images{ONE_SEED if 1 in (svm['n_seeds'], cnn['n_seeds']) else ''}"
    )
    return place.condition(answer, measured, int(cnn["n_train"]))
