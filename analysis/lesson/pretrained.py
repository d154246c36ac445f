"""The verdict on pretrained features: whether they win with few images of one's own."""

from collections.abc import Mapping

from analysis.common.learners import name
from analysis.common.wording import count, listed
from analysis.data_size.crossover import Crossover
from analysis.lesson.evidence import FEW, Evidence
from analysis.lesson.verdict import Answer, Condition, Verdict, judge
from analysis.lesson.words import between

THIRD = "Features that were first trained on other images lead"


def pretrained(evidence: Evidence) -> Verdict:
    """Whether they are ahead of both other learners at every size below 1,000 images, at the same effort."""
    conditions = [
        Condition(place.where, _answer(few), _measured(few), few[0].largest, place.source, place.dataset, place.origin)
        for place, few in evidence.overtaken
    ]
    return judge(conditions, "they are ahead of one side or at some sizes only")


def third_choice(evidence: Evidence) -> str:
    """Whether they lead both other learners with few images, for a verdict on these two; empty without rows."""
    return strongest(pretrained(evidence), THIRD, {"yes": "both", "no": "neither"})


def strongest(verdict: Verdict, opening: str, says: Mapping[Answer, str]) -> str:
    """A sentence on the heaviest condition of each of these answers; empty where there is none."""
    parts = []
    for answer, words in says.items():
        clear = [one for one in verdict.conditions if one.answer == answer]
        if clear:
            most = max(clear, key=lambda one: one.weight)
            parts.append(f"{words} on {most.where}: {most.measured}")
    return f"{opening} {'; '.join(parts)}." if parts else ""


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
