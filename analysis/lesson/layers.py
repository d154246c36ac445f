"""The verdict on the hierarchy: whether more of the class can be read from each further layer of a CNN."""

from analysis.common.wording import uncapitalised
from analysis.features.layers import Hierarchy, hierarchies, rise, steps_without_gain
from analysis.lesson.evidence import IMAGES, Evidence
from analysis.lesson.verdict import Answer, Condition, Verdict, judge
from analysis.lesson.words import ONE_SEED

SAME = [*IMAGES, "recipe"]
"""CNNs of one origin that agree in these differ only in the number of training images."""


def layers(evidence: Evidence) -> Verdict:
    """Whether a linear classifier reads more of the class from the last layer than from the first, step by step.

    Each data set, training and origin is a condition, at its largest number of training images.
    """
    largest: dict[tuple[object, ...], Hierarchy] = {}
    for found in sorted(hierarchies(evidence.probes), key=lambda one: one.n_train):
        first = found.layers.iloc[0]
        largest[tuple(first[["origin", *SAME]])] = found
    conditions = [_condition(evidence, found) for found in largest.values()]
    verdict = judge(
        conditions, "the last layer holds more than the first, but one in between holds less than the one before it"
    )
    return verdict.adding("Only this is judged: that layers build on one another, not what their units stand for.")


def _condition(evidence: Evidence, found: Hierarchy) -> Condition:
    signs = {step.sign for step in found.steps}
    in_all = found.from_first.sign
    answer: Answer = "open" if in_all == 0 else "no" if in_all < 0 else "partly" if -1 in signs else "yes"
    place = evidence.place(found.layers)
    rest = uncapitalised(steps_without_gain(found).rstrip("."))
    one_seed = ONE_SEED if (found.layers["n_seeds"] == 1).any() else ""
    learned = f"; learned from {found.n_train:,} images{one_seed}"
    measured = f"{rise(found)}{f'; {rest}' if rest else ''}{learned}"
    return place.condition(answer, measured, found.n_train)
