"""The verdict on pretrained features: whether they win with few images of one's own."""

from analysis.common.learners import name
from analysis.common.variants import plain
from analysis.common.wording import count, listed
from analysis.data_size.crossover import Crossover, crossovers
from analysis.lesson.choice import FEW
from analysis.lesson.evidence import IMAGES, Evidence
from analysis.lesson.verdict import Answer, Condition, Verdict, judge
from analysis.lesson.words import between

OTHERS = ("svm", "cnn")
"""The learners that start from nothing, or from what people designed."""


def pretrained(evidence: Evidence) -> Verdict:
    """Whether they are ahead of both other learners at every size below 1,000 images, at the same effort."""
    rows = plain(evidence.results[evidence.results["learner"].isin(("pretrained", *OTHERS))])
    conditions = []
    for _, group in rows.groupby([*IMAGES, "recipe", "origin"], sort=True):
        if "pretrained" not in set(group["learner"]):
            continue  # most data sets: they need not be searched for crossovers
        pairs = [one for other in OTHERS for one in crossovers(group, other, "pretrained") if one.sizes]
        few = [one for one in pairs if one.smallest < FEW]
        if len(few) == len(OTHERS):
            place = evidence.place(group)
            answer, measured = _answer(few), _measured(few)
            conditions.append(
                Condition(place.where, answer, measured, few[0].largest, place.source, place.dataset, place.origin)
            )
    return judge(conditions, "they are ahead of one side or at some sizes only")


def _answer(pairs: list[Crossover]) -> Answer:
    """Ahead everywhere below 1,000 images, nowhere, or here and there; undecided sizes decide nothing."""
    signs = {sign for one in pairs for n, sign in zip(one.sizes, one.signs, strict=True) if n < FEW} - {0}
    if not signs:
        return "open"
    return "partly" if len(signs) > 1 else "yes" if signs == {1} else "no"


def _measured(pairs: list[Crossover]) -> str:
    """The gap to either side with the fewest images."""
    gaps = []
    for one in pairs:
        gap = one.gaps[0]
        is_ahead = gap.value >= 0
        share = (gap.value, gap.low, gap.high) if is_ahead else (-gap.value, -gap.high, -gap.low)
        gaps.append(f"{between(*share, 'points')} {'ahead of' if is_ahead else 'behind'} {name(one.first)}")
    return f"with {count(pairs[0].smallest)} images pretrained features are {listed(gaps)}"
